package office_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInABrowser looks at the pages as people do: narrow and wide, mirrored, dark, printed.
func TestPagesInABrowser(t *testing.T) {
	clock := &hands{}
	clock.reset()
	d := dbtest.SQLite(t, clock)
	fill(t, d)
	work(t, d)
	h := newHouse(t, d).asAdministrator()
	if w := h.post(staffPath+"/publish", url.Values{"key": {"k"}}); w.Code >= 400 {
		t.Fatalf("publish: %d", w.Code)
	}
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	const contacts = "&cutoff=2018-09-30&indicator=counselling.contacts"
	for _, c := range []struct {
		name, path string
		view       browser.View
		as         func(h *house) // who looks; nil: the administration
	}{
		{"start-centre", "/start", browser.View{Width: 360}, func(h *house) { h.as(account.Counsellor, authz.Site, "s1") }},
		{"start-network", "/start", browser.View{Dark: true}, func(h *house) { h.as(account.NetworkCoordinator, authz.Network, "n1") }},
		{"start-nation", "/start", browser.View{Width: 360, Lang: "ar"}, nil},
		{"records", "/figures/records?indicator=counselling.total&cutoff=2018-09-30", browser.View{Width: 360, Lang: "ar"}, auditor},
		{"figures-linked", "/figures?by1=sex&by2=form" + contacts, browser.View{}, auditor},
		{"definitions", "/figures/definitions", browser.View{Width: 360}, nil},
		{"definition", "/figures/definitions/counselling.sites.mobile", browser.View{Dark: true}, nil},
		{"figures", "/figures", browser.View{Width: 360}, nil},
		{"figures-bars", "/figures?by1=sex" + contacts, browser.View{}, nil},
		{"figures-line", "/figures?by1=month" + contacts, browser.View{Width: 360, Dark: true}, nil},
		{"figures-map", "/figures?by1=state" + contacts, browser.View{Width: 360, Lang: "ar"}, nil},
		{"figures-cross", "/figures?by1=form&by2=sex" + contacts, browser.View{Print: true}, nil},
		{"figures-wrong", "/figures?by1=no&where1=sex" + contacts, browser.View{Width: 360}, nil},
		{"factsheets", "/factsheets", browser.View{Lang: "en"}, nil},
		{"factsheet", publicPath, browser.View{Width: 360, Lang: "ar"}, nil},
		{"factsheet-check", staffPath + "/check", browser.View{}, nil},
		{"factsheet-publish", "/factsheets/at-a-glance-2018/2018-10-01/publish", browser.View{Dark: true}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.asAdministrator()
			if c.as != nil {
				c.as(h)
			}
			p := b.Open(server.URL+c.path, c.view)
			p.Screenshot(c.name)
			browser.Clean(t, p.Axe(), p.Overflow(), console(p), browser.ValidHTML(p.Source()))
		})
	}
}

// console is what a browser complained about, but for the status of a form that is to be corrected.
func console(p *browser.Page) []string {
	return slices.DeleteFunc(p.Console(), func(line string) bool { return strings.Contains(line, "422") })
}

func auditor(h *house) { h.as(account.Auditor, authz.Nation, "") }

// TestTheScriptHelps chooses a filter's dimension: the words of its values come without another page. And it copies the
// address, where the browser lets it.
func TestTheScriptHelps(t *testing.T) {
	clock := &hands{}
	clock.reset()
	d := dbtest.SQLite(t, clock)
	fill(t, d)
	h := newHouse(t, d).asAdministrator()
	server := httptest.NewServer(h)
	defer server.Close()
	p := browser.New(t).Open(server.URL+"/figures?cutoff=2018-09-30&indicator=counselling.contacts", browser.View{})
	p.Do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => { d.open = true })`))
	p.Do(chromedp.SetValue("#f-where1", "sex"), chromedp.Evaluate[chromedp.Void](`document.querySelector("#f-where1").dispatchEvent(new Event("change", {bubbles: true}))`))
	p.Do(chromedp.WaitReady(`#f-is1-list option[value="weiblich"]`))
	if visible := browser.Get(p, chromedp.Evaluate[bool](`!document.querySelector("[data-copy]").hidden`)); !visible {
		t.Error("on this machine, which browsers trust, there is no button to copy the address")
	}
	browser.Clean(t, p.Axe(), console(p))
}

func TestTheSheetIsTwoPagesOnPaper(t *testing.T) {
	clock := &hands{}
	clock.reset()
	d := dbtest.SQLite(t, clock)
	fill(t, d)
	h := newHouse(t, d).asAdministrator()
	for _, lang := range []string{"de", "en"} {
		w := h.get(staffPath+".pdf", "Accept-Language", lang)
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" {
			t.Fatalf("%s: %d", lang, w.Code)
		}
		for _, part := range []string{"/Count 2", "/Lang (" + lang, "/StructTreeRoot"} {
			if !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: the file has no %q", lang, part)
			}
		}
	}
}
