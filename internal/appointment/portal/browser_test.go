package portal_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/centre/centretest"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	server := httptest.NewServer(h)
	defer server.Close()
	slots := h.slots()
	own := func(email, slot string) string {
		_, err := h.service.Ask(context.Background(), appointment.Ask{Site: "s1", Slot: slot, Form: centre.InPerson, Language: "ar",
			Details: appointment.Details{Email: email, Lang: "ar", Base: "https://iq.example.org", Wishes: []string{"1am"}}}, ident.Token())
		must(t, err)
		link := linkIn(t, h.letter())
		must(t, h.service.ConfirmLink(context.Background(), link[strings.LastIndex(link, "/")+1:]))
		return strings.TrimPrefix(link, "/ar")
	}
	b := browser.New(t)
	for name, path := range map[string]string{"appointment-new": "/appointments/new?centre=s1", "appointment-mine": "/appointments/mine",
		"appointment-waiting": own("ada@example.org", ""), "appointment-booked": own("eve@example.org", slots[0].ID)} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+"/ar"+path, browser.View{Width: 320, NoJS: true})
			narrow.Screenshot(name + "-ar-320")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := b.Open(server.URL+"/de"+path, browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()))
			narrow.Close()
			wide.Close()
		})
	}
}
