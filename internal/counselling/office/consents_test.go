package office_test

import (
	"net/http"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/ident"
)

// withdraw takes a consent of a case of Bremen back.
func (h *house) withdraw(id, purpose string) {
	h.t.Helper()
	if c := h.who(id).Consent(purpose); c != nil {
		h.change(bremen, id, person.Change{Withdraw: []person.Withdrawal{{ConsentID: c.ID, On: "2018-10-14", Medium: "phone"}}})
	} else {
		h.t.Fatalf("no consent %s", purpose)
	}
}

func TestAConsentIsReadOutInTheLanguageOfThePersonAndInGerman(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/consents/new"
		if choices := h.page(h.get(bremen, path), 200).Find("main > ul a").Length(); choices != 4 {
			t.Errorf("%d purposes to choose from", choices)
		}
		doc := h.page(h.get(bremen, path+"?purpose=authority&text=ar"), 200)
		texts := doc.Find(".consent-text")
		if texts.Length() != 2 || texts.Eq(0).AttrOr("lang", "") != "ar" || texts.Eq(0).AttrOr("dir", "") != "rtl" || texts.Eq(1).AttrOr("lang", "") != "de" {
			t.Fatalf("%d texts", texts.Length())
		}
		if page := text(doc.Find("main")); !strings.Contains(page, "maschinell entworfen") || !strings.Contains(page, "Alpha") {
			t.Error("not said that a machine wrote it, or who answers for what is stored")
		}
		shown := texts.Eq(0).Text()
		missing := h.page(h.post(bremen, path, form(doc)), http.StatusBadRequest)
		if missing.Find("#f-consent_authority_recipient-error").Length() != 1 || missing.Find(`.consent-text[lang="ar"]`).Length() != 1 {
			t.Error("not said that somebody must be named, or the text is another one now")
		}
		sent := form(missing, "consent_authority_recipient", "IHK FOSA", "consent_authority_contact", "fosa@example.org", "consent_authority_medium", "video", "consent_authority_given_on", "12.10.2018")
		if w := h.post(bremen, path, sent); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases/"+id+"/consents" {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		c := h.who(id).Consent(person.PurposeAuthority)
		if c == nil || c.Recipient != (person.Recipient{Name: "IHK FOSA", Contact: "fosa@example.org"}) || c.Medium != "video" || c.GivenOn.String() != "2018-10-12" || c.Text.Language != "ar" {
			t.Fatalf("stored %+v", c)
		}
		if words := strings.NewReplacer("\n", "", " ", ""); words.Replace(c.Text.Body) != words.Replace(shown) {
			t.Errorf("the text kept as evidence is not the one shown:\n%s\n%s", c.Text.Body, shown)
		}
		twice := form(h.page(h.get(bremen, path+"?purpose=authority"), 200), "consent_authority_recipient", "ihk fosa")
		h.page(h.post(bremen, path, twice), http.StatusConflict)
		listed := text(h.page(h.get(bremen, "/cases/"+id+"/consents"), 200).Find("main"))
		if !strings.Contains(listed, "IHK FOSA") || !strings.Contains(listed, "Arabisch") || !strings.Contains(listed, "per Video") {
			t.Errorf("listed: %s", listed)
		}
	})
}

func TestWhatCannotBeAgreedToIsSaid(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/consents/new"
		h.page(h.get(bremen, path+"?purpose=everything"), http.StatusNotFound)
		doc := h.page(h.get(bremen, path+"?purpose=offers_info"), 200)
		for field, value := range map[string]string{"consent_offers_info_given_on": "2018-10-16", "consent_offers_info_medium": ""} {
			if wrong := h.page(h.post(bremen, path, form(doc, field, value)), http.StatusBadRequest); wrong.Find("#f-"+field+"-error").Length() != 1 {
				t.Errorf("%s: not said what is wrong", field)
			}
		}
		old := h.page(h.post(bremen, path, form(doc, "consent_offers_info_text", "1999")), http.StatusBadRequest)
		if !strings.Contains(text(old.Find(".kern-alert--danger")), "inzwischen geändert") {
			t.Error("a text that nobody sees any more is agreed to")
		}
		h.page(h.post(bremen, path, form(doc, "consent_offers_info", "")), http.StatusBadRequest)
		handover := h.page(h.get(bremen, path+"?purpose=handover"), 200)
		if wrong := h.page(h.post(bremen, path, form(handover, "consent_handover_recipient", "Nirgendwo")), http.StatusBadRequest); wrong.Find("#f-consent_handover_recipient-error").Length() != 1 {
			t.Error("a centre that does not exist")
		}
		if len(h.who(id).Consents) != 1 {
			t.Error("something is stored")
		}
		if w := h.post(bremen, path, form(handover, "consent_handover_recipient", "München")); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if c := h.who(id).Consent(person.PurposeHandover); c == nil || c.Recipient.Name != "s3" {
			t.Errorf("stored %+v", c)
		}
		if listed := text(h.page(h.get(bremen, "/cases/"+id+"/consents"), 200).Find("main")); !strings.Contains(listed, "München") {
			t.Errorf("the centre is not named: %s", listed)
		}
	})
}

func TestWithdrawingOneConsentLeavesTheOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		h.change(bremen, id, person.Change{Give: []person.NewConsent{agreement(person.PurposeAuthority, "IHK FOSA")}})
		c := h.who(id).Consent(person.PurposeAuthority)
		path := "/cases/" + id + "/consents/" + c.ID + "/withdraw"
		doc := h.page(h.get(bremen, path), 200)
		if !strings.Contains(text(doc.Find("main")), "IHK FOSA") {
			t.Error("not said what is withdrawn")
		}
		if wrong := h.page(h.post(bremen, path, form(doc, "withdrawn_on", "2018-10-16")), http.StatusBadRequest); wrong.Find("#f-withdrawn_on-error").Length() != 1 {
			t.Error("withdrawn tomorrow")
		}
		sent := form(doc, "withdrawn_medium", "email")
		if w := h.post(bremen, path, sent); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if w := h.post(bremen, path, sent); w.Code != http.StatusSeeOther {
			t.Errorf("pressing twice: %d", w.Code)
		}
		who := h.who(id)
		if who.Identity == nil || who.Consent(person.PurposeAuthority) != nil || who.Consent(person.PurposeIdentity) == nil {
			t.Errorf("%+v", who.Consents)
		}
		listed := text(h.page(h.get(bremen, "/cases/"+id+"/consents"), 200).Find("main"))
		if !strings.Contains(listed, "Zurückgenommen") || !strings.Contains(listed, "per E-Mail") {
			t.Errorf("the history: %s", listed)
		}
		h.page(h.get(bremen, path), http.StatusNotFound)
	})
}

// TestForgettingLeavesTheFacts withdraws the consent for the identity by its page, and forgets another person by request.
func TestForgettingLeavesTheFacts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		byWithdrawal, byRequest := h.named(), h.named()
		consent := h.who(byWithdrawal).Consent(person.PurposeIdentity).ID
		for id, page := range map[string]string{byWithdrawal: "/consents/" + consent + "/withdraw", byRequest: "/forget"} {
			h.keep(id, "zeugnis.pdf", pdf)
			before := h.detail(id)
			path := "/cases/" + id + page
			doc := h.page(h.get(bremen, path), 200)
			if asked := text(doc.Find("main")); !strings.Contains(asked, "ernichtet") || !strings.Contains(asked, "Statistik") {
				t.Errorf("not said what follows: %s", asked)
			}
			if w := h.post(bremen, path, form(doc)); w.Code != http.StatusSeeOther {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			who, after := h.who(id), h.detail(id)
			if who.Identity != nil || len(who.Texts) != 0 || len(who.Documents) != 0 || who.Consent(person.PurposeIdentity) != nil {
				t.Errorf("%s: something is left: %+v", page, who)
			}
			if anonymous, known := counselling.Cases.Int(after.Row, "anonymous"); !known || anonymous != 1 {
				t.Errorf("%s: the case does not say that it is anonymous", page)
			}
			if len(after.Contacts) != len(before.Contacts) || counselling.Qualifications.Str(&after.Qualifications[0], "country") != "SY" {
				t.Errorf("%s: facts are lost", page)
			}
			shown := text(h.page(h.get(bremen, "/cases/"+id), 200).Find("main"))
			if !strings.Contains(shown, "Anonymer Fall") || strings.Contains(shown, "Nour") || strings.Contains(shown, "Approbation") {
				t.Errorf("%s: the page shows %s", page, shown)
			}
		}
	})
}

func TestNotesOfAnAnonymousCaseCanBeForgottenToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		h.note(id, "Nennt versehentlich ihren Namen")
		path := "/cases/" + id + "/forget"
		doc := h.page(h.get(bremen, path), 200)
		if doc.Find("#f-withdrawn_on").Length() != 0 {
			t.Error("asked when a consent was withdrawn that never was")
		}
		if w := h.post(bremen, path, form(doc)); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if who := h.who(id); len(who.Texts) != 0 {
			t.Errorf("left: %v", who.Texts)
		}
	})
}

func TestOnlyWhoRecordsForgets(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		for _, a := range []string{"munich", "analyst"} {
			who := map[string]int{"munich": http.StatusNotFound, "analyst": http.StatusForbidden}
			actor := munich
			if a == "analyst" {
				actor = analyst
			}
			h.page(h.get(actor, "/cases/"+id+"/forget"), who[a])
			if err := h.cases.ForgetPerson(casetest.As(actor), id, "2018-10-15", "phone", ident.Token()); err == nil {
				t.Errorf("%s forgets", a)
			}
		}
		if h.who(id).Identity == nil {
			t.Error("forgotten")
		}
	})
}

func TestTextsToAgreeToArePrintedInEachLanguage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, tag := range []string{"de", "en", "ar", "uk", "ru", "tr", "fa", "fr", "es", "pl", "ro"} {
			doc := h.page(h.get(bremen, "/consent-texts?purpose=identity&text="+tag), 200)
			first := doc.Find(".consent-text").First()
			if first.AttrOr("lang", "") != tag || first.Find("p").Length() < 9 {
				t.Errorf("%s: %d paragraphs in %s", tag, first.Find("p").Length(), first.AttrOr("lang", ""))
			}
			drafted := strings.Contains(text(doc.Find("main")), "maschinell entworfen")
			if reviewed := tag == "de" || tag == "en"; drafted == reviewed {
				t.Errorf("%s: said to be drafted by a machine: %v", tag, drafted)
			}
		}
		if doc := h.page(h.get(bremen, "/consent-texts?purpose=identity&text=tlh"), 200); doc.Find(".consent-text").First().AttrOr("lang", "") != "de" {
			t.Error("no text at all for a language without one")
		}
		h.page(h.get(bremen, "/consent-texts?purpose=x"), http.StatusNotFound)
		h.page(h.get(analyst, "/consent-texts?purpose=identity"), http.StatusForbidden)
	})
}
