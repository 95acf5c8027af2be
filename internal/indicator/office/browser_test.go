package office_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestPagesInABrowser looks at the pages as people do: narrow and wide, mirrored, dark, printed.
func TestPagesInABrowser(t *testing.T) {
	clock := &hands{}
	clock.reset()
	d := dbtest.SQLite(t, clock)
	fill(t, d)
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
	}{
		{"figures", "/figures", browser.View{Width: 360}},
		{"figures-bars", "/figures?by1=sex" + contacts, browser.View{}},
		{"figures-line", "/figures?by1=month" + contacts, browser.View{Width: 360, Dark: true}},
		{"figures-map", "/figures?by1=state" + contacts, browser.View{Width: 360, Lang: "ar"}},
		{"figures-cross", "/figures?by1=form&by2=sex" + contacts, browser.View{Print: true}},
		{"figures-wrong", "/figures?by1=no&where1=sex" + contacts, browser.View{Width: 360}},
		{"factsheets", "/factsheets", browser.View{Lang: "en"}},
		{"factsheet", publicPath, browser.View{Width: 360, Lang: "ar"}},
		{"factsheet-check", staffPath + "/check", browser.View{}},
		{"factsheet-publish", "/factsheets/at-a-glance-2018/2018-10-01/publish", browser.View{Dark: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
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
