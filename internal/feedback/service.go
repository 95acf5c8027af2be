package feedback

import (
	"context"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// Service keeps the feedback.
type Service struct {
	db   *db.DB
	keys *crypt.Keys
}

// New makes a service with the keys that seal.
func New(d *db.DB, keys *crypt.Keys) *Service { return &Service{d, keys} }

// keptMonths is how long feedback is kept.
const keptMonths = 12

// Give stores what somebody says. Nobody need be signed in. Invalid names what is wrong with which field; the command's key
// makes a repeat harmless.
func (s *Service) Give(ctx context.Context, f Feedback, key string) error {
	if err := f.Check(); err != nil {
		return err
	}
	f.ID, f.State = ident.New(clock.InstantOf(s.db.Clock().Now())), Open
	if f.Text == "" {
		f.State = Done // it counts; there is nothing to answer
	}
	var err error
	if f.Text, err = s.seal(f.ID, "text", f.Text); err != nil {
		return err
	}
	if f.Email, err = s.seal(f.ID, "email", f.Email); err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "feedback.give", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		given := f
		given.At = tx.Now()
		tx.Audit(db.Entry{Kind: "feedback", ID: f.ID, Detail: "given"})
		return "", insert(tx, given)
	})
	return err
}

// seal encrypts a field, bound to its record so that two cannot be exchanged; nothing stays nothing.
func (s *Service) seal(id, field, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	return s.keys.Seal(purpose(id, field), text)
}

func (s *Service) open(id, field, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	return s.keys.Open(purpose(id, field), sealed)
}

func purpose(id, field string) string { return "feedback." + field + "/" + id }

// Filter says which feedback is asked for; an empty field asks for all.
type Filter struct {
	State, Kind, Helpful, Page string
	Before                     string // the last ID of the page of the list before; empty: from the latest
}

// List is feedback, the latest first, at most limit of it.
func (s *Service) List(ctx context.Context, f Filter, limit int) ([]Feedback, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	all, err := readList(ctx, s.db, f, limit)
	for i := range all {
		if err == nil {
			all[i].Text, err = s.open(all[i].ID, "text", all[i].Text)
		}
		if err == nil {
			all[i].Email, err = s.open(all[i].ID, "email", all[i].Email)
		}
	}
	return all, err
}

// Count says how many readers found a page helpful and how many not, and how much of what they said is open.
type Count struct {
	Page          string
	Yes, No, Open int
}

// Counts are those of all pages about which somebody said something, the most spoken of first.
func (s *Service) Counts(ctx context.Context) ([]Count, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	return readCounts(ctx, s.db)
}

// SetState ticks feedback off, or opens it again. NotFound when there is none of that ID.
func (s *Service) SetState(ctx context.Context, id, state, key string) error {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return err
	}
	if state != Open && state != Done {
		return errs.New(errs.Invalid, "error.bad_request")
	}
	_, err := s.db.Write(ctx, db.Command{Name: "feedback.state", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(setState, id, state, tx.Actor())
		if err != nil {
			return "", err
		}
		if n == 0 {
			return "", errs.Missing()
		}
		tx.Audit(db.Entry{Kind: "feedback", ID: id, Detail: state})
		return "", nil
	})
	return err
}

// Tidy deletes what is older than twelve months. Call it every hour, from any number of instances.
func (s *Service) Tidy(ctx context.Context) error {
	year, month, day := clock.Today(s.db.Clock()).Date()
	before := int64(clock.DateDay(year, month-keptMonths, day).Start())
	old, err := countBefore(ctx, s.db, before)
	if err != nil || old == 0 {
		return err
	}
	_, err = s.db.Write(db.WithActor(ctx, "tidy"), db.Command{Name: "feedback.expire", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "feedback", ID: "old", Detail: "deleted"})
		_, err := tx.Exec(deleteBefore, before)
		return "", err
	})
	return err
}
