package office_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/occupation"
)

func TestTheListIsSearchedAndFiltered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		all := h.page("reader", "/occupations")
		if all.Find("tbody tr").Length() != 100 || all.Find("a[href$='/new']").Length() != 0 {
			t.Errorf("%d rows, %s", all.Find("tbody tr").Length(), all.text("main a[href$='/new']"))
		}
		next, _ := all.Find(".pager a").Attr("href")
		second := h.page("reader", next)
		if first := second.text("tbody tr:first-child th"); second.Find("tbody tr").Length() != 100 || first == all.text("tbody tr:first-child th") {
			t.Errorf("the second page begins with %q", first)
		}
		found := h.page("reader", "/occupations?q=%D0%BC%D0%B5%D0%B4%D1%81%D0%B5%D1%81%D1%82%D1%80%D0%B0") // медсестра
		if why := found.text("tbody tr:first-child .kern-hint"); !strings.Contains(why, "медсестра") {
			t.Errorf("the reason is %q", why)
		}
		codes := func(query string) []string {
			return h.page("reader", "/occupations?"+query).Find("tbody tr th a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
		}
		if got := codes("q=bäcker&kind=training"); !slices.Contains(got, "/occupations/baker") {
			t.Errorf("bakers are %v", got)
		}
		if got := codes("q=bäcker&kind=federal"); slices.Contains(got, "/occupations/baker") {
			t.Errorf("bakers are regulated by the Federation: %v", got)
		}
		for query, fits := range map[string]func(*occupation.Occupation) bool{
			"group=early_education":               func(o *occupation.Occupation) bool { return o.Group == "early_education" },
			"regulated=false&kind=master":         func(o *occupation.Occupation) bool { return !o.Regulated && o.Kind == occupation.Master },
			"review=never&group=hwk":              func(o *occupation.Occupation) bool { return o.CheckedOn == "" && o.Group == "hwk" },
			"review=unchecked&kind=academic":      func(o *occupation.Occupation) bool { return o.CheckedOn < "2025-11-22" },
			"review=no_esco&kind=training":        func(o *occupation.Occupation) bool { return len(o.ESCO) == 0 },
			"kind=land&regulated=true&group=none": nil,
		} {
			got := codes(query)
			if (len(got) == 0) != (fits == nil) {
				t.Errorf("%s: %d rows", query, len(got))
			}
			for _, link := range got {
				if o := h.stored(strings.TrimPrefix(link, "/occupations/")); !fits(o) {
					t.Errorf("%s shows %s", query, o.Code)
				}
			}
		}
		if got := codes("review=changed"); len(got) != 0 {
			t.Errorf("changed here: %v", got)
		}
	})
}

func TestAnOccupationIsShown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		nurse := h.page("reader", "/occupations/nurse")
		if nurse.text("h1") != "Pflegefachmann / Pflegefachfrau" || !strings.Contains(nurse.text("dl"), "PflBG") && !strings.Contains(nurse.text("dl"), "Pflege") {
			t.Errorf("%s: %s", nurse.text("h1"), nurse.text("dl"))
		}
		if rows := nurse.Find(".section tbody tr").Length(); rows != len(occupation.Languages) {
			t.Errorf("%d languages", rows)
		}
		if drafted := nurse.Find("tbody th .kern-hint").Length(); drafted != len(occupation.Languages)-1 {
			t.Errorf("%d languages are drafted by a machine", drafted)
		}
		if nurse.Find("main form").Length() != 0 {
			t.Error("somebody who may only read is offered to change")
		}
		before := h.stored(h.stored("nurse").Succeeds)
		if before == nil || nurse.Find("a[href='/occupations/"+before.Code+"']").Length() != 1 {
			t.Fatal("there is no way to what the nurse replaced")
		}
		if old := h.page("reader", "/occupations/"+before.Code); old.Find("dl a[href='/occupations/nurse']").Length() != 1 || old.Find("main p .kern-badge").Length() != 1 {
			t.Errorf("what was replaced does not say so: %s", old.text("main"))
		}
		for _, path := range []string{"/occupations/alchemist", "/occupations/%00", "/occupations/alchemist/edit"} {
			if got := h.do("editor", http.MethodGet, path, nil).status; got != http.StatusNotFound {
				t.Errorf("%s: %d", path, got)
			}
		}
	})
}

func TestAnOccupationIsEdited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		before := *h.stored("baker")
		path := "/occupations/baker/edit"
		same := h.do("editor", http.MethodPost, path, h.page("editor", path).fill("words_uk", "пекар\nпекарка хліба", "checked_on", "20.11.2026"))
		if same.status != http.StatusSeeOther || same.location != "/occupations/baker" {
			t.Fatalf("%d: %s", same.status, same.text(".kern-alert"))
		}
		after := *h.stored("baker")
		if !slices.Equal(after.Names["uk"].Words, []string{"пекар", "пекарка хліба"}) || after.CheckedOn != "2026-11-20" {
			t.Errorf("%v, checked on %s", after.Names["uk"], after.CheckedOn)
		}
		if after.Names["uk"].Title != before.Names["uk"].Title || !slices.Equal(after.ESCO, before.ESCO) || !slices.Equal(after.Names["ar"].Words, before.Names["ar"].Words) ||
			after.Regulated != before.Regulated || after.Does != before.Does {
			t.Errorf("what nobody touched was %+v and is %+v", before, after)
		}
		page := h.page("reader", "/occupations/baker")
		if history := page.history(); history.Length() != 1 || text(history.Find("td").First()) != "1" || text(history.Find("td").Last()) != "edith@example.org" {
			t.Errorf("history: %q", text(history))
		}
		if got := h.page("reader", "/occupations?review=changed").Find("tbody tr").Length(); got != 1 {
			t.Errorf("%d occupations are changed here", got)
		}
		if title, ok := h.service.Title("de", "baker"); !ok || title != after.Title() {
			t.Errorf("lists say %q", title)
		}
	})
}

func TestWrongEntriesComeBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		path := "/occupations/baker/edit"
		a := h.do("editor", http.MethodPost, path, h.page("editor", path).fill("title_m", "", "source", "javascript:alert(1)", "kldb", "123", "checked_on", "gestern",
			"title_uk", "", "words_uk", "слово", "succeeds", "alchemist", "law", "<b>BBiG</b>"))
		if a.status != http.StatusBadRequest || a.fill().Get("law") != "<b>BBiG</b>" || a.fill().Get("words_uk") != "слово" {
			t.Fatalf("%d: %v", a.status, a.fill())
		}
		for _, field := range []string{"title_m", "source", "kldb", "checked_on", "title_uk", "succeeds"} {
			if a.Find("#f-"+field+"-error").Length() != 1 || a.Find(".kern-alert a[href='#f-"+field+"']").Length() != 1 {
				t.Errorf("nobody says what is wrong with %s", field)
			}
		}
		if _, open := a.Find("#f-title_uk").Closest("details").Attr("open"); !open {
			t.Error("a wrong name is folded away")
		}
		taken := h.do("editor", http.MethodPost, "/occupations/new", h.page("editor", "/occupations/baker/edit").fill("code", "nurse", "key", ""))
		if taken.status != http.StatusBadRequest || taken.Find("#f-code-error").Length() != 1 {
			t.Errorf("a code is taken twice: %d", taken.status)
		}
		if got := h.do("reader", http.MethodPost, path, h.page("editor", path).fill()).status; got != http.StatusForbidden {
			t.Errorf("a reader saves: %d", got)
		}
		if h.page("reader", "/occupations/baker").history().Length() != 0 {
			t.Error("what was refused is stored")
		}
	})
}

func TestTwoEditorsDoNotOverwriteEachOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		path := "/occupations/baker/edit"
		mine, theirs := h.page("editor", path).fill("does", "Backt Brot."), h.page("editor", path).fill("does", "Backt Brot und Kuchen.", "law", "BBiG")
		if got := h.do("editor", http.MethodPost, path, theirs).status; got != http.StatusSeeOther {
			t.Fatal(got)
		}
		conflict := h.do("editor", http.MethodPost, path, mine)
		if conflict.status != http.StatusConflict || conflict.fill().Get("does") != "Backt Brot." || !strings.Contains(conflict.text("table"), "Backt Brot und Kuchen.") {
			t.Fatalf("%d: %s", conflict.status, conflict.text("main"))
		}
		if got := h.do("editor", http.MethodPost, path, conflict.fill()).status; got != http.StatusSeeOther || h.stored("baker").Does != "Backt Brot." {
			t.Errorf("%d: %s", got, h.stored("baker").Does)
		}
		// Sent twice, it is stored once.
		again := h.page("editor", path).fill("law", "HwO")
		for range 2 {
			if got := h.do("editor", http.MethodPost, path, again).status; got != http.StatusSeeOther {
				t.Errorf("sent twice: %d", got)
			}
		}
		if got := h.page("reader", "/occupations/baker").history().Length(); got != 3 {
			t.Errorf("%d changes", got)
		}
	})
}

func TestSomebodyComparedItToday(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		page := h.page("editor", "/occupations/accountant")
		for range 2 { // pressed twice
			if got := h.do("editor", http.MethodPost, "/occupations/accountant/checked", page.fill()).status; got != http.StatusSeeOther {
				t.Errorf("%d", got)
			}
		}
		if on := h.stored("accountant").CheckedOn; on != "2026-11-22" {
			t.Errorf("checked on %q", on)
		}
		h.do("editor", http.MethodPost, "/occupations/accountant/edit", h.page("editor", "/occupations/accountant/edit").fill("checked_on", "2026-01-01"))
		h.do("editor", http.MethodPost, "/occupations/accountant/checked", page.fill("key", strings.Repeat("k", 20)))
		if on := h.stored("accountant").CheckedOn; on != "2026-01-01" {
			t.Errorf("what somebody else saved is overwritten by a page from before: %s", on)
		}
	})
}

func TestANewOccupationIsLinkedBySearching(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.importESCO()
		path := "/occupations/new"
		typed := h.page("editor", path).fill("code", "lion_tamer", "title_m", "Löwenbändiger", "title_f", "Löwenbändigerin", "does", "Zähmt Löwen.", "kind", "academic",
			"authority_group", "other", "procedure", "academic", "law", "keines", "source", "https://example.org/", "esco_search", "Löwendompteur", "do", "find")
		offered := h.do("editor", http.MethodPost, path, typed)
		if offered.status != http.StatusOK || offered.Find("[name=esco][value='"+tamer+"']").Length() != 1 || offered.fill().Get("title_m") != "Löwenbändiger" {
			t.Fatalf("%d: %s", offered.status, offered.text("main"))
		}
		saved := h.do("editor", http.MethodPost, path, offered.fill("esco", tamer, "do", ""))
		if saved.status != http.StatusSeeOther {
			t.Fatalf("%d: %s", saved.status, saved.text(".kern-alert"))
		}
		if page := h.page("reader", saved.location); !strings.Contains(page.text("dl"), "Löwendompteur") {
			t.Errorf("the concept is not shown: %s", page.text("dl"))
		}
		if codes, sure := h.service.Meant("Löwenbändigerin", "de"); !sure || codes[0] != "lion_tamer" {
			t.Errorf("the search gives %v", codes)
		}
		none := h.do("editor", http.MethodPost, path, h.page("editor", path).fill("esco_search", "qqqqqq", "do", "find"))
		if none.Find("#f-esco_search-error").Length() != 1 {
			t.Error("nothing is said about a search that found nothing")
		}
	})
}
