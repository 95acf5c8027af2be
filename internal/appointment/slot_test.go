package appointment_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

func TestOneOfManyGetsTheLastSlot(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		slots := h.slots(2)
		last, next := slots[0], slots[1].ID
		var all sync.WaitGroup
		var got, late atomic.Int32
		for i := range 200 {
			all.Go(func() {
				_, err := h.Ask(public, request(from(fmt.Sprintf("a%d@example.org", i)), slot(last.ID)), ident.Token())
				switch {
				case err == nil:
					got.Add(1)
				case errs.KindOf(err) == errs.Conflict && err.Error() == appointment.KeyTaken:
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got.Load() != 1 || late.Load() != 199 {
			t.Errorf("%d got it, %d were late", got.Load(), late.Load())
		}
		free, err := h.Free(public, "s1", 5)
		if err != nil || len(free) != 1 || free[0].ID != next {
			t.Errorf("the others are offered %v, %v", free, err)
		}
	})
}

func TestASlotIsHeldForHalfAnHour(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.slots(1)[0]
		h.ask(request(slot(s.ID)))
		_, slow, _ := h.letter()
		h.clock.pass(appointment.HoldFor)
		quick := h.confirmed(request(from("eve@example.org"), slot(s.ID)))
		if r := h.state(quick, appointment.Booked); r.Starts != s.Starts || r.Slot != s.ID || r.Details.Place != "Raum 2" {
			t.Errorf("%+v", r)
		}
		h.ok(h.ConfirmLink(public, slow))
		if r := h.state(slow, appointment.Waiting); r.Slot != "" || r.Starts != 0 {
			t.Errorf("it has a slot that is another's: %+v", r)
		}
		if err := h.Take(public, slow, s.ID); errs.KindOf(err) != errs.Conflict {
			t.Error(err)
		}
		h.ok(h.Withdraw(public, quick))
		h.ok(h.Take(public, slow, s.ID))
		h.state(slow, appointment.Booked)
		h.ok(h.Refuse(public, slow, []string{"5pm"}))
		if r := h.state(slow, appointment.Waiting); r.Details.Wishes[0] != "5pm" {
			t.Errorf("%+v", r.Details)
		}
		if free, err := h.Free(public, "s1", 5); err != nil || len(free) != 1 {
			t.Error("the slot is not free again", err)
		}
	})
}

func TestASlotIsHeldOnWhenNobodyElseTookIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.slots(1)[0]
		h.ask(request(slot(s.ID)))
		_, token, _ := h.letter()
		h.clock.pass(2 * appointment.HoldFor)
		h.ok(h.ConfirmLink(public, token))
		h.state(token, appointment.Booked)
		h.clock.pass(48 * time.Hour)
		if _, err := h.Ask(public, request(from("eve@example.org"), slot(s.ID)), ident.Token()); errs.KindOf(err) != errs.Conflict {
			t.Error("a slot of the past can be taken", err)
		}
	})
}

func TestSlotsAreOfferedInBulkByTheCentre(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		good := appointment.Offering{Site: "s1", From: h.Today(), To: h.Today() + 13, Weekdays: []time.Weekday{time.Monday, time.Thursday},
			Times: []centre.Time{9 * 60, 15 * 60}, Minutes: 45, Form: centre.Phone, Languages: []string{"de", "ar"}, Interpreter: true, Place: "Raum 2"}
		key := ident.Token()
		for range 2 {
			n, err := h.OfferSlots(counsellor("s1"), good, key)
			if err != nil || n != 7 { // today's nine o'clock is over
				t.Fatal(n, err)
			}
		}
		all, err := h.Slots(counsellor("s1"), "s1")
		if err != nil || len(all) != 7 || !all[0].Interpreter || len(all[0].Languages) != 2 || all[0].Place != "Raum 2" {
			t.Fatalf("%v %v", all, err)
		}
		for name, change := range map[string]func(*appointment.Offering){
			"from": func(o *appointment.Offering) { o.From-- }, "to": func(o *appointment.Offering) { o.To = o.From - 1 },
			"weekdays": func(o *appointment.Offering) { o.Weekdays = nil }, "times": func(o *appointment.Offering) { o.Times = nil },
			"minutes": func(o *appointment.Offering) { o.Minutes = 1 }, "form": func(o *appointment.Offering) { o.Form = "x" },
			"none":      func(o *appointment.Offering) { o.To = o.From; o.Weekdays = []time.Weekday{time.Sunday} },
			"languages": func(o *appointment.Offering) { o.Languages = []string{"?"} },
			"many":      func(o *appointment.Offering) { o.To = o.From + 360 },
		} {
			bad := good
			change(&bad)
			if _, err := h.OfferSlots(counsellor("s1"), bad, ident.Token()); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.OfferSlots(counsellor("s2"), good, ident.Token()); errs.KindOf(err) != errs.NotFound {
			t.Error("another centre offers for it", err)
		}
		if _, err := h.OfferSlots(public, good, ident.Token()); errs.KindOf(err) != errs.Forbidden {
			t.Error(err)
		}
		h.confirmed(request(slot(all[1].ID)))
		for i, want := range []errs.Kind{-1, errs.Conflict} {
			err := h.RemoveSlot(counsellor("s1"), "s1", all[i].ID, ident.Token())
			if (err == nil) != (want == -1) || err != nil && errs.KindOf(err) != want {
				t.Errorf("%d: %v", i, err)
			}
		}
		if err := h.RemoveSlot(counsellor("s2"), "s2", all[3].ID, ident.Token()); errs.KindOf(err) != errs.NotFound {
			t.Error("another centre removes it", err)
		}
	})
}
