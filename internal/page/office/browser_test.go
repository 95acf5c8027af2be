package office_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	for _, body := range []string{"## Ja\n\neins\n\n[Eine Seite](/nowhere)\n\n[Andere Seite](https://example.org/gone)", "## Ja\n\nzwei\n\n[Eine Seite](/nowhere)\n\n[Andere Seite](https://example.org/gone)\n\n| a | b |\n|---|---|\n| c | [Name der Stelle] |"} {
		h.send("ann", "/pages/about.de/edit", "textarea", "body", body)
	}
	h.send("ann", "/pages/about.de", button("submit"))
	h.send("bob", "/pages/about.de", button("approve"))
	h.send("ann", "/pages/imprint.de/edit", "textarea", "title", "Neu")
	h.send("ann", "/pages/imprint.de", button("submit"))
	h.do("ann", http.MethodPost, "/pages/links", nil)
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "bob"})
	for name, path := range map[string]string{
		"pages": "/pages?", "pages-links": "/pages/links?", "pages-new": "/pages/new?", "page-public": "/pages/about.de?", "page-review": "/pages/imprint.de?",
		"page-missing": "/pages/plain.de-simple?", "page-edit": "/pages/about.ar/edit?", "page-version": "/pages/about.de/versions/2?",
	} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+path+"lang=ar", browser.View{Width: 320, NoJS: true})
			narrow.Screenshot(name + "-ar-320")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := b.Open(server.URL+path+"lang=de", browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()))
			if wide.Status() == http.StatusOK {
				browser.Clean(t, wide.Console())
			}
			narrow.Close()
			wide.Close()
		})
	}
}
