package office_test

import (
	"net/http"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
)

func TestAnOccupationIsFoundByAnyWordInAnyLanguage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		path := "/cases/" + id + "/qualifications/new"
		doc := h.page(h.get(bremen, path), 200)
		for typed, want := range map[string]string{"nurse": "nurse", "Pflegefachfrau": "nurse", "кухар": "cook", "Köchin": "cook", "keine Angabe": "declined",
			"Pflegefachmann / Pflegefachfrau": "nurse", "Referenzberuf nicht": "not_listed"} {
			d := h.saved(path, form(doc, "reference_occupation", typed))
			got := map[string]bool{}
			for i := range d.Qualifications {
				got[counselling.Qualifications.Str(&d.Qualifications[i], "reference_occupation")] = true
			}
			if !got[want] {
				t.Errorf("%s: %v", typed, got)
			}
			doc = h.page(h.get(bremen, path), 200)
		}
	})
}

func TestSeveralOccupationsAreOfferedToChooseFrom(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		path := "/cases/" + id + "/qualifications/new"
		doc := h.page(h.post(bremen, path, form(h.page(h.get(bremen, path), 200), "reference_occupation", "Lehrer für", "completed_year", "2009")), http.StatusBadRequest)
		offered := doc.Find("[name=reference_occupation_choice]")
		if offered.Length() < 2 || doc.Find("#f-reference_occupation").AttrOr("value", "") != "Lehrer für" || doc.Find(".kern-error").Length() == 0 {
			t.Fatalf("%d offered: %s", offered.Length(), text(doc.Find("main")))
		}
		code := offered.Eq(1).AttrOr("value", "")
		wrong := h.page(h.post(bremen, path, form(doc, "reference_occupation_choice", code, "completed_year", "soon")), http.StatusBadRequest)
		if wrong.Find("[name=reference_occupation_choice]").Length() != 0 {
			t.Error("what was chosen is asked again")
		}
		d := h.saved(path, form(wrong, "completed_year", "2009"))
		if got := counselling.Qualifications.Str(&d.Qualifications[0], "reference_occupation"); got != code {
			t.Errorf("%s was chosen, %s is stored", code, got)
		}
		unknown := h.page(h.post(bremen, path, form(h.page(h.get(bremen, path), 200), "reference_occupation", "qqqq")), http.StatusBadRequest)
		if unknown.Find("#f-reference_occupation-error").Length() != 1 {
			t.Error("an occupation that the catalogue does not know is taken")
		}
	})
}

func TestTheListIsNarrowedByWordsOfTheCatalogue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.open(bremen, "s1", "2018-10-01", "country", "SY", "reference_occupation", "nurse")
		h.open(bremen, "s1", "2018-10-01", "country", "SY", "reference_occupation", "cook")
		rows := func(doc *goquery.Document) string { return text(doc.Find("tbody")) }
		if doc := h.page(h.get(bremen, "/cases?reference_occupation=pflegefachfrau"), 200); doc.Find("tbody tr").Length() != 1 {
			t.Errorf("a word finds %s", rows(doc))
		}
		several := h.page(h.get(bremen, "/cases?reference_occupation=lehrer+f%C3%BCr"), http.StatusBadRequest)
		if several.Find(".filters .kern-error").Length() != 1 {
			t.Errorf("several occupations fit and none is named: %s", rows(several))
		}
	})
}
