package portal_test

import (
	"net/http/httptest"
	"testing"

	"openiq/internal/page"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	slug := h.publish(page.Content{Title: "Neue Beratungsstelle", Summary: "Kurz gesagt.", Day: clock.MustDay("2026-11-20"),
		Body: "# Mehr\n\n> Ein Satz.\n\n1. eins\n2. zwei\n\n[Andere Seite](https://example.org/sehr/lange/adresse/" + slug200 + ")\n\n| Ort | Tag | Zeit | Sprache | Adresse |\n|---|---|---|---|---|\n| Musterstadt | Montag | 10:00 | Arabisch | Beispielstraßenlangername 1 |"})
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	paths := map[string]string{"portal-news": "/news", "portal-news-item": "/news/" + slug}
	for _, slug := range page.Slugs {
		paths["portal-"+slug] = "/pages/" + slug
	}
	for name, path := range paths {
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

// slug200 is a word that no line can break.
const slug200 = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
