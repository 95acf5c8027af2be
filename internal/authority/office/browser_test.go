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
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "editor"})
	for name, path := range map[string]string{
		"authority-list": "/authorities/all?state=HE&", "authority-rules": "/authorities/rules?state=HE&", "authority": "/authorities/hlfgp?",
		"authority-ask": "/authorities?", "authority-answer": "/authorities?occupation=nurse&state=HE&abroad=true&",
		"authority-several": "/authorities?occupation=baker&state=SN&", "authority-meant": "/authorities?occupation=Lehr&",
		"authority-gaps": "/authorities/gaps?", "authority-gaps-of": "/authorities/gaps?state=BW&",
		"authority-edit": "/authorities/hlfgp/edit?", "authority-rule-edit": "/authorities/rules/agriculture_bw/edit?",
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
