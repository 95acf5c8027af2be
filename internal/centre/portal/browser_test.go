package portal_test

import (
	"net/http/httptest"
	"testing"

	"openiq/internal/centre/centretest"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right. What the
// console says is looked at in the whole program, which has the portal's script and manifest.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	for name, path := range map[string]string{
		"centres": "/centres", "centres-near": "/centres?q=86150", "centres-wishes": "/centres?q=Bremen&with=phone", "centres-unknown": "/centres?q=Atlantis",
		"centre": "/centres/s1", "centre-mobile": "/centres/s2", "centre-untold": "/centres/s3",
	} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+"/ar"+path, browser.View{Width: 320, NoJS: true, Dark: true})
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
