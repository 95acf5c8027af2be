package office

import (
	"context"
	"net/http"
	"strings"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// Carrier takes what somebody typed across a sign-in. The room draft has it, and app plugs it in.
type Carrier interface {
	// Pack seals a form that was posted without a session. former is the account whose session ended, empty when that is
	// not known. Nothing sealed and no error: nothing was typed. The error is Invalid, with a word about why, when it
	// cannot be kept.
	Pack(r *http.Request, former string) (sealed string, err error)
	// Unpack keeps what was sealed for the account that signs in, and tells where to go on and what to say there. The
	// error is Conflict when it is another account's, and Invalid when it cannot be opened any more, with a word.
	Unpack(ctx context.Context, account, sealed string) (next, word string, err error)
}

// Office has the pages. Make it with [New].
type Office struct {
	accounts *account.Service
	sessions *sessions
	carrier  Carrier
}

// New is the office of the accounts. secure says that readers reach the program over TLS even where it does not see that itself.
func New(accounts *account.Service, secure bool, carrier Carrier) *Office {
	return &Office{accounts, newSessions(accounts, secure), carrier}
}

// Routes are this room's addresses with what each needs.
func (o *Office) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /signin", Action: authz.Public, Handler: o.signInForm},
		{Pattern: "POST /signin", Action: authz.Public, Handler: o.signIn},
		{Pattern: "POST /signout", Action: authz.Public, Handler: o.signOut},
		{Pattern: "GET /welcome/{token}", Action: authz.Public, Handler: o.welcomeForm},
		{Pattern: "POST /welcome/{token}", Action: authz.Public, Handler: o.welcome},
		{Pattern: "GET /account", Action: authz.SignedIn, Handler: o.profile},
		{Pattern: "POST /account/password", Action: authz.SignedIn, Handler: o.changePassword},
		{Pattern: "POST /account/sessions", Action: authz.SignedIn, Handler: o.endSession},
		{Pattern: "GET /accounts", Action: account.AccountRead, Handler: o.list},
		{Pattern: "GET /accounts/new", Action: account.AccountManage, Handler: o.addForm},
		{Pattern: "POST /accounts", Action: account.AccountManage, Handler: o.add},
		{Pattern: "GET /accounts/{id}", Action: account.AccountRead, Handler: o.show},
		{Pattern: "POST /accounts/{id}/roles", Action: account.AccountManage, Handler: o.changeRoles},
		{Pattern: "POST /accounts/{id}/active", Action: account.AccountManage, Handler: o.setActive},
		{Pattern: "POST /accounts/{id}/link", Action: account.AccountManage, Handler: o.newLink},
		{Pattern: "GET /access", Action: account.MatrixRead, Handler: o.matrix},
	}
}

// Guard is a route's handler behind its action: who is not signed in is asked to, who may not do this anywhere is
// refused. Where a record lies is the service's to check.
func (o *Office) Guard(route web.Route) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		actor := authz.From(r.Context())
		switch {
		case actor.May(route.Action):
			return route.Handler(w, r)
		case actor == nil:
			return o.askToSignIn(w, r)
		}
		return errs.New(errs.Forbidden, "error.forbidden")
	}
}

// LoadActor finds out who asks, from the session's cookie, for everything behind it.
func (o *Office) LoadActor(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, err := o.sessions.load(r)
		if err != nil {
			web.Fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// User is who asks, as the frame of a page shows it; nil when nobody is signed in.
func User(r *http.Request) *ui.User {
	actor := authz.From(r.Context())
	if actor == nil {
		return nil
	}
	p := web.P(r)
	roles := make([]string, len(actor.Roles))
	for i, role := range actor.Roles {
		roles[i] = p.Code("role", role)
	}
	drafts := ui.NavItem{Label: p.T("draft.title"), URL: ui.Drafts}
	return &ui.User{Name: actor.Name, Place: strings.Join(roles, ", "), ProfileURL: "/account", Links: []ui.NavItem{drafts}, SignOutURL: "/signout"}
}
