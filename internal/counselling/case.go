package counselling

import (
	"context"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Detail is a case with everything recorded about it.
type Detail struct {
	*Held
	Qualifications []record.Row // by id
	Contacts       []Contact    // the newest first, initial ones marked
	Dues           []Due        // the next first
	Referrals      []record.Row // by day
	MayRecord      bool         // the actor may add and correct
}

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

// Referral of an id; nil when the case has none.
func (d *Detail) Referral(id string) *record.Row {
	if i := slices.IndexFunc(d.Referrals, func(r record.Row) bool { return r.ID == id }); i >= 0 {
		return &d.Referrals[i]
	}
	return nil
}

// Get reads a case; NotFound when it does not exist or lies where the actor may not look.
func (s *Service) Get(ctx context.Context, id string) (*Detail, error) {
	h, err := s.ForReading(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.detail(ctx, h)
}

// detail reads everything recorded about a case.
func (s *Service) detail(ctx context.Context, h *Held) (d *Detail, err error) {
	c, structure := h.Row, h.Structure
	d = &Detail{Held: h}
	d.MayRecord = authz.From(ctx).MayAt(ActionRecord, h.Place)
	if d.Qualifications, err = qualificationsOf(ctx, s.db, c); err != nil {
		return nil, err
	}
	if d.Dues, err = s.Dues(ctx, h); err != nil {
		return nil, err
	}
	if d.Referrals, err = s.ReferralsOf(ctx, h); err != nil {
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
