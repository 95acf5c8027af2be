package counselling

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// Accounts knows what an account may do now.
type Accounts interface {
	ActorOf(ctx context.Context, id string) (*authz.Actor, error)
}

// Appointment is a day in a calendar: something due in a case, or the case to follow up. It names nobody.
type Appointment struct {
	CaseID string
	Source string // the record that it follows from; empty: follow-up
	Rule   string // message key "due.RULE"; empty: follow-up
	On     clock.Day
}

// mostAppointments keeps a calendar of a size that programs take.
const mostAppointments = 1000

// Feed is when the calendar of the actor got its address; 0: it has none.
func (s *Service) Feed(ctx context.Context) (clock.Instant, error) {
	return feedOf(ctx, s.db, authz.From(ctx).ID)
}

// OpenFeed gives the calendar of the actor a new secret address and returns the secret, of which only a hash is stored. The
// address before ends.
func (s *Service) OpenFeed(ctx context.Context) (string, error) {
	owner, secret := authz.From(ctx).ID, ident.Token()
	_, err := s.db.Write(ctx, db.Command{Name: "calendar.open", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "account", ID: owner})
		return "", storeFeed(tx, owner, feedHash(secret))
	})
	return secret, err
}

// CloseFeed ends the address of the actor's calendar.
func (s *Service) CloseFeed(ctx context.Context) error {
	owner := authz.From(ctx).ID
	_, err := s.db.Write(ctx, db.Command{Name: "calendar.close", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "account", ID: owner})
		return "", deleteFeed(tx, owner)
	})
	return err
}

// feedHash is what is stored of a secret. Secrets are random, so that a plain hash tells nothing of them.
func feedHash(secret string) string {
	sum := sha256.Sum256([]byte("calendar " + secret))
	return hex.EncodeToString(sum[:])
}

// Calendar is who owns the secret of a calendar's address, with the rights of now, and the appointments: those of the cases
// in the owner's charge or, where all is asked for, of all cases of the centres for which the owner records. A secret that
// is not known, has ended, or belongs to an account that may no longer read cases is NotFound.
func (s *Service) Calendar(ctx context.Context, accounts Accounts, secret string, all bool) (*authz.Actor, []Appointment, error) {
	owner, err := feedOwner(ctx, s.db, feedHash(secret))
	if err != nil {
		return nil, nil, err
	}
	actor, err := accounts.ActorOf(ctx, owner)
	if err == nil && !actor.May(ActionRecord) {
		err = errs.Missing()
	}
	if err != nil {
		return nil, nil, err
	}
	centres, err := s.Centres(authz.With(ctx, actor))
	if err != nil {
		return nil, nil, err
	}
	of := actor.ID
	if all {
		of = ""
	}
	var days []Appointment
	for _, c := range centres {
		if !c.MayRecord {
			continue
		}
		some, err := appointmentsOf(ctx, s.db, c.ID, of)
		if err != nil {
			return nil, nil, err
		}
		days = append(days, some...)
	}
	return actor, days, nil
}
