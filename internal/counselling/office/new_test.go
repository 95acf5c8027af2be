package office_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web/ui"
)

// revealed is a case with who it is about.
func (h *house) revealed(id string) *counselling.Detail {
	h.t.Helper()
	d := h.detail(id)
	if err := h.cases.Reveal(casetest.As(bremen), d.Held); err != nil {
		h.t.Fatal(err)
	}
	return d
}

// cases counts those of Bremen.
func (h *house) count(table string) (n int) {
	h.t.Helper()
	if err := h.d.Row(h.t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// usual is what somebody types who agrees to be called back.
func usual(doc *goquery.Document, more ...string) url.Values {
	typed := form(doc, "themes", "recognition", "contents", "r1", "country", "syr", "consent_identity", "true", "family_name", "Haddad",
		"given_name", "Rima", "phone", "0421 555 0100")
	for i := 0; i+1 < len(more); i += 2 {
		typed.Set(more[i], more[i+1])
	}
	return typed
}

func TestOneFormStoresTheWholeConversation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		sent := usual(h.page(h.get(bremen, "/cases/new"), 200), "notes", "Ruft wieder an.", "wish", "Pflegefachfrau", "language", "Arabisch, Deutsch",
			"interpreter", "true", "languages", "ara; Dari", "follow_up_on", "1.11.2018", "institution", "Universität Aleppo", "birth_country", "Syr",
			"registered_at", "2018-09-03", "email", "rima@example.org")
		d := h.saved("/cases/new", sent)
		who := h.revealed(d.Row.ID).Who
		if who.Identity == nil || who.Identity.GivenName != "Rima" || who.Identity.Email != "rima@example.org" {
			t.Fatalf("%+v", who.Identity)
		}
		if agreed := who.Consent(person.PurposeIdentity); agreed == nil || agreed.Medium != "face_to_face" || agreed.Text.Language != "de" || !strings.Contains(agreed.Text.Body, "Freiwillig") {
			t.Errorf("%+v", agreed)
		}
		if who.Text(d.Row.ID, "wish") != "Pflegefachfrau" || who.Text(d.Contacts[0].ID, "notes") != "Ruft wieder an." || who.Text(d.Qualifications[0].ID, "institution") != "Universität Aleppo" {
			t.Errorf("%v", who.Texts)
		}
		if k := d.Contacts[0]; k.Language != "ar de" || k.WithHelp != "true" || counselling.Cases.Str(d.Row, "languages") != "ar fa-AF" {
			t.Errorf("%+v, %v", k, d.Row.Values)
		}
		if at, _ := counselling.Cases.Int(d.Row, "registered_at"); clock.Instant(at).Day() != clock.MustDay("2018-09-03") {
			t.Errorf("registered %d", at)
		}
		page := text(h.page(h.get(bremen, "/cases/"+d.Row.ID), 200).Find("main"))
		for _, said := range []string{"Ruft wieder an.", "Pflegefachfrau", "Universität Aleppo", "Arabisch", "mit Dolmetschung", "1. November 2018"} {
			if !strings.Contains(page, said) {
				t.Errorf("the page does not say %q", said)
			}
		}
	})
}

func TestWithoutConsentNoNameAndNothingHalf(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		again := h.page(h.post(bremen, "/cases/new", usual(doc, "consent_identity", "")), http.StatusBadRequest)
		if again.Find("#f-consent_identity-error").Length() != 1 || form(again).Get("family_name") != "Haddad" || h.count("cases")+h.count("person") != 0 {
			t.Error("the form is lost, or half of it is stored")
		}
		d := h.saved("/cases/new", usual(again, "consent_identity", "", "family_name", "", "given_name", "", "phone", ""))
		if anonymous, _ := counselling.Cases.Int(d.Row, "anonymous"); anonymous != 1 || h.revealed(d.Row.ID).Who.Identity != nil {
			t.Error("it is not anonymous")
		}
	})
}

func TestHowOneAgreedFollowsTheConversation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		d := h.saved("/cases/new", usual(doc, "form", "phone", "held_on", "2018-10-12"))
		if agreed := h.revealed(d.Row.ID).Who.Consent(person.PurposeIdentity); agreed.Medium != "phone" || agreed.GivenOn != clock.MustDay("2018-10-12") {
			t.Errorf("%+v", agreed)
		}
		doc = h.page(h.get(bremen, "/cases/new"), 200)
		wrong := h.page(h.post(bremen, "/cases/new", usual(doc, "form", "digital", "family_name", "Weber", "phone", "")), http.StatusBadRequest)
		if wrong.Find("#f-consent_identity_medium-error").Length() != 1 || wrong.Find("details[open] #f-consent_identity_medium").Length() != 1 {
			t.Error("nobody asks how somebody agrees in a chat")
		}
		d = h.saved("/cases/new", usual(wrong, "form", "digital", "consent_identity_medium", "video", "family_name", "Weber", "phone", ""))
		if agreed := h.revealed(d.Row.ID).Who.Consent(person.PurposeIdentity); agreed.Medium != "video" {
			t.Errorf("%+v", agreed)
		}
	})
}

func TestSomebodyKnownIsAskedAbout(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		first := h.saved("/cases/new", usual(doc))
		if same := h.saved("/cases/new", usual(doc)); same.Row.ID != first.Row.ID {
			t.Error("the same tab saved twice makes two cases")
		}
		other := h.page(h.get(bremen, "/cases/new"), 200)
		asked := h.page(h.post(bremen, "/cases/new", usual(other, "family_name", "Hadad")), http.StatusConflict)
		link := asked.Find(".kern-alert a[href='/cases/" + first.Row.ID + "']")
		if s := text(asked.Find(".kern-alert")); text(link) != "Haddad, Rima" || !strings.Contains(s, "Telefonnummer") {
			t.Errorf("the form asks: %s", s)
		}
		if kept := form(asked); kept.Get("family_name") != "Hadad" || kept.Get("consent_identity") != "true" || h.count("cases") != 1 {
			t.Errorf("kept: %v", kept)
		}
		second := h.saved("/cases/new", form(asked, "another", "true"))
		if second.Row.ID == first.Row.ID {
			t.Error("another person got no case")
		}
	})
}

func TestSomebodyOnlyRegisters(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		d := h.saved("/cases/new", usual(doc, "themes", "", "contents", "", "do", "register"))
		if _, known := counselling.Cases.Int(d.Row, "registered_at"); len(d.Contacts) != 0 || !known {
			t.Errorf("%d contacts, %v", len(d.Contacts), known)
		}
		wrong := h.page(h.get(bremen, "/cases/new"), 200)
		h.page(h.post(bremen, "/cases/new", form(wrong, "themes", "")), http.StatusBadRequest)
	})
}

func TestMoreQualificationsFitInOneForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		more := h.page(h.post(bremen, "/cases/new", form(doc, "themes", "recognition", "country", "Syrien", "do", "more")), 200)
		if kept := form(more); kept.Get("country") != "Syrien" || !kept.Has("country_2") || h.count("cases") != 0 {
			t.Fatalf("%v", kept)
		}
		wrong := h.page(h.post(bremen, "/cases/new", form(more, "country_2", "Atlantis", "kind_2", "master")), http.StatusBadRequest)
		if s := text(wrong.Find(".kern-alert a")); s != "Erwerbsland (Abschluss 2): Diesen Eintrag gibt es in der Liste nicht." {
			t.Errorf("%s", s)
		}
		d := h.saved("/cases/new", form(wrong, "country_2", "Türkei"))
		if len(d.Qualifications) != 2 {
			t.Fatalf("%d", len(d.Qualifications))
		}
		for i, want := range []string{"SY", "TR"} {
			if got := counselling.Qualifications.Str(&d.Qualifications[i], "country"); got != want && len(d.Qualifications) == 2 {
				t.Errorf("qualification %d is from %s", i+1, got)
			}
		}
	})
}

func TestListsOfferWhatWasValidThen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		if doc.Find("#f-sex option[value=diverse]").Length() != 0 || strings.Contains(doc.Find("#f-residence_title-list").Text(), "Fachkräfte") {
			t.Error("the list offers what the law did not know yet")
		}
		var titles []string
		doc.Find("#f-residence_title-list option").Each(func(_ int, s *goquery.Selection) { titles = append(titles, s.AttrOr("value", "")) })
		if all := strings.Join(titles, "|"); !strings.Contains(all, "Blaue Karte EU (§ 19a AufenthG)") || !strings.Contains(all, "Maßnahmen zur Anerkennung (§ 17a AufenthG)") {
			t.Errorf("titles: %s", all)
		}
		again := h.page(h.post(bremen, "/cases/new", form(doc, "themes", "recognition", "sex", "diverse")), http.StatusBadRequest)
		if s := text(again.Find("#f-sex-error")); !strings.Contains(s, "15. Oktober 2018") {
			t.Errorf("diverse in 2018: %s", s)
		}
		d := h.saved("/cases/new", form(doc, "themes", "recognition", "residence_title", "19a"))
		if got := counselling.Cases.Str(d.Row, "residence_title"); got != "blue_card" {
			t.Errorf("stored %q", got)
		}
	})
}

// TestAnOldCodeStaysWhereItStands lets a later reader correct a case with a code that the law has given another number.
func TestAnOldCodeStaysWhereItStands(t *testing.T) {
	dbtest.Each(t, later, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		_, err := d.Write(casetest.As(bremen), db.Command{Name: "test.round", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "round", ID: "r2"})
			_, err := tx.Exec("UPDATE rounds SET ends_on = $1 WHERE id = 'r2'", int64(clock.MustDay("2028-12-31")))
			return "", err
		})
		if err != nil {
			t.Fatal(err)
		}
		old := h.open(bremen, "s1", "2018-10-01", "residence_title", "blue_card", "country", "SY", "kind", "higher_education")
		path := "/cases/" + old
		if s := text(h.page(h.get(bremen, path), 200).Find(".panel")); !strings.Contains(s, "Blaue Karte EU (§ 19a AufenthG)") {
			t.Errorf("the page says %s", s)
		}
		degree := path + "/qualifications/" + h.detail(old).Qualifications[0].ID + "/edit"
		kept := h.page(h.get(bremen, degree), 200)
		if form(kept).Get("kind") != "higher_education" {
			t.Error("the old kind cannot be chosen any more")
		}
		h.saved(degree, form(kept, "completed_year", "2010"))

		today := h.page(h.get(bremen, "/cases/new"), 200)
		if today.Find("#f-kind option[value=higher_education]").Length() != 0 || today.Find("#f-sex option[value=diverse]").Length() != 1 {
			t.Error("today's list offers yesterday's codes")
		}
		again := h.page(h.post(bremen, "/cases/new", form(today, "themes", "recognition", "kind", "higher_education")), http.StatusBadRequest)
		if again.Find("#f-kind-error").Length() != 1 {
			t.Error("a new case gets an old code")
		}
		h.saved("/cases/new", form(today, "themes", "recognition", "held_on", "2024-07-15", "kind", "higher_education"))
	})
}

func TestAPageOfYesterdayAsksAboutItsDay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, path := range []string{"/cases/new", "/cases/" + h.open(bremen, "s1", "2018-10-01") + "/contacts/new"} {
			doc := h.page(h.get(bremen, path), 200)
			old := form(doc, "themes", "recognition", "opened", "2018-10-14", "held_on", "2018-10-14")
			asked := h.page(h.post(bremen, path, old), http.StatusBadRequest)
			if asked.Find("details[open] #f-held_on-error").Length() != 1 || form(asked).Get("held_on") != "2018-10-14" {
				t.Errorf("%s: nobody asks", path)
			}
			h.saved(path, form(asked)) // it was right
		}
	})
}

func TestSeveralCandidatesAreNamed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		asked := h.page(h.post(bremen, "/cases/new", form(doc, "themes", "recognition", "country", "kongo", "nationality", "Gui")), http.StatusBadRequest)
		if s := text(asked.Find("#f-nationality-error")); !strings.Contains(s, "Guinea · Guinea-Bissau") {
			t.Errorf("candidates: %s", s)
		}
		if s := text(asked.Find("#f-country-error")); !strings.Contains(s, "Kongo") {
			t.Errorf("candidates: %s", s)
		}
	})
}

func TestAWithdrawnConsentKeepsTheForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.saved("/cases/new", usual(h.page(h.get(bremen, "/cases/new"), 200))).Row.ID
		path := "/cases/" + id + "/person"
		typed := form(h.page(h.get(bremen, path), 200), "phone", "0421 555 0199")
		if err := h.cases.ForgetPerson(casetest.As(bremen), id, "2018-10-15", "phone", ident.Token()); err != nil {
			t.Fatal(err)
		}
		doc := h.page(h.post(bremen, path, typed), http.StatusConflict)
		if form(doc).Get("phone") != "0421 555 0199" || h.revealed(id).Who.Identity != nil {
			t.Error("what was typed is lost, or stored without a consent")
		}
	})
}

// later is a day after the reforms of 2020, 2023 and 2024.
var later = clock.Fixed(time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC))

func TestADraftOfANewCaseGoesOn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		doc := h.page(h.get(bremen, "/cases/new"), 200)
		more := h.page(h.post(bremen, "/cases/new", usual(doc, "do", "more")), 200)
		refused := form(h.page(h.post(bremen, "/cases/new", usual(more, "country_2", "Türkei", "age", "x")), http.StatusBadRequest))
		fresh := h.page(h.get(bremen, "/cases/new"), 200)
		goOn := fresh.Find(".drafts a").AttrOr("href", "")
		if goOn != "/cases/new?draft="+refused.Get("key") {
			t.Fatalf("the draft is at %q", goOn)
		}
		kept := form(h.page(h.get(bremen, goOn), 200))
		for _, field := range []string{"key", "family_name", "country", "country_2", "age", "consent_identity", "qualifications"} {
			if kept.Get(field) != refused.Get(field) {
				t.Errorf("%s is %q, was %q", field, kept.Get(field), refused.Get(field))
			}
		}
		kept.Set("age", "34")
		h.saved("/cases/new", kept)
		if h.page(h.get(bremen, "/cases/new"), 200).Find(".drafts").Length() != 0 {
			t.Error("the draft of a saved case is still there")
		}
	})
}

// elsewhere knows something of a case that is opened from its page.
func elsewhere(r *http.Request) (url.Values, error) {
	if r.URL.Query().Get("from") != "elsewhere" {
		return nil, nil
	}
	return url.Values{"themes": {"recognition"}, "country": {"SY"}, "language": {"ar"}, "request": {"r1"}}, nil
}

func TestOtherRoomsFillInWhatTheyKnow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		begun := form(h.page(h.get(bremen, "/cases/new?from=elsewhere"), 200))
		if begun.Get("themes") != "recognition" || begun.Get("country") != "Syrien" || begun.Get("language") != "Arabisch" || begun.Get("form") != "at_centre" {
			t.Errorf("%v", begun)
		}
		if plain := form(h.page(h.get(bremen, "/cases/new"), 200)); plain.Get("country") != "" || plain.Get("language") != "Deutsch" {
			t.Errorf("nobody said so: %v", plain)
		}
	})
}

// hear notes which request an opened case came from.
func (h *house) hear(_ context.Context, form url.Values) error {
	h.hearing.Lock()
	defer h.hearing.Unlock()
	h.opened = append(h.opened, form.Get("request"))
	return nil
}

func TestTheRequestOfAnOpenedCaseIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.saved("/cases/new", form(h.page(h.get(bremen, "/cases/new?from=elsewhere"), 200)))
		h.post(bremen, "/cases/new", form(h.page(h.get(bremen, "/cases/new?from=elsewhere"), 200), "held_on", "bald"))
		if !slices.Equal(h.opened, []string{"r1"}) {
			t.Errorf("%q: one case was opened, one refused", h.opened)
		}
	})
}

// besides is a list of another room.
func besides(*http.Request) ([]ui.NavItem, error) {
	return []ui.NavItem{{Label: "Anfragen (3)", URL: "/requests"}}, nil
}

func TestListsOfOtherRoomsStandBesideThoseOfCases(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if text := h.page(h.get(bremen, "/cases"), 200).Find(`.tabs a[href="/requests"]`).Text(); !strings.Contains(text, "Anfragen (3)") {
			t.Error(text)
		}
	})
}
