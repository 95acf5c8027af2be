package office_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"openiq/internal/centre/centretest"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "head"})
	for name, path := range map[string]string{
		"centre-list": "/centres?", "centre-lacking": "/centres?show=lacking&", "centre-told": "/centres/s1?", "centre-dates": "/centres/s2?",
		"centre-edit": "/centres/s1/edit?", "centre-stop": "/centres/s2/stops/a?", "centre-stop-new": "/centres/s2/stops/new?",
	} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+path+"lang=ar", browser.View{Width: 320, NoJS: true})
			narrow.Screenshot(name + "-ar-320")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := b.Open(server.URL+path+"lang=de", browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()), wide.Console())
			narrow.Close()
			wide.Close()
		})
	}
}
