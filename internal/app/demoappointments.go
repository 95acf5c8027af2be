package app

import (
	"context"
	"fmt"
	"time"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// demoRequest is somebody invented who asks for an appointment.
type demoRequest struct {
	name, language, text string
	wishes               []string
}

var demoRequests = []demoRequest{
	{"Frau Haddad", "ar", "Ich bin Krankenschwester und möchte in Deutschland arbeiten.", []string{"1am", "2am", "4am"}},
	{"Oleksandr", "uk", "Я інженер-електрик. Чи потрібне мені визнання?", []string{"2pm", "3pm"}},
	{"", "en", "I have a letter from the authority and do not understand it.", []string{"1am", "1pm", "5am"}},
	{"Herr Yılmaz", "tr", "", []string{"3am", "4am", "5am"}},
	{"Maryam", "fa", "", []string{"2am"}},
	{"Frau Popescu", "ro", "Sunt profesoară de matematică.", nil},
}

// askDemo lets invented people wait for an appointment at a centre, which offers free slots in the next two weeks. Their
// telephone numbers are of those that the Bundesnetzagentur keeps free for films.
func askDemo(ctx context.Context, s *appointment.Service, site string) error {
	c, err := s.Centre(ctx, site)
	if errs.KindOf(err) == errs.NotFound { // it is closed on the day of the demo
		return nil
	}
	if err != nil {
		return err
	}
	for i, r := range demoRequests {
		ask := appointment.Ask{Site: site, Form: c.Forms[i%len(c.Forms)], Language: r.language, Details: appointment.Details{Name: r.name,
			Phone: fmt.Sprintf("030 23125 %03d", 700+i), Text: r.text, Wishes: r.wishes, Lang: r.language}}
		receipt, err := s.Ask(ctx, ask, ident.Token())
		if err == nil {
			_, err = s.ConfirmPhone(ctx, receipt.Ticket)
		}
		if err != nil {
			return err
		}
	}
	offered := appointment.Offering{Site: site, From: s.Today() + 1, To: s.Today() + 14, Minutes: 60, Form: c.Forms[0], Languages: []string{"de", "en"},
		Weekdays: []time.Weekday{time.Tuesday, time.Thursday}, Times: []centre.Time{9 * 60, 10*60 + 30, 14 * 60}}
	if _, err := s.OfferSlots(ctx, offered, ident.Token()); err != nil {
		return err
	}
	offered.Weekdays, offered.Times = []time.Weekday{time.Wednesday}, []centre.Time{13 * 60, 15 * 60}
	offered.Languages, offered.Interpreter = []string{"ar", "uk"}, true
	_, err = s.OfferSlots(ctx, offered, ident.Token())
	return err
}
