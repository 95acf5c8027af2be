package counselling

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// ClosedOn is the day since which nothing more is to be done in a case; false for an open one.
func (h *Held) ClosedOn() (clock.Day, bool) { return Cases.Day(h.Row, "closed_on") }

// CloseCase says that since a day (2006-01-02) nothing more is to be done in a case; version is the one that the form showed. It
// cannot be before the last conversation. What is still due stays as it is, but no work list asks for it any more. A
// conversation held later opens the case again by itself.
func (s *Service) CloseCase(ctx context.Context, caseID string, version int64, on, key string) error {
	d, err := s.Get(ctx, caseID)
	if err != nil {
		return err
	}
	var wrong errs.Fields
	day, bad := clock.ParseDay(on)
	switch {
	case on == "":
		wrong.Add("closed_on", "error.required")
	case bad == nil && len(d.Contacts) > 0 && day < d.Contacts[0].HeldOn:
		wrong.Add("closed_on", "counselling.error.closed_early", "Day", d.Contacts[0].HeldOn)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return s.Close(ctx, []Chosen{{caseID, version}}, on, key)
}

// ReopenCase takes a case up again that was closed.
func (s *Service) ReopenCase(ctx context.Context, caseID string, version int64, key string) error {
	return s.Close(ctx, []Chosen{{caseID, version}}, "", key)
}

// reopens says whether a contact opens a case again: one held after the day on which it was closed.
func reopens(c, contact *record.Row) bool {
	closed, isClosed := Cases.Day(c, "closed_on")
	held, _ := Contacts.Day(contact, "held_on")
	return isClosed && held > closed
}
