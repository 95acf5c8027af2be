package office_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/test/browser"
)

// desk is the office in a browser, as the counsellor of Bremen sees it.
type desk struct {
	*house
	t    *testing.T
	url  string
	b    *browser.Browser
	view browser.View
}

func newDesk(t *testing.T, view browser.View) *desk {
	t.Helper()
	h := newHouse(t, dbtest.SQLite(t, now))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.served.ServeHTTP(w, r.WithContext(casetest.As(bremen)))
	}))
	t.Cleanup(server.Close)
	return &desk{house: h, t: t, url: server.URL, b: browser.New(t), view: view}
}

func (d *desk) open(path string) *browser.Page { return d.b.Open(d.url+path, d.view) }

// value of a field as it stands.
func value(p *browser.Page, id string) string {
	return browser.Get(p, chromedp.Evaluate[string](`document.getElementById("`+id+`").value`))
}

// enter presses the Enter key as a keyboard does, whose second half is not felt when a script took the first: chromedp
// sends both always.
func enter(p *browser.Page) {
	browser.Get(p, func(ctx context.Context, tab *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter",
			Code: "Enter", WindowsVirtualKeyCode: 13, Text: kb.Enter})
	})
}

// clean checks a page as it stands and takes its picture.
func (d *desk) clean(p *browser.Page, name string) {
	d.t.Helper()
	p.Screenshot(name)
	browser.Clean(d.t, p.Axe(), p.Overflow(), browser.ValidHTML(p.Source()))
}

func TestCodesAreTypedInTheBrowser(t *testing.T) {
	d := newDesk(t, browser.View{Width: 1280})
	p := d.open("/cases/new?lang=de")
	type step struct{ field, keys, want string }
	for _, s := range []step{
		{"f-country", "tur" + kb.Tab, "Türkei"},
		{"f-country", "guin" + kb.ArrowDown + kb.Enter, "Guinea-Bissau"},
		{"f-nationality", "syr" + kb.Escape + kb.Tab, "syr"}, // as it was typed: the server knows it too
		{"f-nationality", kb.ArrowDown + kb.Tab, "Guinea-Bissau"},
		{"f-residence_title", "17a" + kb.Enter, "Aufenthaltserlaubnis für Maßnahmen zur Anerkennung (§ 17a AufenthG)"},
		{"f-residence_title", "xyz" + kb.Tab, "xyz"},
	} {
		p.Do(chromedp.Evaluate[chromedp.Void](`document.getElementById("`+s.field+`").value = ""`), chromedp.Focus("#"+s.field))
		for _, key := range s.keys {
			if string(key) == kb.Enter {
				enter(p)
			} else {
				p.Do(chromedp.KeyEvent(string(key)))
			}
		}
		if got := value(p, s.field); got != s.want {
			t.Errorf("%s: %q gives %q, want %q", s.field, s.keys, got, s.want)
		}
	}
	p.Do(chromedp.Focus("#f-country"), chromedp.Evaluate[chromedp.Void](`document.getElementById("f-country").value = ""`), chromedp.KeyEvent("s"))
	d.clean(p, "offers-de-1280")
	p.Do(chromedp.Click("#f-country-offers li:nth-child(2)"))
	if got := value(p, "f-country"); got == "" || got == "s" {
		t.Errorf("a click gives %q", got)
	}
	p.Do(chromedp.Evaluate[chromedp.Void](`document.getElementById("f-language").closest("details").open = true`), chromedp.Focus("#f-language"))
	for _, key := range kb.End + ", ara" + kb.Tab {
		p.Do(chromedp.KeyEvent(string(key)))
	}
	if got := value(p, "f-language"); got != "Deutsch, Arabisch" {
		t.Errorf("languages %q", got)
	}
}

func TestWritingANoteInTheBrowser(t *testing.T) {
	d := newDesk(t, browser.View{Width: 1280})
	if err := d.cases.SaveTextModule(casetest.As(bremen), counselling.TextModule{Site: "s1", Title: "Zuschuss", Body: "Über den Zuschuss informiert."}, ident.Token()); err != nil {
		t.Fatal(err)
	}
	id := d.house.open(bremen, "s1", "2018-10-01")
	p := d.open("/cases/" + id + "/contacts/new?lang=de")
	p.Do(chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.Tab))
	p.Do(chromedp.KeyEvent("Anfang Ende"), chromedp.Evaluate[chromedp.Void](`document.getElementById("f-notes").setSelectionRange(7, 7)`))
	p.Do(chromedp.Evaluate[chromedp.Void](`document.getElementById("f-module").selectedIndex = 1`), chromedp.Click("[data-insert]"))
	if got := value(p, "f-notes"); got != "Anfang Über den Zuschuss informiert.Ende" {
		t.Errorf("the notes are %q", got)
	}
	p.Follow(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl))) // Ctrl and Enter
	c := d.revealed(id)
	if k := c.Contacts[0]; len(c.Contacts) != 2 || strings.Join(k.Contents, " ") != "r2" || !strings.Contains(c.Who.Text(k.ID, "notes"), "Zuschuss") {
		t.Errorf("%+v, %v", c.Contacts, c.Who.Texts)
	}
}

// TestPagesAfterAConflictInTheBrowser looks at the pages that only an answer to a form shows.
func TestPagesAfterAConflictInTheBrowser(t *testing.T) {
	for _, view := range []browser.View{{Width: 1280, Lang: "de"}, {Width: 360, Lang: "ar"}} {
		d := newDesk(t, view)
		d.house.saved("/cases/new", usual(d.page(d.get(bremen, "/cases/new"), 200)))
		id := d.house.open(bremen, "s1", "2018-10-01", "age", "30", "nationality", "SY", "wish", "Arbeiten", "country", "SY")
		send := chromedp.Evaluate[chromedp.Void](`document.querySelector("form.writing").submit()`)
		fill := func(fields ...string) chromedp.Action[chromedp.Void] {
			script := ""
			for i := 0; i+1 < len(fields); i += 2 {
				script += `document.getElementsByName("` + fields[i] + `")[0].` + map[bool]string{true: "checked = true", false: `value = "` + fields[i+1] + `"`}[fields[i+1] == "on"] + ";"
			}
			return chromedp.Evaluate[chromedp.Void](script)
		}
		p := d.open("/cases/new")
		p.Do(fill("themes", "on", "consent_identity", "on", "family_name", "Hadad", "given_name", "Rima", "phone", "0421 555 0100",
			"country", map[string]string{"de": "Gui", "ar": "غين"}[view.Lang]))
		p.Follow(send)
		d.clean(p, "ambiguous-"+view.Lang)
		p.Do(fill("country", "GN"))
		p.Follow(send)
		if p.Status() != http.StatusConflict {
			t.Errorf("status %d", p.Status())
		}
		d.clean(p, "similar-"+view.Lang)

		p = d.open("/cases/" + id + "/edit")
		d.meanwhile(id, 1, counselling.Input{"age": "32", "german_level": "b2"})
		p.Do(fill("age", "31", "nationality", "PL", "wish", "Studieren und danach arbeiten"))
		p.Follow(send)
		if p.Status() != http.StatusConflict {
			t.Errorf("status %d", p.Status())
		}
		d.clean(p, "merge-"+view.Lang)

		degree := "/cases/" + id + "/qualifications/" + d.detail(id).Qualifications[0].ID + "/edit"
		p = d.open(degree)
		if err := d.cases.DeleteQualification(casetest.As(bremen), id, d.detail(id).Qualifications[0].ID, 1, ident.Token()); err != nil {
			t.Fatal(err)
		}
		p.Follow(send)
		d.clean(p, "lost-"+view.Lang)
	}
}
