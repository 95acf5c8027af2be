package draft

import (
	"context"
	"crypto/subtle"
	"net/url"
	"strings"
	"time"
	"unicode"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// The limits.
const (
	MaxSize    = 256 << 10           // of a draft's fields as JSON, in bytes
	Most       = 50                  // drafts of one account
	Life       = 14 * 24 * time.Hour // since the last change
	CarriedFor = 24 * time.Hour      // from the end of a session to the next sign-in

	refusesFor = 7 * 24 * time.Hour // after saving, as long as its idempotency key counts (see db.ForgetKeys)
	maxPath    = 500
	maxName    = 100
)

// Draft is an unsaved form.
type Draft struct {
	Key    string     // the form's idempotency key
	Path   string     // the address at which the form is shown
	Name   string     // message key of what the form is called; empty: the form cannot be filled again, only sent
	Values url.Values // what was typed; not in lists

	Saved   clock.Instant // the last change
	Expires clock.Instant // when it is gone
}

// Service has the use cases of this room. Make it with [New].
type Service struct {
	db   *db.DB
	keys *crypt.Keys
}

// New is the service on a database, with the keys that seal.
func New(d *db.DB, keys *crypt.Keys) *Service { return &Service{d, keys} }

// Today is the day by the service's clock.
func (s *Service) Today() clock.Day { return s.now().Day() }

func (s *Service) now() clock.Instant { return clock.InstantOf(s.db.Clock().Now()) }

// What keys are used for.
const (
	forDraft   = "draft"
	forOwner   = "draft.owner"
	forCarried = "carried"
)

// Owner is the mark of an account by which its forms know each other; it tells nothing about the account.
func (s *Service) Owner(account string) string { return s.keys.Hash(forOwner, account) }

// Owns says whether a form with this mark was given out to the account that asks.
func (s *Service) Owns(ctx context.Context, mark string) bool {
	account, err := signedIn(ctx)
	return err == nil && s.owns(account, mark)
}

func (s *Service) owns(account, mark string) bool {
	return subtle.ConstantTimeCompare([]byte(mark), []byte(s.Owner(account))) == 1
}

// List has all drafts of the account that asks, the latest first, without what was typed.
func (s *Service) List(ctx context.Context) ([]Draft, error) {
	account, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return readList(ctx, s.db, account, s.now())
}

// At has those of one form's address, the latest first, without what was typed.
func (s *Service) At(ctx context.Context, path string) ([]Draft, error) {
	account, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return readAt(ctx, s.db, account, path, s.now())
}

// Get is one draft with what was typed; NotFound when the account that asks has none under this key.
func (s *Service) Get(ctx context.Context, key string) (Draft, error) {
	account, err := signedIn(ctx)
	if err != nil {
		return Draft{}, err
	}
	found, err := readOne(ctx, s.db, account, key, s.now())
	if err != nil {
		return Draft{}, err
	}
	if found == nil {
		return Draft{}, missing()
	}
	found.Values, err = s.open(account, key, found.sealed)
	return found.Draft, err
}

// Discard removes a draft of the account that asks; NotFound when there is none.
func (s *Service) Discard(ctx context.Context, key string) error {
	account, err := signedIn(ctx)
	if err != nil {
		return err
	}
	return s.db.Housekeep(ctx, "draft.keep", func(tx *db.Tx) error {
		n, err := tx.Exec(deleteDraft, account, key)
		if err == nil && n == 0 {
			err = missing()
		}
		return err
	})
}

// Done forgets the draft of a form that is saved now, and refuses one that arrives late. It does no harm when there is
// no draft.
func (s *Service) Done(ctx context.Context, key string) error {
	account, err := signedIn(ctx)
	if err != nil {
		return err
	}
	return s.db.Housekeep(ctx, "draft.keep", func(tx *db.Tx) error {
		_, err := tx.Exec(finishDraft, account, key, int64(tx.Now()), int64(tx.Now().Add(refusesFor)))
		return err
	})
}

// Tidy removes drafts whose time is over. Nothing depends on it but what the database holds: they are not shown anyway.
func (s *Service) Tidy(ctx context.Context) error {
	return s.db.Housekeep(ctx, "draft.expire", func(tx *db.Tx) error {
		_, err := tx.Exec(deleteExpired, int64(tx.Now()))
		return err
	})
}

// Forget removes the drafts of all accounts at an address and below it, as when the person of a case is erased.
func (s *Service) Forget(ctx context.Context, path string) error {
	return s.db.Housekeep(ctx, "draft.expire", func(tx *db.Tx) error {
		_, err := tx.Exec(deleteBelow, path, path+"/", path+"0") // "0" comes right after "/"
		return err
	})
}

// check says what is wrong with a draft's frame, which a page of ours never sends.
func (d Draft) check() error {
	fillable := d.Name != ""
	if !ident.IsToken(d.Key) || !IsLocal(d.Path) || len(d.Name) > maxName || fillable && strings.Contains(d.Path, "?") {
		return errs.New(errs.Invalid, "error.bad_request")
	}
	return nil
}

// IsLocal says whether an address leads to a page of this program.
func IsLocal(path string) bool {
	u, err := url.Parse(path)
	return err == nil && len(path) <= maxPath && u.Scheme == "" && u.Host == "" && strings.HasPrefix(path, "/") &&
		!strings.HasPrefix(path, "//") && !strings.ContainsFunc(path, func(c rune) bool { return c == '\\' || unicode.IsControl(c) })
}

// signedIn is the account that asks.
func signedIn(ctx context.Context) (string, error) {
	a := authz.From(ctx)
	if !a.May(authz.SignedIn) {
		return "", errs.New(errs.Forbidden, "error.forbidden")
	}
	return a.ID, nil
}

// missing is the answer for a draft that is gone or another's: both look the same.
func missing() error { return errs.New(errs.NotFound, "draft.error.missing") }
