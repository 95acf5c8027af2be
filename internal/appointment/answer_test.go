package appointment_test

import (
	"testing"
	"time"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// offer is a time on Friday morning.
func (h *house) offer() appointment.Offer {
	return appointment.Offer{Day: h.Today() + 4, Time: 10 * 60, Minutes: 30, Form: centre.Phone, Word: "Wir rufen an."}
}

func TestACentreOffersATimeAndThePersonAccepts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.confirmed(request())
		a := h.version(token)
		h.ok(h.Offer(counsellor("s1"), a, h.offer()))
		h.ok(h.Offer(counsellor("s1"), a, h.offer())) // sent again
		if news, got, _ := h.letter(); news != "offered" || got != token {
			t.Errorf("%s %s", news, got)
		}
		if err := h.Held(counsellor("s1"), appointment.Answer{ID: a.ID, Version: a.Version, Key: "other"}); errs.KindOf(err) != errs.Conflict {
			t.Error("an answer to what has changed since", err)
		}
		r := h.state(token, appointment.Offered)
		if r.Details.Word != "Wir rufen an." || r.Form != centre.Phone {
			t.Errorf("%+v", r)
		}
		for range 2 {
			h.ok(h.Accept(public, token))
			h.state(token, appointment.Booked)
		}
		h.clock.pass(4*24*time.Hour + appointment.KeepFor)
		h.ok(h.Tidy(public))
		if r := h.state(token, appointment.Done); r.Details.Email != "" || h.count("SELECT COUNT(*) FROM appointment WHERE contact <> ''") != 0 {
			t.Errorf("what it said is kept: %+v", r.Details)
		}
	})
}

func TestACentreOffersASlotAndThePersonRefuses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token, s := h.confirmed(request()), h.slots(1)[0]
		h.ok(h.Offer(counsellor("s1"), h.version(token), appointment.Offer{Slot: s.ID}))
		if free, _ := h.Free(public, "s1", 5); len(free) != 0 {
			t.Error("others can take the slot")
		}
		h.ok(h.Refuse(public, token, nil))
		if free, _ := h.Free(public, "s1", 5); len(free) != 1 {
			t.Error("the slot is not free again")
		}
		h.ok(h.Wish(public, token, []string{"3am", "3am"}))
		if r := h.state(token, appointment.Waiting); len(r.Details.Wishes) != 1 || r.Starts != 0 {
			t.Errorf("%+v", r)
		}
		if err := h.Wish(public, token, []string{"never"}); errs.KindOf(err) != errs.Invalid {
			t.Error(err)
		}
		if err := h.Accept(public, token); errs.KindOf(err) != errs.Conflict {
			t.Error("nothing is offered", err)
		}
	})
}

func TestACentreDeclinesWithAReason(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.confirmed(request())
		for _, bad := range [][2]string{{"", ""}, {"lazy", ""}, {appointment.ReasonOther, "s9"}} {
			if err := h.Decline(counsellor("s1"), h.version(token), bad[0], bad[1], ""); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%v: %v", bad, err)
			}
		}
		h.ok(h.Decline(counsellor("s1"), h.version(token), appointment.ReasonOther, "s2", ""))
		if news, _, _ := h.letter(); news != "declined" {
			t.Error(news)
		}
		if r := h.state(token, appointment.Declined); r.Other != "s2" {
			t.Errorf("%+v", r)
		}
		for name, err := range map[string]error{"offer": h.Offer(counsellor("s1"), h.version(token), h.offer()), "accept": h.Accept(public, token),
			"wish": h.Wish(public, token, nil)} {
			if errs.KindOf(err) != errs.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestOthersDoNotSeeARequest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.confirmed(request())
		id := h.own(token).ID
		elsewhere := counsellor("s2")
		for name, err := range map[string]error{
			"get": second(h.Get(elsewhere, id)), "list": second(h.List(elsewhere, "s1", false)), "offer": h.Offer(elsewhere, h.version(token), h.offer()),
			"held": h.Held(elsewhere, h.version(token)), "opened": h.Opened(elsewhere, id), "nobody's": second(h.Get(elsewhere, "nobody")),
		} {
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Get(public, id); errs.KindOf(err) != errs.Forbidden {
			t.Error(err)
		}
		if n, err := h.CountWaiting(elsewhere); n != 0 || err != nil {
			t.Error(n, err)
		}
		if n, err := h.CountWaiting(counsellor("s1")); n != 1 || err != nil {
			t.Error(n, err)
		}
		before := h.count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'read'")
		if r, err := h.Get(counsellor("s1"), id); err != nil || r.Details.Email != "ada@example.org" {
			t.Error(r, err)
		}
		if h.count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'read'") != before+1 {
			t.Error("that somebody looked is not noted")
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestACaseThatIsOpenedEmptiesTheRequest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.confirmed(request())
		id := h.own(token).ID
		for range 2 {
			h.ok(h.Opened(counsellor("s1"), id))
		}
		if r := h.state(token, appointment.Done); r.Details.Name != "" || h.count("SELECT COUNT(*) FROM appointment WHERE sealed <> '' OR contact <> ''") != 0 {
			t.Error("it still says who asked")
		}
		withdrawn := h.confirmed(request(from("eve@example.org")))
		for range 2 {
			h.ok(h.Withdraw(public, withdrawn))
		}
		if h.state(withdrawn, appointment.Withdrawn); h.count("SELECT COUNT(*) FROM appointment WHERE sealed <> '' OR contact <> ''") != 0 {
			t.Error("it still says who asked")
		}
	})
}

func TestTheWaitingTimeIsWhatPeopleWaited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		wait := func() appointment.Wait {
			w, err := h.Wait(public, "s1")
			h.ok(err)
			return w
		}
		h.confirmed(request(from("waiting@example.org")))
		for i, days := range []int32{9, 2, 5, 30, 4} {
			if w := wait(); w.Known || w.People != 1 {
				t.Errorf("after %d answers: %+v", i, w)
			}
			token := h.confirmed(request(from(string(rune('a'+i)) + "@example.org")))
			o := h.offer()
			o.Day = h.Today() + clock.Day(days)
			h.ok(h.Offer(counsellor("s1"), h.version(token), o))
			h.letters()
			h.ok(h.Refuse(public, token, nil)) // the first day counts
			h.ok(h.Offer(counsellor("s1"), h.version(token), appointment.Offer{Day: o.Day + 40, Time: 600, Minutes: 30, Form: centre.Phone}))
			h.letters()
		}
		if w := wait(); !w.Known || w.Days != 5 || w.People != 1 {
			t.Errorf("%+v", w)
		}
		h.clock.pass(91 * 24 * time.Hour)
		if w := wait(); w.Known {
			t.Errorf("what was long ago counts: %+v", w)
		}
	})
}
