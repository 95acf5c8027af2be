package appointment

import (
	"context"
	"math"
	"slices"
	"time"

	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// mostSlots can be offered by one command.
const mostSlots = 200

// forever is until when an agreed slot is held.
const forever clock.Instant = math.MaxInt64

// Free are the next slots of a centre that one can take, at most so many.
func (s *Service) Free(ctx context.Context, site string, most int) ([]*Slot, error) {
	return readSlots(ctx, s.db, selectFree, site, int64(soon(s.now())), int64(s.now()), most)
}

// take gives a slot to a request until an instant; a Conflict when it is another's. The update decides: of several that try
// at once one finds it free.
func take(ctx context.Context, tx *db.Tx, slot, site, request string, until clock.Instant) (*Slot, error) {
	found, err := readSlot(ctx, tx, slot, site)
	if errs.KindOf(err) == errs.NotFound {
		return nil, errTaken()
	}
	if err != nil {
		return nil, err
	}
	if found.Request != request && !found.Free(tx.Now()) || found.Starts <= tx.Now() {
		return nil, errTaken()
	}
	n, err := tx.Exec(takeSlot, slot, request, int64(until), int64(tx.Now()))
	if err == nil && n == 0 {
		return nil, errTaken()
	}
	return found, err
}

// letGo frees the slot of a request.
func (r *stored) letGo(tx *db.Tx) error {
	if r.Slot == "" {
		return nil
	}
	_, err := tx.Exec(freeSlot, r.Slot, r.ID)
	r.Slot, r.Starts, r.Minutes = "", 0, 0
	return err
}

// Offering is a number of slots: every time on each of the weekdays from one day to another.
type Offering struct {
	Site        string
	From, To    clock.Day
	Weekdays    []time.Weekday
	Times       []centre.Time
	Minutes     int
	Form        centre.Form
	Languages   []string
	Interpreter bool
	Place       string
}

// at is the instant of a time of day in Berlin.
func at(d clock.Day, t centre.Time) clock.Instant {
	year, month, day := d.Date()
	return clock.InstantOf(time.Date(year, month, day, int(t)/60, int(t)%60, 0, 0, clock.Berlin))
}

// slots are those of the offering that begin after an instant.
func (o *Offering) slots(now clock.Instant) []Slot {
	var all []Slot
	for d := o.From; d <= o.To; d++ {
		if !slices.Contains(o.Weekdays, d.Weekday()) {
			continue
		}
		for _, t := range o.Times {
			if starts := at(d, t); starts > now {
				all = append(all, Slot{Site: o.Site, Starts: starts, Minutes: o.Minutes, Form: o.Form, Languages: o.Languages, Interpreter: o.Interpreter, Place: o.Place})
			}
		}
	}
	return all
}

func (o *Offering) check(today clock.Day) error {
	var wrong errs.Fields
	if o.From < today || o.From > today+366 {
		wrong.Add("from", "appointment.error.day")
	}
	if o.To < o.From || o.To > o.From+366 {
		wrong.Add("to", "appointment.error.day")
	}
	if len(o.Weekdays) == 0 {
		wrong.Add("weekdays", "error.required")
	}
	if len(o.Times) == 0 {
		wrong.Add("times", "appointment.error.times")
	}
	checkMinutes(&wrong, o.Minutes)
	if !slices.Contains(centre.Forms, o.Form) {
		wrong.Add("form", "error.required")
	}
	if slices.ContainsFunc(o.Languages, func(tag string) bool { return !isLanguage(tag) }) {
		wrong.Add("languages", "error.code")
	}
	tooLong(&wrong, "place", o.Place, MostName)
	return wrong.Err()
}

func checkMinutes(wrong *errs.Fields, minutes int) {
	if minutes < 5 || minutes > 240 {
		wrong.Add("minutes", "error.range", "Min", 5, "Max", 240)
	}
}

// OfferSlots stores slots and says how many; for those who may answer at the site. Invalid names what is wrong.
func (s *Service) OfferSlots(ctx context.Context, o Offering, key string) (int, error) {
	if err := s.require(ctx, o.Site); err != nil {
		return 0, err
	}
	if err := o.check(s.Today()); err != nil {
		return 0, err
	}
	slots := o.slots(s.now())
	var wrong errs.Fields
	switch {
	case len(slots) == 0:
		wrong.Add("weekdays", "appointment.error.no_slots")
	case len(slots) > mostSlots:
		wrong.Add("to", "appointment.error.many_slots", "Max", mostSlots)
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	for i := range slots {
		slots[i].ID = s.newID()
	}
	_, err := s.db.Write(ctx, command("offer_slots", key), func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: slotKind, ID: o.Site, Detail: "offered"})
		return "", insertSlots(tx, slots)
	})
	return len(slots), err
}

// RemoveSlot takes a free slot back; a Conflict when somebody has it.
func (s *Service) RemoveSlot(ctx context.Context, site, id, key string) error {
	if err := s.require(ctx, site); err != nil {
		return err
	}
	_, err := s.db.Write(ctx, command("remove_slot", key), func(tx *db.Tx) (string, error) {
		if _, err := readSlot(ctx, tx, id, site); err != nil {
			return "", err
		}
		n, err := tx.Exec(deleteSlot, id, int64(tx.Now()))
		if err == nil && n == 0 {
			err = errTaken()
		}
		tx.Audit(db.Entry{Kind: slotKind, ID: id, Detail: "removed"})
		return "", err
	})
	return err
}

// Slots are all slots of a site from now on, for those who may answer there.
func (s *Service) Slots(ctx context.Context, site string) ([]*Slot, error) {
	if err := s.require(ctx, site); err != nil {
		return nil, err
	}
	all, err := readSlots(ctx, s.db, selectSlots, site, int64(s.now()))
	for _, slot := range all {
		if slot.Free(s.now()) {
			slot.Request = ""
		}
	}
	return all, err
}

// require guards what is done for a site.
func (s *Service) require(ctx context.Context, site string) error {
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return err
	}
	if err := authz.Require(ctx, ActionAnswer, d.PlaceOfSite(site)); err != nil {
		return err
	}
	if d.Site(site) == nil {
		return errs.Missing()
	}
	return nil
}
