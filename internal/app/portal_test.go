package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/test/browser"
)

// morePublic are pages of the portal worth looking at that no pattern leads to by itself.
var morePublic = []string{"/nowhere"}

// publicPages are the addresses of all pages of the portal, without the language.
func (h *house) publicPages(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, route := range h.program.PortalRoutes() {
		method, _, _ := strings.Cut(route.Pattern, " ")
		if at := address(t, route.Pattern, alpha); method == http.MethodGet && !notPage(at) && !strings.Contains(at, "nobody") {
			all = append(all, at)
		}
	}
	return append(all, morePublic...)
}

func languages(t *testing.T) []string {
	t.Helper()
	b, err := i18n.NewPortal()
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, l := range b.Languages() {
		tags = append(tags, l.Tag)
	}
	return tags
}

// TestEveryPublicPage opens every page of the portal and checks it as a reader with any browser, any eyes and no mouse would.
func TestEveryPublicPage(t *testing.T) {
	h := open(t, dbtest.SQLite(t, now), nil)
	b := browser.New(t)
	views := []browser.View{{Width: 1280, Lang: "de"}, {Width: 320, Height: 640, Lang: "ar", Dark: true, NoJS: true}}
	if full() {
		for _, lang := range languages(t) {
			for _, dark := range []bool{false, true} {
				for _, silent := range []bool{false, true} {
					views = append(views, browser.View{Width: 320, Lang: lang, Dark: dark, NoJS: silent})
				}
			}
		}
	}
	for _, path := range h.publicPages(t) {
		t.Run(strings.ReplaceAll(strings.Trim(path, "/"), "/", "·"), func(t *testing.T) {
			for i, view := range views {
				p := b.Open(h.URL+"/"+view.Lang+path, view)
				if status := p.Status(); status != http.StatusOK && path != "/nowhere" {
					t.Errorf("answers %d", status)
				}
				p.Screenshot(name("public"+path, view))
				browser.Clean(t, p.Axe(), p.Overflow(), p.Console(), browser.ValidHTML(p.Source()))
				if i == 0 || full() {
					browser.Clean(t, p.Keyboard())
				}
				p.Close()
			}
		})
	}
}

// strayKey is the key of a text where its words should be.
var strayKey = regexp.MustCompile(`>\s*(?:portal|code|error|ui|shell|date)\.[a-z0-9_]+[a-z0-9_.]*\s*<`)

// TestEveryPublicRoute asks for every address of the portal in every language, with what exists and what does not, and with
// an empty form: nobody has to sign in, nothing fails, no text is missing.
func TestEveryPublicRoute(t *testing.T) {
	tags := languages(t)
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		h := open(t, d, nil)
		stranger := h.signIn(t, "")
		for _, route := range h.program.PortalRoutes() {
			if route.Action != authz.Public {
				t.Errorf("%s needs %s, and nobody signs in on the portal", route.Pattern, route.Action)
			}
			method, _, _ := strings.Cut(route.Pattern, " ")
			for _, lang := range tags {
				for _, whose := range []int{alpha, nobody} {
					at := "/" + lang + address(t, route.Pattern, whose)
					status, body := stranger.do(method, at, url.Values{})
					if status >= http.StatusInternalServerError || status == http.StatusUnauthorized || status == http.StatusForbidden {
						t.Errorf("%s %s answers %d", method, at, status)
					}
					if key := strayKey.FindString(body); key != "" {
						t.Errorf("%s shows the key %s", at, key)
					}
				}
			}
		}
	})
}
