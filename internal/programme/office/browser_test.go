package office_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"openiq/test/browser"
)

func TestInTheBrowser(t *testing.T) {
	h := furnished(t)
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "admin"})
	for _, path := range []string{"/network", "/network/projects", "/network/sites", "/network/networks/n1", "/network/networks/n1/split", "/network/sites/s1/edit", "/network/rounds"} {
		wide := b.Open(server.URL+path, browser.View{Lang: "de"})
		browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Console(), browser.ValidHTML(wide.Source()))
		narrow := b.Open(server.URL+path, browser.View{Width: 360, Lang: "ar", Dark: true})
		browser.Clean(t, narrow.Axe(), narrow.Overflow(), narrow.Console())
	}
	forms := b.Open(server.URL+"/network/sites/s1/edit", browser.View{Lang: "de"})
	browser.Clean(t, forms.Keyboard())
}

// Without scripts a form is sent, comes back with what was typed, and is stored when it is right.
func TestWithoutJavaScript(t *testing.T) {
	h := furnished(t)
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	b.SetCookie(server.URL, &http.Cookie{Name: "who", Value: "n1"})
	p := b.Open(server.URL+"/network/sites/s1/edit", browser.View{Width: 360, Lang: "de", NoJS: true})
	p.Follow(chromedp.SetValue("#f-postcode", "123"), chromedp.Click("main form button[type=submit]"))
	if p.Status() != http.StatusBadRequest {
		t.Fatalf("a wrong postcode: %d", p.Status())
	}
	browser.Clean(t, p.Axe(), p.Overflow(), browser.ValidHTML(p.Source()))
	p.Follow(chromedp.SetValue("#f-postcode", "28199"), chromedp.Click("main form button[type=submit]"))
	if p.Status() != http.StatusOK || h.directory().Site("s1").Postcode != "28199" {
		t.Errorf("%d, stored %q", p.Status(), h.directory().Site("s1").Postcode)
	}
}
