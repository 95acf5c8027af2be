package office_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/ident"
)

// meanwhile corrects a case as somebody else would.
func (h *house) meanwhile(id string, version int64, in counselling.Input) {
	h.t.Helper()
	if err := h.cases.CorrectCase(casetest.As(bremen), id, version, in, ident.Token()); err != nil {
		h.t.Fatal(err)
	}
}

// choices are the fields of a merge page with what is chosen already.
func choices(doc *goquery.Document) map[string]string {
	all := map[string]string{}
	doc.Find("main fieldset").Each(func(_ int, s *goquery.Selection) {
		chosen := s.Find("input[checked]").AttrOr("value", "")
		all[strings.TrimPrefix(s.Find("input[type=radio]").AttrOr("name", ""), "merge_")] = chosen
	})
	return all
}

func TestTwoPeopleMergeFieldByField(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "sex", "female", "age", "30", "nationality", "SY", "german_level", "b1", "wish", "Arbeiten")
		path := "/cases/" + id + "/edit"
		typed := form(h.page(h.get(bremen, path), 200), "age", "31", "nationality", "Polen", "wish", "Studieren")
		h.meanwhile(id, 1, counselling.Input{"age": "32", "german_level": "b2"})

		doc := h.page(h.post(bremen, path, typed), http.StatusConflict)
		want := map[string]string{"age": "", "nationality": "mine", "german_level": "theirs", "wish": "mine"} // both, only I, only they, only I
		if got := choices(doc); !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if s := text(doc.Find("main fieldset")); !strings.Contains(s, "Ihre Eingabe: 31") || !strings.Contains(s, "Jetzt gespeichert: 32") {
			t.Errorf("the page says %s", s)
		}
		unsure := h.page(h.post(bremen, path, form(doc)), http.StatusBadRequest)
		if unsure.Find("#f-merge_age-error").Length() != 1 || choices(unsure)["nationality"] != "mine" {
			t.Error("nobody asks what was not chosen, or what was chosen is lost")
		}
		d := h.saved(path, form(unsure, "merge_age", "theirs"))
		for column, want := range map[string]string{"sex": "female", "nationality": "PL", "german_level": "b2"} {
			if got := counselling.Cases.Str(d.Row, column); got != want {
				t.Errorf("%s is %q, want %q", column, got, want)
			}
		}
		if age, _ := counselling.Cases.Int(d.Row, "age"); age != 32 || h.revealed(id).Who.Text(id, "wish") != "Studieren" {
			t.Errorf("age %d, %v", age, h.revealed(id).Who.Texts)
		}
	})
}

func TestASecondConflictIsMergedAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "age", "30", "nationality", "SY", "sex", "female")
		path := "/cases/" + id + "/edit"
		typed := form(h.page(h.get(bremen, path), 200), "age", "31")
		h.meanwhile(id, 1, counselling.Input{"age": "32"})
		first := h.page(h.post(bremen, path, typed), http.StatusConflict)
		h.meanwhile(id, 2, counselling.Input{"nationality": "PL"})
		second := h.page(h.post(bremen, path, form(first, "merge_age", "mine")), http.StatusConflict)
		if got := choices(second); len(got) != 2 || got["age"] != "mine" || got["nationality"] != "theirs" {
			t.Errorf("%v", got)
		}
		d := h.saved(path, form(second))
		if age, _ := counselling.Cases.Int(d.Row, "age"); age != 31 || counselling.Cases.Str(d.Row, "nationality") != "PL" || d.Row.Version != 4 {
			t.Errorf("%v", d.Row)
		}
	})
}

func TestNotesOfAContactAreMergedToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "notes", "Alt", "minutes", "30", "contents", "r1")
		k := h.detail(id).Contacts[0].ID
		path := "/cases/" + id + "/contacts/" + k + "/edit"
		typed := form(h.page(h.get(bremen, path), 200), "notes", "Meine", "contents", "r2")
		if err := h.cases.CorrectContact(casetest.As(bremen), id, k, 1, counselling.Input{"notes": "Ihre"}, ident.Token()); err != nil {
			t.Fatal(err)
		}
		doc := h.page(h.post(bremen, path, typed), http.StatusConflict)
		if got := choices(doc); len(got) != 2 || got["notes"] != "" || got["contents"] != "mine" {
			t.Fatalf("%v", got)
		}
		h.saved(path, form(doc, "merge_notes", "theirs"))
		d := h.revealed(id)
		if d.Who.Text(k, "notes") != "Ihre" || !slices.Equal(d.Contacts[0].Contents, []string{"r2"}) {
			t.Errorf("%v, %v", d.Who.Texts, d.Contacts[0].Contents)
		}
	})
}

func TestWhatBothDidNeedsNoChoice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "country", "SY", "title", "x")
		degree := h.detail(id).Qualifications[0].ID
		path := "/cases/" + id + "/qualifications/" + degree + "/edit"
		typed := form(h.page(h.get(bremen, path), 200), "title", "Magister")
		if err := h.cases.CorrectQualification(casetest.As(bremen), id, degree, 1, counselling.Input{"title": "Magister"}, ident.Token()); err != nil {
			t.Fatal(err)
		}
		if d := h.saved(path, typed); d.Qualifications[0].Version != 2 {
			t.Errorf("version %d", d.Qualifications[0].Version)
		}
	})
}

func TestWhatIsDeletedMeanwhileDoesNotLoseWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "country", "SY")
		k, degree := h.detail(id).Contacts[0].ID, h.detail(id).Qualifications[0].ID
		contact, qualification := "/cases/"+id+"/contacts/"+k+"/edit", "/cases/"+id+"/qualifications/"+degree+"/edit"
		edited := form(h.page(h.get(bremen, contact), 200), "notes", "Sie hat jetzt eine Stelle.")
		learned := form(h.page(h.get(bremen, qualification), 200), "title", "Magister")
		for _, err := range []error{h.cases.DeleteContact(casetest.As(bremen), id, k, 1, ident.Token()),
			h.cases.DeleteQualification(casetest.As(bremen), id, degree, 1, ident.Token())} {
			if err != nil {
				t.Fatal(err)
			}
		}
		lost := h.page(h.post(bremen, contact, edited), http.StatusNotFound)
		if s := text(lost.Find("main")); !strings.Contains(s, "Sie hat jetzt eine Stelle.") || lost.Find("main a[href='/cases/"+id+"']").Length() != 1 {
			t.Errorf("the page says %s", s)
		}
		if s := text(h.page(h.post(bremen, qualification, learned), http.StatusNotFound).Find("main")); !strings.Contains(s, "Magister") {
			t.Errorf("the page says %s", s)
		}
		nowhere := h.page(h.post(bremen, "/cases/nowhere/contacts/new", edited), http.StatusNotFound)
		if s := text(nowhere.Find("main")); !strings.Contains(s, "Sie hat jetzt eine Stelle.") || nowhere.Find("main a.kern-btn[href='/cases']").Length() != 1 {
			t.Errorf("the page says %s", s)
		}
	})
}
