package portal_test

import (
	"net/http/httptest"
	"testing"

	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	turn := &hands{}
	turn.set("2018-09-20")
	d := dbtest.SQLite(t, turn)
	fill(t, d)
	turn.set("2018-10-15")
	server := httptest.NewServer(newHouse(t, d, turn))
	defer server.Close()
	b := browser.New(t)
	for name, path := range map[string]string{"public-figures": "/figures", "public-figure": "/figures/counselling.cases"} {
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
