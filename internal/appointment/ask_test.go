package appointment_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/appointment"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

func TestARequestCountsOnceItIsConfirmed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.ask(request())
		if list, err := h.List(counsellor("s1"), "s1", false); err != nil || len(list) != 0 || !r.Mail {
			t.Fatalf("the centre sees it before it is confirmed: %v %v", list, err)
		}
		news, token, code := h.letter()
		if news != "confirm" || len(code) != 6 || appointment.NormalToken(strings.ToLower(appointment.NoteToken(token))) != token {
			t.Fatalf("%s %s %s", news, token, code)
		}
		h.state(token, appointment.Unconfirmed)
		for range 3 { // replayed
			h.ok(h.ConfirmLink(public, token))
			if got, err := h.ConfirmCode(public, r.Ticket, code[:3]+" "+code[3:]); got != token || err != nil {
				t.Fatal(got, err)
			}
		}
		own := h.state(token, appointment.Waiting)
		if !own.Verified || own.Details.Code != "AB12CD34" || own.Details.Wishes[0] != "1pm" {
			t.Errorf("%+v %+v", own, own.Details)
		}
		list, err := h.List(counsellor("s1"), "s1", false)
		if err != nil || len(list) != 1 || list[0].Details.Name != "Ada" {
			t.Errorf("%v %v", list, err)
		}
		for _, column := range []string{"sealed", "contact", "token"} {
			for _, secret := range []string{"example.org", "Krankenschwester", token} {
				if h.count("SELECT COUNT(*) FROM appointment WHERE "+column+" LIKE '%"+secret+"%'") != 0 {
					t.Errorf("%s can be read in the database", column)
				}
			}
		}
	})
}

func TestACodeIsNotGuessed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.ask(request())
		_, token, code := h.letter()
		wrong := "000000"
		if code == wrong {
			wrong = "000001"
		}
		for range 5 {
			if _, err := h.ConfirmCode(public, r.Ticket, wrong); !strings.Contains(fmt.Sprint(err), appointment.KeyCode) {
				t.Fatal(err)
			}
		}
		if _, err := h.ConfirmCode(public, r.Ticket, code); errs.KindOf(err) != errs.Invalid {
			t.Error("one may go on guessing", err)
		}
		for _, ticket := range []string{"", "x", r.Ticket[:len(r.Ticket)-4] + "AAAA"} {
			if _, err := h.ConfirmCode(public, ticket, code); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%q: %v", ticket, err)
			}
		}
		h.state(token, appointment.Unconfirmed)
		if err := h.ConfirmLink(public, "0123456789ABCDEF"); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
		h.ok(h.ConfirmLink(public, token)) // the link is not guessed, and goes on working
	})
}

func TestWhatIsNotConfirmedIsGoneAfterADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.ask(request())
		_, token, code := h.letter()
		h.clock.pass(appointment.ConfirmWithin)
		if err := h.ConfirmLink(public, token); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
		if _, err := h.ConfirmCode(public, r.Ticket, code); errs.KindOf(err) != errs.Invalid {
			t.Error(err)
		}
		h.ok(h.Tidy(public))
		if h.count("SELECT COUNT(*) FROM appointment") != 0 {
			t.Error("it is still there")
		}
	})
}

func TestWhatNobodyAnswersIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.confirmed(request())
		h.clock.pass(appointment.WaitAtMost - time.Hour)
		h.ok(h.Tidy(public))
		h.state(token, appointment.Waiting)
		h.clock.pass(time.Hour)
		h.ok(h.Tidy(public))
		if r := h.state(token, appointment.Done); r.Details.Email != "" {
			t.Error("it still says who asked")
		}
	})
}

func TestTheSameRequestSentOftenIsOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		key := ident.Token()
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				if r, err := h.Ask(public, request(), key); err != nil || !r.Mail {
					t.Error(r, err)
				}
			})
		}
		all.Wait()
		if n := h.count("SELECT COUNT(*) FROM appointment"); n != 1 || len(h.letters()) != 1 {
			t.Errorf("%d requests", n)
		}
	})
}

// TestACorrectedAddressIsAnotherRequest goes back to a form that was sent and sends it again with the right address.
func TestACorrectedAddressIsAnotherRequest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		wrong, right, key := request(), request(), ident.Token()
		right.Email = "ada.right@example.org"
		for _, one := range []appointment.Ask{wrong, right, right} {
			if _, err := h.Ask(public, one, key); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count("SELECT COUNT(*) FROM appointment"); n != 2 {
			t.Errorf("%d requests: one went to a wrong address, one to the right one", n)
		}
	})
}

func TestTheSamePersonFromAnotherTabIsKnown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.ask(request())
		_, token, code := h.letter()
		r := h.ask(request(from("ADA@example.org")))
		if _, again, sameCode := h.letter(); again != token || sameCode != code || h.count("SELECT COUNT(*) FROM appointment") != 1 {
			t.Error("a second request was stored")
		}
		if got, err := h.ConfirmCode(public, r.Ticket, code); err != nil || got != token {
			t.Error(got, err)
		}
		for range 5 {
			h.ask(request())
		}
		if n := len(h.letters()); n != 1 {
			t.Errorf("%d more mails: somebody's mailbox can be filled", n)
		}
	})
}

func TestAContactHasFewOpenRequests(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 5 {
			if r := h.ask(request()); r.Ticket == "" || !r.Mail {
				t.Error("the answer tells that there are others")
			}
			h.clock.pass(25 * time.Hour)
			h.letters()
		}
		for day := range 5 {
			h.ask(request(from("eve@example.org")))
			for _, l := range h.letters() {
				h.ok(h.ConfirmLink(public, l[1]))
			}
			h.clock.pass(25 * time.Hour)
			if n, want := h.count("SELECT COUNT(*) FROM appointment WHERE state = 'waiting'"), min(day+1, 3); n != want {
				t.Errorf("day %d: %d requests, want %d", day, n, want)
			}
		}
	})
}

func TestByPhoneASecondStepConfirms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first, second := h.ask(request(byPhone)), h.ask(request(byPhone, func(a *appointment.Ask) { a.Phone = "+49 (421) 12-34-56" }))
		if first.Mail || len(h.letters()) != 0 {
			t.Fatal("a mail to nobody")
		}
		token, err := h.ConfirmPhone(public, first.Ticket)
		h.ok(err)
		if own := h.state(token, appointment.Waiting); own.Verified {
			t.Error("nobody has verified the number")
		}
		other, err := h.ConfirmPhone(public, second.Ticket)
		if err != nil || other == token || appointment.NormalToken(other) == "" {
			t.Errorf("the answer to the same number is another one: %q %v", other, err)
		}
		if n := h.count("SELECT COUNT(*) FROM appointment WHERE state = 'waiting'"); n != 1 {
			t.Errorf("%d requests count", n)
		}
		byMail := h.ask(request())
		if _, err := h.ConfirmPhone(public, byMail.Ticket); errs.KindOf(err) != errs.Invalid {
			t.Error("a mail address need not be confirmed", err)
		}
	})
}

func TestWhatIsAskedForIsChecked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for field, change := range map[string]func(*appointment.Ask){
			"form":     func(a *appointment.Ask) { a.Form = "by pigeon" },
			"language": func(a *appointment.Ask) { a.Language = "'; DROP TABLE appointment; --" },
			"email":    from("ada@example.org\r\nBcc: eve@example.org"),
			"phone":    func(a *appointment.Ask) { a.Phone = "<script>" },
			"code":     func(a *appointment.Ask) { a.Code = "../../etc" },
			"name":     func(a *appointment.Ask) { a.Name = strings.Repeat("ا", appointment.MostName+1) },
			"text":     func(a *appointment.Ask) { a.Text = strings.Repeat("x", appointment.MostText+1) },
			"wishes":   func(a *appointment.Ask) { a.Wishes = []string{"8am"} },
		} {
			_, err := h.Ask(public, request(change), ident.Token())
			var e *errs.Error
			if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := h.Ask(public, request(func(a *appointment.Ask) { a.Email = "" }), ident.Token()); errs.KindOf(err) != errs.Invalid {
			t.Error("nobody can be reached", err)
		}
		for _, site := range []string{"", "s9"} {
			if _, err := h.Ask(public, request(func(a *appointment.Ask) { a.Site = site }), ident.Token()); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%q: %v", site, err)
			}
		}
		strange := "<b>Robert'); DROP TABLE appointment;--</b>\n{{.}} \u202e%s"
		token := h.confirmed(request(func(a *appointment.Ask) { a.Text = strange }))
		if got := h.own(token).Details.Text; got != strange {
			t.Errorf("%q", got)
		}
	})
}
