package portal_test

import (
	"net/http/httptest"
	"testing"

	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	server := httptest.NewServer(newHouse(t, dbtest.SQLite(t, now)))
	defer server.Close()
	b := browser.New(t)
	for name, path := range map[string]string{"portal-feedback": "/feedback?page=/centres&kind=accessibility", "portal-thanks": "/feedback/thanks?page=/centres"} {
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
