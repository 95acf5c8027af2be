package account

import (
	"context"
	"fmt"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Service has the use cases of this room. Make it with [New].
type Service struct {
	db     *db.DB
	keys   *crypt.Keys
	hasher *hasher
}

// New is the service on a database, with the keys that seal addresses and hash tokens.
func New(d *db.DB, keys *crypt.Keys) *Service {
	return &Service{db: d, keys: keys, hasher: newHasher(owasp)}
}

func (s *Service) now() clock.Instant { return clock.InstantOf(s.db.Clock().Now()) }

// What keys are used for.
const (
	forEmail   = "account.email"
	forLink    = "account.link"
	forSession = "account.session"
	forAccount = "account.throttle.account"
	forAddress = "account.throttle.address"
)

// sealEmail binds the sealed address to its account, so that two cannot be exchanged in the database.
func (s *Service) sealEmail(id, email string) (string, error) {
	return s.keys.Seal(forEmail+"/"+id, email)
}

func (s *Service) openEmail(id, sealed string) (string, error) {
	return s.keys.Open(forEmail+"/"+id, sealed)
}

func command(name string) db.Command { return db.Command{Name: name, Tenant: db.Federal} }

// signedIn is the account that asks.
func signedIn(ctx context.Context) (string, error) {
	a := authz.From(ctx)
	if !a.May(authz.SignedIn) {
		return "", errs.New(errs.Forbidden, "error.forbidden")
	}
	return a.ID, nil
}

// conflict is the answer when an account has changed since it was read.
func conflict() error { return errs.New(errs.Conflict, "error.conflict") }

// changed turns the number of rows changed into a conflict where it is none.
func changed(n int64, err error) error {
	if err == nil && n != 1 {
		return conflict()
	}
	return err
}

// audit notes what was done to an account.
func audit(tx *db.Tx, id, format string, args ...any) {
	tx.Audit(db.Entry{Kind: "account", ID: id, Detail: fmt.Sprintf(format, args...)})
}
