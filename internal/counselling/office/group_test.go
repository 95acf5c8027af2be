package office_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestAGroupIsWrittenDownOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first, second, third := h.open(bremen, "s1", "2018-10-01", "sex", "female"), h.open(bremen, "s1", "2018-10-01"), h.open(bremen, "s1", "2018-10-01")
		doc := h.page(h.get(bremen, "/cases/group?case="+first+"&case="+second), 200)
		if doc.Find("#f-case input[checked]").Length() != 2 || !strings.Contains(text(doc.Find("#f-case")), "weiblich") {
			t.Fatalf("%s", text(doc.Find("#f-case")))
		}
		sent := form(doc, "themes", "recognition", "notes", "In der Bibliothek", "codes", strings.ToLower(third))
		for range 2 { // pressed twice
			if w := h.post(bremen, "/cases/group", sent); w.Code != http.StatusSeeOther {
				t.Fatalf("status %d: %s", w.Code, text(h.page(w, w.Code).Find(".kern-alert")))
			}
		}
		for _, id := range []string{first, second, third} {
			d := h.revealed(id)
			if len(d.Contacts) != 2 || d.Who.Text(d.Contacts[0].ID, "notes") != "In der Bibliothek" {
				t.Errorf("%d contacts, %v", len(d.Contacts), d.Who.Texts)
			}
		}
	})
}

func TestCodesOfAGroupAreTypedAsTheyAreWritten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.busy() // codes that came from elsewhere are not in capitals
		doc := h.page(h.get(bremen, "/cases/group?case=due-1"), 200)
		wrong := h.page(h.post(bremen, "/cases/group", form(doc, "themes", "recognition", "codes", "due-1, due-2 due-2 Nobody-1")), http.StatusBadRequest)
		if s := text(wrong.Find("#f-codes-error")); !strings.Contains(s, "Nobody-1") || strings.Contains(s, "DUE") {
			t.Errorf("the page says %s", s)
		}
		if got := wrong.Find("#f-case input[checked]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") }); strings.Join(got, " ") != "due-1 due-2" {
			t.Errorf("chosen are %v", got)
		}
	})
}

func TestAGroupIsShownByName(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.saved("/cases/new", usual(h.page(h.get(bremen, "/cases/new"), 200))).Row.ID
		if s := text(h.page(h.get(bremen, "/cases/group?case="+id), 200).Find("#f-case")); !strings.Contains(s, "Haddad, Rima") || !strings.Contains(s, id) {
			t.Errorf("the page says %s", s)
		}
		if s := text(h.page(h.get(munich, "/cases/group?case="+id), 200).Find("main")); strings.Contains(s, "Haddad") {
			t.Errorf("another centre reads %s", s)
		}
	})
}

func TestAGroupSaysWhichCaseIsWrong(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mine, theirs := h.open(bremen, "s1", "2018-10-01"), h.open(munich, "s3", "2018-10-01")
		before := h.count("contacts")
		doc := h.page(h.get(bremen, "/cases/group"), 200)
		wrong := h.page(h.post(bremen, "/cases/group", form(doc, "themes", "recognition", "codes", mine+"\n"+theirs)), http.StatusBadRequest)
		if s := text(wrong.Find("#f-codes-error")); !strings.Contains(s, theirs) || wrong.Find("#f-case input[checked]").Length() != 1 {
			t.Errorf("the page says %s", s)
		}
		nobody := h.page(h.post(bremen, "/cases/group", form(doc, "themes", "recognition")), http.StatusBadRequest)
		if nobody.Find("#f-codes-error").Length() != 1 {
			t.Error("a group of nobody is no fault")
		}
		late := h.page(h.post(bremen, "/cases/group", form(doc, "themes", "recognition", "codes", mine, "held_on", "2018-10-16")), http.StatusBadRequest)
		if s := text(late.Find("#f-case-error")); !strings.Contains(s, mine) || late.Find("#f-held_on-error").Length() != 1 {
			t.Errorf("the page says %s", s)
		}
		many := h.page(h.post(bremen, "/cases/group", form(doc, "themes", "recognition", "codes", strings.Repeat("x ", 3)+strings.Join(hundred(), " "))), http.StatusBadRequest)
		if many.Find("#f-codes-error").Length() != 1 || h.count("contacts") != before {
			t.Error("too many are none too many, or some were stored")
		}
	})
}

// hundred are codes of a hundred cases.
func hundred() []string {
	all := make([]string, 100)
	for i := range all {
		all[i] = "C" + strings.Repeat("0", i)[:i%9] + string(rune('A'+i%26)) + string(rune('A'+i/26))
	}
	return all
}
