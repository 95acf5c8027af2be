package counselling

import (
	"context"
	"slices"

	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// beforeBirth is the column of a case, a contact or a qualification that says something from before a birth; empty when
// none does.
func beforeBirth(t *record.Type, row *record.Row, born clock.Day) string {
	switch t {
	case Cases:
		if entry, ok := t.Int(row, "year_of_entry"); ok && entry < int64(born.Year()) {
			return "year_of_entry"
		}
	case Contacts:
		if held, ok := t.Day(row, "held_on"); ok && held < born {
			return "held_on"
		}
	case Qualifications:
		if done, ok := t.Int(row, "completed_year"); ok && done <= int64(born.Year()) {
			return "completed_year"
		}
	}
	return ""
}

// checkLived adds to what is wrong with a record of a case when it lies before the birth date that the vault has. What was
// stored so before may stay.
func (s *Service) checkLived(ctx context.Context, h *Held, t *record.Type, prev, next *record.Row, wrong *errs.Fields) error {
	born, known, err := s.persons.BirthOf(ctx, h.Place, h.Subject())
	if err != nil || !known {
		return err
	}
	column := beforeBirth(t, next, born)
	said := slices.ContainsFunc(*wrong, func(f errs.Field) bool { return f.Name == column })
	if column != "" && !said && (prev == nil || prev.Values[t.Index(column)] != next.Values[t.Index(column)]) {
		wrong.Add(column, errBeforeBirth)
	}
	return nil
}

// checkBorn refuses a birth date that lies after something that the case says already. One that was stored before may stay.
func (s *Service) checkBorn(ctx context.Context, h *Held, i *person.Identity) error {
	born, known := i.Birth()
	if !known {
		return nil
	}
	before, stored, err := s.persons.BirthOf(ctx, h.Place, h.Subject())
	if err != nil || stored && born <= before {
		return err
	}
	d, err := s.detail(ctx, h)
	if err != nil {
		return err
	}
	late := beforeBirth(Cases, h.Row, born) != "" ||
		slices.ContainsFunc(d.Contacts, func(c Contact) bool { return c.HeldOn < born }) ||
		slices.ContainsFunc(d.Qualifications, func(q record.Row) bool { return beforeBirth(Qualifications, &q, born) != "" })
	var wrong errs.Fields
	if late {
		wrong.Add("born_on", "counselling.error.born_late")
	}
	return wrong.Err()
}
