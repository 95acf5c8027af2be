package counselling

import (
	"context"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Detail is a case with everything recorded about it.
type Detail struct {
	Case           *record.Row
	Qualifications []record.Row // by id
	Contacts       []Contact    // the newest first, initial ones marked
	MayRecord      bool         // the actor may add and correct
}

// Site is the centre in charge.
func (d *Detail) Site() string { return Cases.Str(d.Case, "site_id") }

// Contact of an id; nil when the case has none.
func (d *Detail) Contact(id string) *Contact {
	if i := slices.IndexFunc(d.Contacts, func(c Contact) bool { return c.ID == id }); i >= 0 {
		return &d.Contacts[i]
	}
	return nil
}

// Qualification of an id; nil when the case has none.
func (d *Detail) Qualification(id string) *record.Row {
	if i := slices.IndexFunc(d.Qualifications, func(q record.Row) bool { return q.ID == id }); i >= 0 {
		return &d.Qualifications[i]
	}
	return nil
}

// Get reads a case; NotFound when it does not exist or lies where the actor may not look.
func (s *Service) Get(ctx context.Context, id string) (*Detail, error) {
	visible, err := authz.Rows(ctx, ActionRead)
	if err != nil {
		return nil, err
	}
	structure, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.find(ctx, id)
	if err != nil {
		return nil, err
	}
	d := &Detail{Case: c}
	place := structure.PlaceOfSite(d.Site())
	if !visible.Sees(place) {
		return nil, errs.Missing()
	}
	d.MayRecord = authz.From(ctx).MayAt(ActionRecord, place)
	if d.Qualifications, err = qualificationsOf(ctx, s.db, c); err != nil {
		return nil, err
	}
	if d.Contacts, err = contactsOf(ctx, s.db, c); err != nil {
		return nil, err
	}
	MarkInitial(d.Contacts, func(day clock.Day) string { return roundOn(structure, day) })
	slices.Reverse(d.Contacts)
	return d, nil
}

// roundOn is the id of the round that contains a day; empty when none does.
func roundOn(d *programme.Directory, day clock.Day) string {
	if r := d.RoundOn(day); r != nil {
		return r.ID
	}
	return ""
}
