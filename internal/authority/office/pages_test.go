package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"openiq/internal/authority"
	"openiq/internal/platform/db/dbtest"
)

func TestTheAnswerWithItsReason(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	for _, c := range []struct {
		name, query string
		want, not   []string
	}{
		{"certain", "occupation=nurse&state=HE&origin=third&abroad=true", []string{"Diese Stelle entscheidet", "§§ 40 ff. PflBG", "Für Anträge aus dem Ausland", "22. November 2026"}, []string{"anerkennung-in-deutschland.de"}},
		{"several", "occupation=baker&state=SN", []string{"Eine dieser Stellen entscheidet", "Chemnitz", "Dresden", "Leipzig", "anerkennung-in-deutschland.de"}, []string{"Für Anträge"}},
		{"by place", "occupation=baker&place_of_work=50667", []string{"Diese Stelle entscheidet", "Handwerkskammer zu Köln"}, []string{"Düsseldorf"}},
		{"a place in two districts", "occupation=baker&place_of_work=Neustadt", []string{"Eine dieser Stellen entscheidet", "Chemnitz", "Leipzig"}, []string{"Köln"}},
		{"a place of unknown district", "occupation=baker&place_of_work=Zwickau", []string{"Eine dieser Stellen entscheidet", "Chemnitz", "Leipzig"}, []string{"Köln"}},
		{"a place in the chosen Land", "occupation=baker&state=ST&place_of_work=Halle", []string{"Handwerkskammer Halle"}, []string{"Ostwestfalen"}},
		{"nobody known", "occupation=childhood_pedagogue&state=NI", []string{"Wir wissen nicht sicher", "anerkennung-in-deutschland.de", "Hochschule in Niedersachsen"}, nil},
		{"in the past", "occupation=nurse&state=HE&on=1.6.2020", []string{"Regierungspräsidium Darmstadt"}, []string{"HLfGP"}},
		{"by its title", "occupation=" + url.QueryEscape("Bäcker / Bäckerin") + "&state=BE", []string{"Handwerkskammer Berlin"}, nil},
	} {
		main := h.page("reader", "/authorities?"+c.query).text("main")
		for _, want := range c.want {
			if !strings.Contains(main, want) {
				t.Errorf("%s: the page lacks %q: %s", c.name, want, main[max(0, len(main)-900):])
			}
		}
		for _, not := range c.not {
			if strings.Contains(main, not) {
				t.Errorf("%s: the page has %q", c.name, not)
			}
		}
	}
}

func TestAQuestionThatCannotBeAsked(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	for query, field := range map[string]string{
		"occupation=wizard":                                 "occupation",
		"occupation=" + url.QueryEscape("' OR 1=1"):         "occupation",
		"occupation=nurse&state=Hessen":                     "state",
		"occupation=nurse&state=HE&place_of_work=50667":     "place_of_work",
		"occupation=nurse&origin=moon":                      "origin",
		"occupation=nurse&on=neulich":                       "on",
		"occupation=" + strings.Repeat("%F0%9F%92%89", 500): "occupation",
	} {
		a := h.do("reader", http.MethodGet, "/authorities?"+query, nil)
		if a.status != http.StatusBadRequest || a.text("#f-"+field+"-error") == "" {
			t.Errorf("%.60s: %d: %s", query, a.status, a.text(".kern-alert"))
		}
	}
	a := h.do("reader", http.MethodGet, "/authorities?state=HE&occupation=Lehr", nil)
	if links := a.Find("main section a[href*='occupation=']"); links.Length() < 2 || !strings.Contains(links.First().AttrOr("href", ""), "state=HE") {
		t.Errorf("what may be meant is not on offer: %s", a.text("main"))
	}
}

func TestListsAreFiltered(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	list := h.page("reader", "/authorities/all?state=HE&kind=land").text("table")
	if !strings.Contains(list, "Darmstadt") || strings.Contains(list, "Handwerkskammer") || strings.Contains(list, "Trier") {
		t.Errorf("the authorities of Hesse: %s", list)
	}
	if h.page("reader", "/authorities/all?q=zzzz").Find("table").Length() != 0 {
		t.Error("nothing found shows a table")
	}
	first := h.page("reader", "/authorities/all")
	next := first.Find(".pager a").Last().AttrOr("href", "")
	if first.Find("tbody tr").Length() != 100 || h.page("reader", next).Find("tbody tr").Length() != 100 {
		t.Errorf("a page has %d rows", first.Find("tbody tr").Length())
	}
	rules := h.page("reader", "/authorities/rules?state=HE&group=health_care")
	if rules.Find("tbody tr").Length() != 2 || rules.Find("main a[href$='/edit']").Length() != 0 {
		t.Errorf("the rules about nursing in Hesse, without a link to edit: %s", rules.text("table"))
	}
	gaps := h.page("editor", "/authorities/gaps?state=BW")
	if text := gaps.text("main"); !strings.Contains(text, "Es entscheidet ein Regierungspräsidium.") || gaps.Find("a[href='/authorities/rules/agriculture_bw/edit']").Length() == 0 {
		t.Errorf("the gaps of Baden-Württemberg: %s", text)
	}
	if h.page("reader", "/authorities/gaps").Find("tbody tr").Length() != len(authority.States)+1 {
		t.Error("the gaps are counted for each Land and for none")
	}
}

func TestAnAuthorityIsChangedAndAdded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if text := h.page("reader", "/authorities/hlfgp").text("main"); !strings.Contains(text, "PflBG") {
			t.Errorf("the page lacks its rules: %s", text)
		}
		if a := h.send("/authorities/hlfgp/edit", "postcode", "64283", "checked_on", "21.11.2026"); a.status != http.StatusSeeOther || a.location != "/authorities/hlfgp" {
			t.Fatalf("%d %s: %s", a.status, a.location, a.text(".kern-alert"))
		}
		if a := h.table().Authority("hlfgp"); a.Postcode != "64283" || a.CheckedOn != "2026-11-21" || a.Name == "" || len(a.States) != 1 {
			t.Errorf("stored %+v", a)
		}
		if text := h.page("reader", "/authorities/hlfgp").text("main"); !strings.Contains(text, "64283") || !strings.Contains(text, "hier im Haus geändert") {
			t.Errorf("the page is %s", text)
		}
		if a := h.send("/authorities/hlfgp/edit", "postcode", "642", "name", ""); a.status != http.StatusBadRequest || a.text("#f-postcode-error") == "" || a.text("#f-name-error") == "" {
			t.Errorf("wrong fields: %d", a.status)
		}
		form := h.page("editor", "/authorities/new").fill("name", "Neue Kammer", "kind", "chamber", "states", "HE|BY", "source", "https://example.org/")
		first, again := h.do("editor", http.MethodPost, "/authorities/new", form), h.do("editor", http.MethodPost, "/authorities/new", form)
		if first.status != http.StatusSeeOther || first.location != again.location {
			t.Fatalf("%d %s, sent twice %s", first.status, first.location, again.location)
		}
		if text := h.page("reader", first.location).text("main"); !strings.Contains(text, "Hessen · Bayern") && !strings.Contains(text, "Bayern · Hessen") {
			t.Errorf("the page is %s", text)
		}
	})
}

func TestARuleIsChangedAndAdded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const path = "/authorities/rules/agriculture_bw/edit"
		if a := h.send(path, "authority", "Regierungspräsidium Karlsruhe", "certain", "true"); a.status != http.StatusSeeOther || a.location != "/authorities/rp_karlsruhe" {
			t.Fatalf("%d %s: %s", a.status, a.location, a.text(".kern-alert"))
		}
		if r := h.table().Rule("agriculture_bw"); r.Authority != "rp_karlsruhe" || !r.Certain || r.Law == "" {
			t.Errorf("stored %+v", r)
		}
		if text := h.page("reader", "/authorities?occupation=farmer&state=BW").text("main"); !strings.Contains(text, "Karlsruhe") {
			t.Errorf("the answer is %s", text)
		}
		if a := h.send(path, "authority", ""); a.status != http.StatusBadRequest || a.text("#f-certain-error") == "" {
			t.Errorf("certain without an authority: %d", a.status)
		}
		if a := h.send(path, "authority", "Kammer"); a.status != http.StatusBadRequest || a.Find("#f-authority").AttrOr("value", "") != "Kammer" {
			t.Errorf("one of many: %d", a.status)
		}
		if a := h.send("/authorities/rules/new?group=agriculture&state=BW", "law", "x", "source", "https://example.org/"); a.status != http.StatusBadRequest || !strings.Contains(a.text("#f-groups-error"), "agriculture_bw") {
			t.Errorf("a rival: %d %s", a.status, a.text(".kern-alert"))
		}
		if a := h.send("/authorities/rules/new?state=BW", "codes", "farmer", "law", "x", "source", "https://example.org/"); a.status != http.StatusSeeOther || a.location != "/authorities/rules" {
			t.Errorf("a new rule: %d %s", a.status, a.text(".kern-alert"))
		}
		if text := h.page("reader", "/authorities?occupation=farmer&state=BW").text("main"); !strings.Contains(text, "Wir wissen nicht sicher") {
			t.Errorf("the answer is %s", text)
		}
	})
}

// Two people open the same rule: the second one sees both versions and may then overwrite knowingly.
func TestConflict(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	const path = "/authorities/rules/agriculture_bw/edit"
	mine := h.page("editor", path).fill("note", "von mir")
	if a := h.send(path, "note", "von ihr"); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	a := h.do("editor", http.MethodPost, path, mine)
	if a.status != http.StatusConflict || !strings.Contains(a.text("table"), "von ihr") || !strings.Contains(a.text("table"), "von mir") || a.Find("tbody tr").Length() != 1 {
		t.Fatalf("%d: %s", a.status, a.text("table"))
	}
	if a := h.do("editor", http.MethodPost, path, a.fill()); a.status != http.StatusSeeOther || h.table().Rule("agriculture_bw").Note != "von mir" {
		t.Errorf("%d, stored %q", a.status, h.table().Rule("agriculture_bw").Note)
	}
}

func TestWhatIsNotThereOrNotAllowed(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	for path, who := range map[string]string{"/authorities/nobody": "reader", "/authorities/nobody/edit": "editor", "/authorities/rules/nothing/edit": "editor"} {
		if a := h.do(who, http.MethodGet, path, nil); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	for _, path := range []string{"/authorities/new", "/authorities/hlfgp/edit", "/authorities/rules/new", "/authorities/rules/academic/edit"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if a := h.do("reader", method, path, url.Values{}); a.status != http.StatusForbidden {
				t.Errorf("%s %s by who may only read: %d", method, path, a.status)
			}
		}
	}
}
