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
	h.importESCO()
	edit := "/occupations/cook/edit"
	if a := h.do("editor", http.MethodPost, edit, h.page("editor", edit).fill("words_uk", "кухар\nшеф", "esco", tamer)); a.status != http.StatusSeeOther {
		t.Fatal(a.text(".kern-alert"))
	}
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "editor"})
	for name, path := range map[string]string{
		"occupation-list": "/occupations?group=health_care&", "occupation-found": "/occupations?q=pielegniarka&", "occupation-none": "/occupations?q=qqqqq&",
		"occupation": "/occupations/nurse?", "occupation-changed": "/occupations/cook?", "occupation-edit": "/occupations/cook/edit?", "occupation-new": "/occupations/new?",
		"occupation-missing": "/occupations/none?",
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
