package counselling

import (
	"context"
	"slices"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// KeptDays is how long a case can be taken back from the bin.
const KeptDays = 90

// Binned is a case in the bin.
type Binned struct {
	Tenant, CaseID string
	Reported       bool // it counts in a published sheet, so its facts stay
	By             string
	At             clock.Instant
	DaysLeft       int // 0: today is the last day
}

// Reports tells what was published; the room of the figures has it.
type Reports interface {
	Frozen(ctx context.Context) ([]Frozen, error)
}

// Frozen is a published sheet: what it counts was held from one day to another and stored by its instant.
type Frozen struct {
	From, To clock.Day
	At       clock.Instant
}

// counts says whether a version of a contact stands in the sheet.
func (f *Frozen) counts(contact *record.Row) bool {
	held, _ := Contacts.Day(contact, "held_on")
	return !contact.Deleted && f.From <= held && held <= f.To && contact.Stored <= f.At
}

// Bin puts a case into the bin; version is the one that the form showed. Nobody finds it any more, and for KeptDays it can be
// taken back as it was. A case that counts in a published sheet keeps its facts, so that the figures can still be explained;
// any other one leaves the figures at once. A handover that is open is withdrawn. key is the form's idempotency key.
func (s *Service) Bin(ctx context.Context, caseID string, version int64, key string) error {
	h, err := s.holdAnyway(ctx, caseID)
	if err != nil {
		return err
	}
	published, err := s.beside.Reports.Frozen(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.bin", Tenant: h.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		c, err := Cases.Get(ctx, tx, h.ID)
		switch {
		case err != nil:
			return "", err
		case isGone(c):
			return "", inBin()
		case c.Version != version:
			return "", errs.New(errs.Conflict, "error.conflict")
		}
		reported, err := isReported(ctx, tx, c, published)
		if err != nil {
			return "", err
		}
		return "", bin(tx, c, reported)
	})
	return err
}

// isReported says whether any contact of a case counts in a published sheet.
func isReported(ctx context.Context, tx *db.Tx, c *record.Row, published []Frozen) (bool, error) {
	versions, err := Contacts.ReadVersions(ctx, tx, contactsEver, c.ID, c.Tenant)
	return slices.ContainsFunc(versions, func(v record.Row) bool {
		return slices.ContainsFunc(published, func(f Frozen) bool { return f.counts(&v) })
	}), err
}

// bin puts a case into the bin. Its parts stay as they are: without their case nobody sees or counts them.
func bin(tx *db.Tx, c *record.Row, reported bool) error {
	n, err := tx.Exec(insertBinned, c.Tenant, c.ID, Cases.Str(c, "site_id"), flag(reported), tx.Actor(), int64(tx.Now()))
	if err == nil && n == 0 {
		err = inBin()
	}
	if err != nil {
		return err
	}
	next := *c
	next.Values = slices.Clone(c.Values)
	if reported {
		next.Values[Cases.Index("binned_at")] = int64(tx.Now())
	} else {
		next.Deleted = true
	}
	if _, err := Cases.Put(tx, next, c); err != nil {
		return err
	}
	if _, err := tx.Exec(withdrawOpen, c.ID, c.Tenant, tx.Actor(), int64(tx.Now())); err != nil {
		return err
	}
	tx.Audit(db.Entry{Kind: "case", ID: c.ID, Detail: "put into the bin"})
	return RefreshSummary(tx, c.Tenant, c.ID)
}

// MayRestore says whether the actor could take a case out of the bin, should it be there; NotFound when it lies elsewhere.
func (s *Service) MayRestore(ctx context.Context, caseID string) error {
	_, err := s.holdAnyway(ctx, caseID)
	return err
}

// Restore takes a case back from the bin, as it was. One that is not there any more is a Conflict that says why.
func (s *Service) Restore(ctx context.Context, caseID, key string) error {
	h, err := s.holdAnyway(ctx, caseID)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.restore", Tenant: h.Tenant, Key: key}, func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(deleteBinned, h.ID, h.Tenant)
		if err == nil && n == 0 {
			err = notInBin(ctx, tx, h.Row)
		}
		if err != nil {
			return "", err
		}
		c, err := Cases.Get(ctx, tx, h.ID)
		if err != nil {
			return "", err
		}
		next := *c
		next.Values, next.Deleted = slices.Clone(c.Values), false
		next.Values[Cases.Index("binned_at")] = nil
		if _, err := Cases.Put(tx, next, c); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: h.ID, Detail: "taken back from the bin"})
		return "", RefreshSummary(tx, h.Tenant, h.ID)
	})
	return err
}

// notInBin says why a case cannot be taken back.
func notInBin(ctx context.Context, tx *db.Tx, c *record.Row) error {
	var emptied int
	if err := tx.Row(ctx, countEmptied, c.ID, c.Tenant).Scan(&emptied); err != nil {
		return err
	}
	if emptied > 0 {
		return errs.New(errs.Conflict, "counselling.error.emptied", "Days", KeptDays)
	}
	return errs.New(errs.Conflict, "counselling.error.not_in_bin")
}

// Binned lists the cases in the bin of the centres for which the actor records, the last one first.
func (s *Service) Binned(ctx context.Context) ([]Binned, error) {
	centres, err := s.recordingCentres(ctx)
	if err != nil {
		return nil, err
	}
	today := clock.Today(s.db.Clock())
	var all []Binned
	for _, site := range centres {
		found, err := binnedWhere(ctx, s.db, selectBinned, site)
		if err != nil {
			return nil, err
		}
		for _, b := range found {
			b.DaysLeft = max(0, int(b.At.Day()+KeptDays-today))
			all = append(all, b)
		}
	}
	return all, nil
}

// EmptyBin forgets the persons of cases that have been in the bin for longer than KeptDays. The machine calls it every hour.
func (s *Service) EmptyBin(ctx context.Context) error {
	ctx = db.WithActor(authz.AsSystem(ctx, "bin"), "bin")
	until := (clock.Today(s.db.Clock()) - KeptDays).Start() - 1
	for {
		full, err := binnedWhere(ctx, s.db, selectFull, int64(until))
		if err != nil || len(full) == 0 {
			return err
		}
		for i := range full {
			if err := s.empty(ctx, &full[i], until); err != nil && errs.KindOf(err) != errs.Conflict {
				return err
			}
		}
	}
}

// empty forgets the person of one case. It is a Conflict where somebody took it back, or another instance was here before. A
// case that an import has brought back meanwhile only leaves the bin.
func (s *Service) empty(ctx context.Context, b *Binned, until clock.Instant) error {
	_, err := s.db.Write(ctx, db.Command{Name: "counselling.empty_bin", Tenant: b.Tenant}, func(tx *db.Tx) (string, error) {
		c, err := Cases.Get(ctx, tx, b.CaseID)
		if err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "case", ID: b.CaseID, Detail: "left the bin for good"})
		if c != nil && !isGone(c) {
			_, err := tx.Exec(deleteBinned, b.CaseID, b.Tenant)
			return "", err
		}
		n, err := tx.Exec(emptyBinned, b.CaseID, b.Tenant, int64(tx.Now()), int64(until))
		if err == nil && n == 0 {
			err = errs.New(errs.Conflict, "error.conflict")
		}
		if err != nil {
			return "", err
		}
		return "", s.persons.Forget(ctx, tx, person.Subject{Tenant: b.Tenant, ID: b.CaseID})
	})
	return err
}
