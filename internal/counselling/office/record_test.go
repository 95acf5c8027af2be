package office_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

// saved is the case to which a form leads that was accepted.
func (h *house) saved(path string, values url.Values) *counselling.Detail {
	h.t.Helper()
	w := h.post(bremen, path, values)
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("%s: status %d: %s", path, w.Code, text(h.page(w, w.Code).Find(".kern-alert")))
	}
	return h.detail(strings.TrimPrefix(w.Header().Get("Location"), "/cases/"))
}

func (h *house) detail(id string) *counselling.Detail {
	h.t.Helper()
	d, err := h.cases.Get(casetest.As(bremen), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestAConversationBecomesACase(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		if f := form(doc); f.Get("held_on") != "2018-10-15" || f.Get("form") != "at_centre" || f.Get("site_id") != "s1" {
			t.Errorf("filled in already: %v", f)
		}
		d := h.saved("/cases/new", form(doc, "themes", "recognition", "themes", "job_training", "contents", "r1", "contents_j", "j2",
			"country", "Syr", "kind", "master", "title", "<b>Magister</b>", "regulated", "true", "reference_occupation", "engineer",
			"sex", "declined", "age", "34", "nationality", "Keine Angabe", "lives_in", "Deutschland", "residence_title", "hum",
			"held_on", "1.10.2018"))
		c := func(column string) string { return counselling.Cases.Str(d.Row, column) }
		if c("sex") != "declined" || c("nationality") != "declined" || c("second_nationality") != "" || c("lives_in") != "DE" || c("residence_title") != "humanitarian" {
			t.Errorf("facts %v", d.Row.Values)
		}
		k, q := d.Contacts[0], &d.Qualifications[0]
		if k.HeldOn.String() != "2018-10-01" || k.Form != "at_centre" || !slices.Equal(k.Contents, []string{"r1", "j2"}) || len(k.Initial) != 2 {
			t.Errorf("contact %+v", k)
		}
		if counselling.Qualifications.Str(q, "country") != "SY" || counselling.Qualifications.Str(q, "reference_occupation") != "engineer" {
			t.Errorf("qualification %v", q.Values)
		}
		page := h.page(h.get(bremen, "/cases/"+d.Row.ID), 200)
		if s := text(page.Find(".panel")); !strings.Contains(s, "<b>Magister</b>") || !strings.Contains(s, "Syrien") {
			t.Errorf("the page says %s", s)
		}
	})
}

func TestALaterContactTakesThreeFields(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		path := "/cases/" + id + "/contacts/new"
		doc := h.page(h.get(bremen, path), 200)
		if _, open := doc.Find("details.fold").Attr("open"); open {
			t.Error("what is rarely needed is not folded away")
		}
		d := h.saved(path, form(doc, "form", "phone", "themes", "recognition"))
		if k := d.Contacts[0]; len(d.Contacts) != 2 || k.HeldOn.String() != "2018-10-15" || k.Form != "phone" || len(k.Initial) != 0 {
			t.Errorf("%+v", d.Contacts)
		}
		page := h.page(h.get(bremen, "/cases/"+id), 200)
		line := page.Find(".timeline .kern-badge").Map(func(_ int, s *goquery.Selection) string { return text(s) })
		if !slices.Equal(line, []string{"Folgeberatung", "Erstberatung Anerkennung"}) {
			t.Errorf("the timeline says %q", line)
		}
		// More than contacts stands in it, so its heading does not count them.
		if whole := page.Find(".timeline").Parent(); text(whole.Find("h2")) != "Was bisher geschah" || text(whole.Find("p.muted").First()) != "2 Kontakte" {
			t.Errorf("the timeline is called %s", text(whole.Find("h2")))
		}
	})
}

// TestWrongAnswersComeBack sends every field of the largest form with wrong, huge and hostile values: the page comes back
// with the error beside the field, a way to it above, and everything that was typed.
func TestWrongAnswersComeBack(t *testing.T) {
	const script = `"><script>alert(1)</script>`
	huge := strings.Repeat("9", 5000)
	values := map[string][]string{}
	for _, field := range []string{"themes", "contents", "contents_j", "country", "kind", "reference_occupation", "regulated", "completed_year", "sex", "age",
		"nationality", "second_nationality", "lives_in", "year_of_entry", "residence_title", "refugee", "german_level", "employment", "benefits",
		"access_route", "asked_by", "scope", "held_on", "form", "minutes", "site_id", "language", "interpreter", "languages", "birth_country",
		"special_status", "german_certificate", "employment_kind", "advised_before", "wish_form", "follow_up_on", "registered_at", "sector",
		"training_years", "experience", "applied_before", "equivalence_before", "statement_before"} {
		values[field] = []string{script, huge, "' OR 1=1 --", "\u202Ereversed", "-1"}
	}
	values["title"] = []string{huge}
	values["held_on"] = append(values["held_on"], "", "2018-10-16", "30.02.2018", "1999-01-01")
	values["site_id"] = append(values["site_id"], "", "s3", "München")
	values["form"] = append(values["form"], "", "declined")
	values["country"] = append(values["country"], "Kongo", "a")
	values["reference_occupation"] = []string{script, huge, "qqqq"}
	values["follow_up_on"] = append(values["follow_up_on"], "2018-10-14")
	values["registered_at"] = append(values["registered_at"], "2018-10-16")
	values["year_of_entry"] = append(values["year_of_entry"], "1980") // before birth: 34 years old
	values["completed_year"] = append(values["completed_year"], "1980")
	values["family_name"] = []string{"Haddad", strings.Repeat("Хаддад حداد Χαντάντ 哈达德 ", 25)} // without consent, and 500 characters
	values["key"] = []string{"", script, "short"}
	each(t, func(t *testing.T, h *house) {
		blank := h.page(h.get(bremen, "/cases/new"), 200)
		for field, wrong := range values {
			for _, value := range wrong {
				sent := form(blank, "themes", "recognition", "age", "34", "asked_by", "self")
				sent.Set(field, value)
				w := h.post(bremen, "/cases/new", sent)
				if w.Code != http.StatusBadRequest {
					t.Fatalf("%s=%.20q: status %d", field, value, w.Code)
				}
				doc := h.page(w, http.StatusBadRequest)
				summary := doc.Find(".kern-alert--danger a")
				if summary.Length() != 1 || !strings.HasPrefix(summary.AttrOr("href", ""), "#f-") || doc.Find(summary.AttrOr("href", "")).Length() != 1 {
					t.Errorf("%s=%.20q: %d errors above", field, value, summary.Length())
				}
				if doc.Find("script:not([src])").Length() != 0 {
					t.Fatalf("%s: a script runs", field)
				}
				if field == "key" {
					continue
				}
				column := strings.TrimSuffix(field, "_j")
				if consent := doc.Find("#f-consent_identity-error").Length() == 1; !consent && doc.Find("#f-"+column+"-error").Length() != 1 {
					t.Errorf("%s=%.20q: no error beside the field", field, value)
				}
				again := form(doc)
				control := doc.Find("#f-" + field)
				if control.Is("input") && again.Get(field) != strings.TrimSpace(value) {
					t.Errorf("%s=%.20q came back as %.20q", field, value, again.Get(field))
				}
				if kept := again.Get("age") == "34" || field == "age"; !kept || field != "asked_by" && again.Get("asked_by") != "self" || field != "themes" && again.Get("themes") != "recognition" {
					t.Errorf("%s=%.20q: something else is lost", field, value)
				}
			}
		}
		if page := h.page(h.get(bremen, "/cases"), 200); page.Find(".empty").Length() != 1 {
			t.Error("something was stored")
		}
	})
}

func TestPressingTwiceRecordsOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		sent := form(h.page(h.get(bremen, "/cases/new"), 200), "themes", "recognition")
		locations := make([]string, 6)
		var all sync.WaitGroup
		for i := range locations {
			all.Go(func() { locations[i] = h.post(bremen, "/cases/new", sent).Header().Get("Location") })
		}
		all.Wait()
		if rows := h.page(h.get(bremen, "/cases"), 200).Find("tbody tr").Length(); len(slices.Compact(locations)) != 1 || rows != 1 || locations[0] == "" {
			t.Errorf("%d cases, %q", rows, locations)
		}
	})
}

func TestAFormThatChangesNothingChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.fullCase()
		before := h.detail(id)
		paths := []string{"/edit", "/qualifications/" + before.Qualifications[0].ID + "/edit"}
		for _, c := range before.Contacts {
			paths = append(paths, "/contacts/"+c.ID+"/edit")
		}
		for _, path := range paths {
			h.saved("/cases/"+id+path, form(h.page(h.get(bremen, "/cases/"+id+path), 200)))
		}
		after := h.detail(id)
		if after.Row.Version != 1 || after.Qualifications[0].Version != 1 || slices.ContainsFunc(after.Contacts, func(c counselling.Contact) bool { return c.Version != 1 }) {
			t.Error("there are new versions")
		}
	})
}

func TestCorrectingAndDeletingParts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.fullCase()
		d := h.detail(id)
		contact := "/cases/" + id + "/contacts/" + d.Contacts[1].ID
		d = h.saved(contact+"/edit", form(h.page(h.get(bremen, contact+"/edit"), 200), "themes", "job_training", "contents", "", "contents_j", "j7", "site_id", ""))
		if k := d.Contacts[1]; !slices.Equal(k.Themes, []string{"job_training"}) || !slices.Equal(k.Contents, []string{"j7"}) || k.Site != "" || k.Version != 2 {
			t.Errorf("%+v", k)
		}
		asked := h.page(h.get(bremen, contact+"/delete"), 200)
		if s := text(asked.Find("main dl")); !strings.Contains(s, "14. August 2018") {
			t.Errorf("the question does not say what is deleted: %s", s)
		}
		sent := form(asked)
		if d = h.saved(contact+"/delete", sent); len(d.Contacts) != 2 {
			t.Errorf("%d contacts", len(d.Contacts))
		}
		if d = h.saved(contact+"/delete", sent); len(d.Contacts) != 2 {
			t.Error("pressing twice deletes twice")
		}
		stale := form(h.page(h.get(bremen, "/cases/"+id+"/contacts/"+d.Contacts[0].ID+"/delete"), 200), "version", "9")
		h.page(h.post(bremen, "/cases/"+id+"/contacts/"+d.Contacts[0].ID+"/delete", stale), http.StatusConflict)

		added := "/cases/" + id + "/qualifications/new"
		d = h.saved(added, form(h.page(h.get(bremen, added), 200), "country", "Ukraine", "kind", "vocational"))
		if len(d.Qualifications) != 2 {
			t.Fatalf("%d qualifications", len(d.Qualifications))
		}
		second := "/cases/" + id + "/qualifications/" + d.Qualifications[1].ID
		h.page(h.post(bremen, second+"/edit", form(h.page(h.get(bremen, second+"/edit"), 200), "completed_year", "x")), http.StatusBadRequest)
		if d = h.saved(second+"/delete", form(h.page(h.get(bremen, second+"/delete"), 200))); len(d.Qualifications) != 1 {
			t.Errorf("%d qualifications", len(d.Qualifications))
		}
	})
}

func TestWhatFewAreAskedIsFoldedUntilItIsTouched(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		if doc.Find("details #f-asked_by").Length() != 1 || doc.Find("details[open], details #f-country").Length() != 0 || doc.Find(".of-recognition #f-contents").Length() != 1 {
			t.Error("something rare is in the way, or the country is hidden")
		}
		wrong := h.page(h.post(bremen, "/cases/new", form(doc, "contents", "r1", "held_on", "", "asked_by", "self")), 400)
		if wrong.Find("details[open] #f-asked_by, details[open] #f-held_on").Length() != 2 || wrong.Find("details[open]").Length() != 2 {
			t.Error("what was said or is wrong is hidden, or what was not asked is open")
		}
		if wrong.Find(".of-recognition #f-contents").Length() != 0 || wrong.Find("#f-contents").Length() != 1 {
			t.Error("what was ticked is out of sight")
		}
	})
}
