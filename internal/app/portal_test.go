package app

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/test/browser"
)

// morePublic are pages of the portal worth looking at that no pattern leads to by itself.
var morePublic = []string{
	"/nowhere",
	"/finder/answer?occupation=nurse&country=SY&place=86150",
	"/centres?q=86150",
}

// allPublic are more of them, for which there is time in make test-full only: the tests of the faces open them, too.
var allPublic = []string{
	"/finder?q=nurse",
	"/finder?q=xqzk",
	"/finder/where?occupation=nurse",
	"/finder/place?occupation=nurse&country=SY",
	"/finder/answer?occupation=baker&country=PL&place=Hamburg&on=2026-12-24",
	"/finder/answer?occupation=nurse&country=TR&abroad=true",
	"/finder/answer/print?occupation=nurse&country=SY&place=86150",
	"/centres?q=nirgendwo",
	"/appointments/new?centre=alpha-s1",
	"/pages/accessibility",
	"/figures/counselling.cases?by=country",
}

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
	all = append(all, morePublic...)
	if full() {
		all = append(all, allPublic...)
	}
	return all
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
	b, documents := browser.New(t), browser.NewStandard(t)
	both := []browser.View{{Width: 1280, Lang: "de"}, {Width: 320, Height: 640, Lang: "ar", Dark: true, NoJS: true}}
	views := slices.Clone(both)
	if full() {
		views = append(views, browser.View{Width: 320, Lang: "tr", Plain: true})
		for _, lang := range languages(t) {
			for _, dark := range []bool{false, true} {
				for _, silent := range []bool{false, true} {
					views = append(views, browser.View{Width: 320, Lang: lang, Dark: dark, NoJS: silent})
				}
			}
		}
	}
	for n, path := range h.publicPages(t) {
		if !full() { // one of the two by turns: the faces look at their pages in both
			views = both[n%2 : n%2+1]
		}
		t.Run(strings.ReplaceAll(strings.Trim(path, "/"), "/", "·"), func(t *testing.T) {
			for _, view := range views {
				look(t, b, h.URL+"/"+view.Lang+path, view, "public"+path, documents)
			}
		})
	}
	browser.Clean(t, documents.Problems())
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

// TestAFirstVisitIsLight weighs what a browser that was never here before loads for a page, beside the fonts.
func TestAFirstVisitIsLight(t *testing.T) {
	const mostBytes, mostRequests = 40 << 10, 6
	h := open(t, dbtest.SQLite(t, now), nil)
	b := browser.New(t)
	for _, path := range []string{"/", "/finder", "/finder/answer?occupation=nurse&country=SY&place=86150", "/centres?q=86150", "/appointments/new?centre=alpha-s1",
		"/figures", "/pages/privacy"} {
		p := b.Private().Open(h.URL+"/ar"+path, browser.View{Width: 360, Lang: "ar"})
		bytes, requests := int64(0), 0
		for _, r := range p.Requests() {
			if r.Kind != "Font" {
				bytes += r.Bytes
				requests++
			}
		}
		if bytes > mostBytes || requests > mostRequests || requests == 0 {
			t.Errorf("%s: %d requests, %d bytes", path, requests, bytes)
		}
		p.Close()
	}
}

// TestTheSiteMapLeadsToPages follows the site map in one language.
func TestTheSiteMapLeadsToPages(t *testing.T) {
	h := open(t, dbtest.SQLite(t, now), nil)
	stranger := h.signIn(t, "")
	status, text := stranger.do(http.MethodGet, "/sitemap.xml", nil)
	var set struct {
		URLs []struct {
			Location   string `xml:"loc"`
			Alternates []struct {
				Language string `xml:"hreflang,attr"`
				Address  string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(text), &set); err != nil || status != http.StatusOK || len(set.URLs) == 0 {
		t.Fatal(status, err, text)
	}
	for _, u := range set.URLs {
		if len(u.Alternates) != len(languages(t)) {
			t.Errorf("%s has %d alternates", u.Location, len(u.Alternates))
		}
		path, german := strings.CutPrefix(u.Location, h.URL+"/de/")
		if !german {
			continue
		}
		if status, body := stranger.do(http.MethodGet, "/de/"+path, nil); status != http.StatusOK || strings.Contains(body, `content="noindex"`) {
			t.Errorf("%s answers %d, or asks not to be found", u.Location, status)
		}
	}
	if _, robots := stranger.do(http.MethodGet, "/robots.txt", nil); !strings.Contains(robots, "Sitemap: "+h.URL+"/sitemap.xml") {
		t.Error(robots)
	}
}

// TestThePortalCanBeInstalled follows what a device reads to keep the portal like an app.
func TestThePortalCanBeInstalled(t *testing.T) {
	h := open(t, dbtest.SQLite(t, now), nil)
	stranger := h.signIn(t, "")
	status, text := stranger.do(http.MethodGet, "/ar/app.webmanifest", nil)
	var m appManifest
	if err := json.Unmarshal([]byte(text), &m); err != nil || status != http.StatusOK {
		t.Fatal(status, err, text)
	}
	if m.StartURL != "/ar/" || m.Dir != "rtl" || m.Display != "standalone" || len(m.Icons) != 2 {
		t.Errorf("%+v", m)
	}
	_, page := stranger.do(http.MethodGet, "/ar/", nil)
	for _, icon := range m.Icons {
		if status, body := stranger.do(http.MethodGet, icon.Source, nil); status != http.StatusOK || http.DetectContentType([]byte(body)) == "application/octet-stream" {
			t.Errorf("%s answers %d", icon.Source, status)
		}
		if !strings.Contains(page, icon.Source) {
			t.Errorf("the page does not name %s", icon.Source)
		}
	}
}
