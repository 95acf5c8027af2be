package counselling

import (
	"context"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Held is a case in the hands of somebody who may read it or record for it, with what a change of it needs. Other rooms
// that add to a case get it here, so that who may do what with a case is decided in one place.
type Held struct {
	*record.Row
	Place     authz.Target         // of the centre in charge
	Structure *programme.Directory // of the network
	Rules     record.Context       // what rules of records may look at
	Who       *person.Person       // who it is about; nil until [Service.Reveal], and for those who may not know
}

// Site is the centre in charge.
func (h *Held) Site() string { return Cases.Str(h.Row, "site_id") }

// ForReading is a case that the actor may read; NotFound when there is none or it lies elsewhere.
func (s *Service) ForReading(ctx context.Context, caseID string) (*Held, error) {
	visible, err := authz.Rows(ctx, ActionRead)
	if err != nil {
		return nil, err
	}
	h, err := s.hold(ctx, caseID)
	switch {
	case err != nil:
		return nil, err
	case !visible.Sees(h.Place):
		return nil, errs.Missing()
	}
	return h, h.there()
}

// ForRecording is a case for which the actor may record. One that lies elsewhere looks like one that does not exist.
func (s *Service) ForRecording(ctx context.Context, caseID string) (*Held, error) {
	h, err := s.holdAnyway(ctx, caseID)
	if err != nil {
		return nil, err
	}
	return h, h.there()
}

// holdAnyway is ForRecording also for a case in the bin.
func (s *Service) holdAnyway(ctx context.Context, caseID string) (*Held, error) {
	h, err := s.hold(ctx, caseID)
	if err != nil {
		return nil, err
	}
	return h, authz.Require(ctx, ActionRecord, h.Place)
}

func (s *Service) hold(ctx context.Context, caseID string) (*Held, error) {
	if record.CheckID(caseID) != nil {
		return nil, errs.Missing()
	}
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	c, err := Cases.Get(ctx, s.db, caseID)
	if err == nil && c == nil {
		err = errs.Missing()
	}
	if err != nil {
		return nil, err
	}
	return &Held{Row: c, Place: d.PlaceOfSite(Cases.Str(c, "site_id")), Structure: d, Rules: s.rules(d)}, nil
}

// isGone says whether a case lies in the bin or was deleted for good.
func isGone(c *record.Row) bool { return c.Deleted || c.Values[Cases.Index("binned_at")] != nil }

// there says so when the case lies in the bin, which is no secret for those who might read it.
func (h *Held) there() error {
	if isGone(h.Row) {
		return inBin()
	}
	return nil
}

func inBin() error { return errs.New(errs.NotFound, "counselling.error.in_bin") }

// StillThere guards a change against a case that was deleted or handed over since it was read.
func (h *Held) StillThere(tx *db.Tx) error {
	site, there, err := siteNow(tx, h.Row)
	switch {
	case err != nil:
		return err
	case !there:
		return inBin()
	case site != h.Site():
		return errs.New(errs.Conflict, "error.conflict")
	}
	return nil
}
