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
	h.post("editor", errors, h.page("editor", errors).fill("do", "save"))
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "editor"})
	for name, path := range map[string]string{
		"translation-languages": "/translations?", "translation-list": "/translations/ar?q=portal.&", "translation-text": title + "?",
		"translation-plural": errors + "?", "translation-import": "/translations/ar/import?", "translation-people": "/translations/translators?",
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
