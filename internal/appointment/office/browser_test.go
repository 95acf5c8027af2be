package office_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/centre/centretest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	server := httptest.NewServer(h)
	defer server.Close()
	_, err := h.service.OfferSlots(authz.With(t.Context(), people["augsburg"]), appointment.Offering{Site: "s1", From: centretest.Today + 1, To: centretest.Today + 1,
		Weekdays: []time.Weekday{time.Tuesday}, Times: []centre.Time{540, 600}, Minutes: 30, Form: centre.Phone, Languages: []string{"ar"}}, ident.Token())
	must(t, err)
	request := h.asked("ada@example.org")
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "both"})
	for name, path := range map[string]string{"requests": "/requests?site=s1&", "request": "/requests/" + request + "?", "slots": "/slots?site=s1&", "requests-none": "/requests?site=s3&"} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+path+"lang=ar", browser.View{Width: 320, NoJS: true})
			narrow.Screenshot(name + "-ar-320")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := b.Open(server.URL+path+"lang=de", browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), wide.Console(), browser.ValidHTML(wide.Source()))
			narrow.Close()
			wide.Close()
		})
	}
}
