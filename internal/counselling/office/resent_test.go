package office_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestAFormThatIsChangedAndSentAgain goes back after saving, changes something and saves again. Nobody may be told that the
// change is stored: a new record is not made twice, a correction becomes a merge, and what was typed stays in the form.
func TestAFormThatIsChangedAndSentAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		changed := func(sent url.Values, field, value string) url.Values {
			sent = maps.Clone(sent)
			sent.Set(field, value)
			return sent
		}
		sent := usual(h.page(h.get(bremen, "/cases/new"), 200))
		id := h.saved("/cases/new", sent).Row.ID
		if again := h.post(bremen, "/cases/new", sent); again.Code != http.StatusSeeOther || again.Header().Get("Location") != "/cases/"+id {
			t.Errorf("pressed twice: status %d", again.Code)
		}
		before := h.count("cases") + h.count("contacts") + h.count("qualifications")
		doc := h.page(h.post(bremen, "/cases/new", changed(sent, "age", "47")), http.StatusConflict)
		if s := doc.Find("main .kern-alert--warning"); !strings.Contains(text(s), "schon gespeichert") || strings.Contains(text(s), "nichts davon") || s.Find("a[href='/cases/"+id+"']").Length() != 1 {
			t.Errorf("a new case: the page says %s", text(s))
		}
		if form(doc).Get("age") != "47" {
			t.Error("a new case: what was typed is gone")
		}

		for part, typed := range map[string][]string{"contacts": {"themes", "recognition", "minutes", "17"}, "qualifications": {"country", "SY", "completed_year", "2010"}} {
			path := "/cases/" + id + "/" + part + "/new"
			sent := form(h.page(h.get(bremen, path), 200), typed[0], typed[1])
			for range 2 {
				if w := h.post(bremen, path, sent); w.Code != http.StatusSeeOther {
					t.Fatalf("%s: status %d", path, w.Code)
				}
			}
			before++
			doc := h.page(h.post(bremen, path, changed(sent, typed[2], typed[3])), http.StatusConflict)
			if s := text(doc.Find("main .kern-alert--warning")); !strings.Contains(s, "schon gespeichert") || form(doc).Get(typed[2]) != typed[3] {
				t.Errorf("%s: the page says %s", path, s)
			}
		}
		if now := h.count("cases") + h.count("contacts") + h.count("qualifications"); now != before {
			t.Errorf("%d records, not %d", now, before)
		}

		path := "/cases/" + id + "/edit"
		sent = form(h.page(h.get(bremen, path), 200), "age", "40")
		for range 2 {
			if w := h.post(bremen, path, sent); w.Code != http.StatusSeeOther {
				t.Fatalf("%s: status %d", path, w.Code)
			}
		}
		merge := h.page(h.post(bremen, path, changed(sent, "age", "41")), http.StatusConflict)
		if w := h.post(bremen, path, form(merge)); w.Code != http.StatusSeeOther && w.Code != http.StatusBadRequest {
			t.Errorf("after the merge: status %d", w.Code)
		}
		path = "/cases/" + id + "/person"
		sent = form(h.page(h.get(bremen, path), 200), "phone", "0421 1234567")
		for range 2 {
			if w := h.post(bremen, path, sent); w.Code != http.StatusSeeOther {
				t.Fatalf("%s: status %d", path, w.Code)
			}
		}
		doc = h.page(h.post(bremen, path, changed(sent, "place", "Emden")), http.StatusConflict)
		if h.revealed(id).Who.Identity.Place != "" {
			t.Error("stored though the form says it is not")
		}
		if w := h.post(bremen, path, form(doc)); w.Code != http.StatusSeeOther || h.revealed(id).Who.Identity.Place != "Emden" {
			t.Errorf("saved once more after comparing: status %d", w.Code)
		}
	})
}
