package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
)

// searched are the rows that a search shows to somebody.
func (h *house) searched(a *authz.Actor, asked string) []string {
	h.t.Helper()
	doc := h.page(h.post(a, "/search", url.Values{"q": {asked}}), 200)
	if doc.Find("main tbody").Length() == 0 && doc.Find(".empty").Length() == 0 {
		h.t.Errorf("%q: neither a result nor a word that there is none", asked)
	}
	return doc.Find("main tbody tr").Map(func(_ int, s *goquery.Selection) string {
		return strings.Join(s.Find("th, td").Map(func(_ int, s *goquery.Selection) string { return text(s) }), " | ")
	})
}

func TestSearchFindsByNamePhoneMailAndCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, foreign := h.named(), h.open(munich, "s3", "2018-10-02")
		h.change(munich, foreign, person.Change{Identity: muhammad(), Give: []person.NewConsent{agreement(person.PurposeIdentity, "")}})
		row := func(kind string) string { return id + " | Al-Nour, Muhammad | Bremen | 01.10.2018 | " + kind }
		for asked, want := range map[string]string{"Muhammad": row("genau so geschrieben"), "mohammed nour": row("ähnlich geschrieben"),
			"محمد": row("genau so geschrieben"), "0421/12 34 56": row("genau so geschrieben"), "M.AlNour@example.org": row("genau so geschrieben"),
			strings.ToLower(id): id + " | | Bremen | 01.10.2018 | Fallnummer"} {
			if got := h.searched(bremen, asked); len(got) != 1 || strings.Join(strings.Fields(got[0]), " ") != want {
				t.Errorf("%q finds %q", asked, got)
			}
		}
		for _, asked := range []string{"Muh", "Schmidt", foreign, "!?", strings.Repeat("م", 200)} {
			if got := h.searched(bremen, asked); len(got) != 0 {
				t.Errorf("%.20q finds %q", asked, got)
			}
		}
		for _, reader := range []*authz.Actor{analyst, casetest.Lead} {
			if got := h.searched(reader, "Muhammad"); len(got) != 0 {
				t.Errorf("%s finds a name: %q", reader.ID, got)
			}
			if got := h.searched(reader, id); len(got) != 1 || strings.Contains(got[0], "Nour") {
				t.Errorf("%s finds by the code %q", reader.ID, got)
			}
		}
		h.page(h.post(editor, "/search", url.Values{"q": {"Muhammad"}}), http.StatusForbidden)
	})
}

func TestWhoSeesNamesInAListIsNoted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		h.searched(bremen, "Muhammad")
		if read := h.entries("read", id); len(read) != 1 || !strings.HasPrefix(read[0], "counsellor-s1") {
			t.Errorf("noted: %q", read)
		}
	})
}

func TestWhatIsSearchedForStandsInNoAddress(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.named()
		doc := h.page(h.post(bremen, "/search", url.Values{"q": {"Muhammad"}}), 200)
		if f := doc.Find("main form[role=search]"); f.AttrOr("method", "") != "post" || f.Find(`#f-q[data-key="/"]`).AttrOr("value", "") != "Muhammad" {
			t.Error("the form loses what was asked, or puts it into an address")
		}
		doc.Find("a[href], form[action]").Each(func(_ int, s *goquery.Selection) {
			if address := s.AttrOr("href", "") + s.AttrOr("action", ""); strings.Contains(address, "uhammad") {
				t.Errorf("the name stands in %s", address)
			}
		})
		if doc := h.page(h.get(bremen, "/search?q=Muhammad"), 200); doc.Find("main tbody").Length() != 0 || doc.Find("#f-q").AttrOr("value", "x") != "" {
			t.Error("an address searches")
		}
		h.page(h.post(bremen, "/search", url.Values{"q": {strings.Repeat("a", 201)}}), http.StatusBadRequest)
		if empty := h.page(h.post(bremen, "/search", url.Values{"q": {""}}), 200); empty.Find(".empty").Length() != 0 {
			t.Error("nothing asked, nothing found")
		}
	})
}

func TestDataProtectionFindsWhereSomebodyIsWithoutReading(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		here, there := h.named(), h.open(munich, "s3", "2018-10-02")
		h.change(munich, there, person.Change{Identity: muhammad("family_name", "Nour"), Give: []person.NewConsent{agreement(person.PurposeIdentity, "")}})
		officer := casetest.Officer
		doc := h.page(h.post(officer, "/locate", url.Values{"query": {"Mohammed Nour"}}), 200)
		rows := doc.Find("main tbody tr").Map(func(_ int, s *goquery.Selection) string { return text(s) })
		if all := strings.Join(rows, "\n"); len(rows) != 2 || !strings.Contains(all, here) || !strings.Contains(all, "München") || !strings.Contains(all, "Südnetz") || strings.Contains(all, "Nour") {
			t.Errorf("found %q", rows)
		}
		if noted := h.entries("read", here); len(noted) != 1 || !strings.Contains(noted[0], "officer: located") || strings.Contains(noted[0], "Nour") {
			t.Errorf("noted: %q", noted)
		}
		if doc := h.page(h.post(officer, "/locate", url.Values{"query": {"Schmidt"}}), 200); doc.Find(".empty").Length() != 1 {
			t.Error("not said that nothing was found")
		}
		for _, nothing := range []string{"", "?!", strings.Repeat("a", 201)} {
			if doc := h.page(h.post(officer, "/locate", url.Values{"query": {nothing}}), http.StatusBadRequest); doc.Find("#f-query-error").Length() != 1 {
				t.Errorf("%.5q: not said what is wrong", nothing)
			}
		}
		h.page(h.get(officer, "/locate"), 200)
		h.page(h.get(officer, "/cases/"+here), http.StatusForbidden)
		h.page(h.post(officer, "/search", url.Values{"q": {"Nour"}}), http.StatusForbidden)
		h.page(h.post(bremen, "/locate", url.Values{"query": {"Nour"}}), http.StatusForbidden)
	})
}
