package office_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/test/browser"
)

// TestPagesInTheBrowser looks at every page of the office, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	fillCentre(h, "s1", 60)
	bare := h.open(bremen, "s1", "2018-10-10", "sex", "female", "nationality", "declined")
	full := h.fullCase()
	c, err := h.cases.Get(casetest.As(bremen), full)
	if err != nil {
		t.Fatal(err)
	}
	contact, degree := c.Contacts[0].ID, c.Qualifications[0].ID
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.served.ServeHTTP(w, r.WithContext(casetest.As(bremen)))
	}))
	t.Cleanup(server.Close)
	b := browser.New(t)
	for name, path := range map[string]string{
		"list": "/cases", "list-filtered": "/cases?country=SY&sex=female", "list-none": "/cases?country=FR", "list-wrong": "/cases?country=nowhere",
		"new": "/cases/new", "case": "/cases/" + full, "case-bare": "/cases/" + bare, "contact": "/cases/" + full + "/contacts/new",
		"facts": "/cases/" + full + "/edit", "contact-edit": "/cases/" + full + "/contacts/" + contact + "/edit",
		"contact-delete": "/cases/" + full + "/contacts/" + contact + "/delete", "degree": "/cases/" + full + "/qualifications/new",
		"degree-edit": "/cases/" + full + "/qualifications/" + degree + "/edit", "missing": "/cases/none",
		"group": "/cases/group?case=" + full + "&case=" + bare, "text-modules": "/text-modules", "text-module": "/text-modules/s1/new",
	} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+path+query(path)+"lang=ar", browser.View{Width: 360, NoJS: true})
			narrow.Screenshot(name + "-ar-360")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := b.Open(server.URL+path+query(path)+"lang=de", browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()))
			if wide.Status() == http.StatusOK {
				browser.Clean(t, wide.Console())
			}
			narrow.Close()
			wide.Close()
		})
	}
}

func query(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

// fullCase has everything filled in, and three contacts.
func (h *house) fullCase() string {
	h.t.Helper()
	id := h.open(bremen, "s1", "2018-07-02", "sex", "female", "age", "34", "nationality", "SY", "second_nationality", "declined", "lives_in", "DE",
		"year_of_entry", "2015", "residence_title", "humanitarian", "german_level", "b1", "employment", "not_employed", "benefits", "sgb2",
		"access_route", "media", "asked_by", "self", "refugee", "true", "anonymous", "false", "country", "SY", "kind", "master",
		"title", "Magister der Ingenieurwissenschaften", "reference_occupation", "engineer", "regulated", "true", "completed_year", "2009",
		"contents", "r1 r3 r5", "minutes", "60")
	for _, in := range []counselling.Input{
		{"held_on": "2018-08-14", "form": "mobile", "themes": "recognition job_training", "contents": "r3 j1 j5", "site_id": "s2"},
		{"held_on": "2018-10-01", "form": "digital", "themes": "recognition", "minutes": "15"},
	} {
		if _, err := h.cases.RecordContact(casetest.As(bremen), id, in, ident.Token()); err != nil {
			h.t.Fatal(err)
		}
	}
	return id
}
