package office

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
)

// sessions keeps who is signed in, in a cookie with a random token. The cookie ends with the browser, the session with
// its life. Over HTTPS its name begins with __Host-, so that no other host of the domain can set it.
type sessions struct {
	accounts *account.Service
	secure   *scs.SessionManager // over HTTPS
	clear    *scs.SessionManager // over HTTP, as on one's own machine
	always   bool                // readers come over HTTPS even where a proxy hides it
}

func newSessions(accounts *account.Service, always bool) *sessions {
	manager := func(name string, secure bool) *scs.SessionManager {
		m := scs.New()
		m.Lifetime = account.SessionLife
		m.Store = store{accounts}
		m.Codec = codec{}
		m.Cookie.Name = name
		m.Cookie.Secure = secure
		m.Cookie.SameSite = http.SameSiteLaxMode
		m.Cookie.Persist = false
		return m
	}
	return &sessions{accounts: accounts, always: always, secure: manager("__Host-session", true), clear: manager("session", false)}
}

func (s *sessions) of(r *http.Request) *scs.SessionManager {
	if s.always || r.TLS != nil {
		return s.secure
	}
	return s.clear
}

// load reads the request's session and puts who holds it into the context.
func (s *sessions) load(r *http.Request) (*http.Request, error) {
	var found holder
	ctx, err := s.of(r).Load(context.WithValue(r.Context(), holderKey{}, &found), s.token(r))
	if err != nil {
		return r, err
	}
	if found.actor != nil {
		web.SetActor(r, found.actor.ID)
		ctx = db.WithActor(authz.With(ctx, found.actor), found.actor.ID)
	}
	return r.WithContext(ctx), nil
}

// token is what the request's cookie holds, of a session or not.
func (s *sessions) token(r *http.Request) string {
	cookie, err := r.Cookie(s.of(r).Cookie.Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// former is the account whose session the request's cookie was, empty when that is not known any more.
func (s *sessions) former(r *http.Request) (string, error) {
	return s.accounts.Former(r.Context(), s.token(r))
}

// begin starts a session of an account under a new token, so that one who knew the old one has nothing of it.
func (s *sessions) begin(w http.ResponseWriter, r *http.Request, id string) error {
	manager, ctx := s.of(r), r.Context()
	if err := manager.RenewToken(ctx); err != nil {
		return err
	}
	manager.Put(ctx, accountKey, id)
	token, expires, err := manager.Commit(ctx)
	if err != nil {
		return err
	}
	manager.WriteSessionCookie(ctx, w, token, expires)
	return nil
}

// end ends the request's session, with an entry in the audit trail when somebody was signed in.
func (s *sessions) end(w http.ResponseWriter, r *http.Request) error {
	manager, ctx := s.of(r), r.Context()
	if token := manager.Token(ctx); token != "" {
		err := s.accounts.EndSession(ctx, s.accounts.SessionID(token))
		if err != nil && errs.KindOf(err) != errs.NotFound { // ended elsewhere meanwhile: all the better
			return err
		}
	}
	manager.WriteSessionCookie(ctx, w, "", time.Time{})
	return nil
}

// current is the id of the request's session.
func (s *sessions) current(r *http.Request) string {
	return s.accounts.SessionID(s.of(r).Token(r.Context()))
}

// accountKey is the one value of a session.
const accountKey = "account"

// codec writes that value as it is. The end of a session is the store's business.
type codec struct{}

func (codec) Encode(_ time.Time, values map[string]any) ([]byte, error) {
	id, _ := values[accountKey].(string)
	return []byte(id), nil
}

func (codec) Decode(b []byte) (time.Time, map[string]any, error) {
	return time.Time{}, map[string]any{accountKey: string(b)}, nil
}

// holder is where the store puts the actor that it reads along with the session, so that a request costs one query.
type holder struct{ actor *authz.Actor }

type holderKey struct{}

// store is the session store of scs on the accounts' service.
type store struct{ accounts *account.Service }

func (s store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	actor, _, err := s.accounts.Actor(ctx, token)
	if err != nil || actor == nil {
		return nil, false, err
	}
	ctx.Value(holderKey{}).(*holder).actor = actor
	return []byte(actor.ID), true, nil
}

func (s store) CommitCtx(ctx context.Context, token string, b []byte, _ time.Time) error {
	return s.accounts.StartSession(ctx, token, string(b))
}

func (s store) DeleteCtx(ctx context.Context, token string) error {
	return s.accounts.DropSession(ctx, token)
}

// scs asks for these too, and calls only those above.

func (s store) Find(token string) ([]byte, bool, error) {
	actor, _, err := s.accounts.Actor(context.Background(), token)
	if err != nil || actor == nil {
		return nil, false, err
	}
	return []byte(actor.ID), true, nil
}

func (s store) Commit(token string, b []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expires)
}

func (s store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
