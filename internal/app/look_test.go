package app

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"openiq/test/browser"
)

// full says that time does not matter: make test-full.
func full() bool { return os.Getenv("OPENIQ_FULL") != "" }

// look opens a page, checks it as a reader with any browser, any eyes and no mouse would, and keeps it for the standard.
func look(t *testing.T, b *browser.Browser, address string, view browser.View, picture string, documents *browser.Standard) {
	t.Helper()
	p := b.Open(address, view)
	defer p.Close()
	want := http.StatusOK
	if strings.HasSuffix(address, "/nowhere") {
		want = http.StatusNotFound
	}
	if status := p.Status(); status != want {
		t.Errorf("answers %d", status)
	}
	p.Screenshot(name(picture, view))
	if view.Plain { // it need not be pretty, only readable
		browser.Clean(t, p.Overflow())
		return
	}
	browser.Clean(t, p.Axe(), p.Overflow(), p.Console(), browser.ValidHTML(p.Source()))
	browser.Clean(t, p.Keyboard())
	documents.Keep(address, p.Source())
}

// name is that of a picture of the address in the view.
func name(url string, v browser.View) string {
	return strings.NewReplacer("/", "_", "?", "_", "&", "_", "=", "-").Replace(strings.Trim(url, "/")) + "-" + v.Lang
}
