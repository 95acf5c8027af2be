package office_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/ident"
)

// agreement is a consent for a purpose, given in October 2018.
func agreement(purpose, to string) person.NewConsent {
	return person.NewConsent{Purpose: purpose, Recipient: person.Recipient{Name: to}, GivenOn: "2018-10-12", Medium: "face_to_face",
		Text: person.ShownText{ID: purpose, Version: "1", Language: "de", Body: "Darf das sein?\n\nJa oder nein."}}
}

// muhammad is who a case is about, with more fields (name and value in turn).
func muhammad(more ...string) *person.Identity {
	i := &person.Identity{FamilyName: "Al-Nour", GivenName: "Muhammad", NativeName: "محمد النور", Phone: "0421 123456", Email: "m.alnour@example.org"}
	for n := 0; n+1 < len(more); n += 2 {
		*i.Field(more[n]) = more[n+1]
	}
	return i
}

// change changes the person of a case as its counsellor.
func (h *house) change(a *authz.Actor, id string, c person.Change) {
	h.t.Helper()
	if err := h.cases.ChangePerson(casetest.As(a), id, c, ident.Token()); err != nil {
		h.t.Fatal(err)
	}
}

// named is a case of Bremen whose person is known, with notes of the first contact.
func (h *house) named(more ...string) string {
	h.t.Helper()
	id := h.open(bremen, "s1", "2018-10-01", "country", "SY")
	h.change(bremen, id, person.Change{Identity: muhammad(more...), Give: []person.NewConsent{agreement(person.PurposeIdentity, "")}})
	h.note(id, "Fragt nach der Approbation")
	return id
}

// note writes the notes of the first contact of a case.
func (h *house) note(id, text string) {
	h.t.Helper()
	contact := h.detail(id).Contacts[0].ID
	h.change(bremen, id, person.Change{Texts: map[string]person.Texts{contact: {"notes": text}}})
}

// who is everything the vault has about a case of Bremen.
func (h *house) who(id string) *person.Person {
	h.t.Helper()
	d := h.detail(id)
	if err := h.cases.Reveal(casetest.As(bremen), d.Held); err != nil {
		h.t.Fatal(err)
	}
	return d.Who
}

// entries are the details of the audit entries of a kind about a case.
func (h *house) entries(kind, id string) []string {
	h.t.Helper()
	var details []string
	rows, err := h.d.Query(h.t.Context(), "SELECT actor, detail FROM audit_entry WHERE kind = $1 AND (subject = $2 OR detail LIKE $3) ORDER BY tenant, n", kind, id, "%"+id+"%")
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var actor, detail string
		if err := rows.Scan(&actor, &detail); err != nil {
			h.t.Fatal(err)
		}
		details = append(details, actor+": "+detail)
	}
	return details
}

func TestWhoSomebodyIsOnlyTheirCentreReads(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named("street", "Am Wall 1", "postcode", "28195", "place", "Bremen", "born_on", "1984-03-05")
		doc := h.page(h.get(bremen, "/cases/"+id), 200)
		if read := h.entries("read", id); len(read) != 1 {
			t.Errorf("opening the case is noted %d times: %q", len(read), read)
		}
		who := doc.Find(".who")
		for _, want := range []string{"Al-Nour, Muhammad", "محمد النور", "0421 123456", "m.alnour@example.org", "Am Wall 1, 28195 Bremen", "5. März 1984"} {
			if !strings.Contains(text(who), want) {
				t.Errorf("%s is missing in %s", want, text(who))
			}
		}
		if who.Find(`a[href="tel:0421123456"]`).Length() != 1 || who.Find(`a[href="mailto:m.alnour@example.org"]`).Length() != 1 {
			t.Error("one cannot call or write")
		}
		for _, reader := range []*authz.Actor{analyst, casetest.Lead} {
			doc := h.page(h.get(reader, "/cases/"+id), 200)
			if body := text(doc.Selection); doc.Find(".who").Length() != 0 || strings.Contains(body, "Nour") || strings.Contains(body, "Einwilligung") {
				t.Errorf("%s learns of the person", reader.ID)
			}
			for _, page := range []string{"/person", "/consents", "/documents", "/forget"} {
				h.page(h.get(reader, "/cases/"+id+page), http.StatusForbidden)
			}
		}
		if read := h.entries("read", id); len(read) != 1 {
			t.Errorf("those who learned nothing are noted: %q", read)
		}
	})
}

func TestOpeningAnAnonymousCaseIsNotedToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		h.note(id, "Möchte ihren Namen nicht nennen")
		doc := h.page(h.get(bremen, "/cases/"+id), 200)
		if !strings.Contains(text(doc.Find(".who")), "Anonymer Fall") || len(h.entries("read", id)) != 1 {
			t.Errorf("%s, %q", text(doc.Find(".who")), h.entries("read", id))
		}
	})
}

func TestWhoSomebodyIsNeedsTheirConsentInTheSameForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01", "anonymous", "true")
		path := "/cases/" + id + "/person"
		doc := h.page(h.get(bremen, path), 200)
		if doc.Find("details:not([open]) #f-consent_identity_given_on").Length() != 1 {
			t.Error("how somebody agreed is in the way, or missing")
		}
		typed := form(doc, "family_name", "Коваль", "given_name", "Олена", "born_on", "5.3.1984")
		wrong := h.page(h.post(bremen, path, typed), http.StatusBadRequest)
		again := form(wrong)
		if wrong.Find("#f-consent_identity-error").Length() != 1 || again.Get("family_name") != "Коваль" {
			t.Errorf("not said what is missing, or %v is lost", again)
		}
		if who := h.who(id); who.Identity != nil || len(who.Consents) != 0 {
			t.Errorf("stored: %+v", who)
		}
		again.Set("consent_identity", "true")
		d := h.saved(path, again)
		who := h.who(id)
		if who.Identity == nil || *who.Identity != (person.Identity{FamilyName: "Коваль", GivenName: "Олена", BornOn: "1984-03-05"}) {
			t.Fatalf("stored %+v", who.Identity)
		}
		c := who.Consent(person.PurposeIdentity)
		if c == nil || c.GivenOn.String() != "2018-10-15" || c.Medium != "face_to_face" || c.Text.Language != "de" || !strings.Contains(c.Text.Body, "Artikel 7") {
			t.Errorf("the consent %+v", c)
		}
		if anonymous, _ := counselling.Cases.Int(d.Row, "anonymous"); anonymous != 0 {
			t.Error("the case still says that it is anonymous")
		}
		if edit := h.page(h.get(bremen, path), 200); edit.Find("#f-consent_identity").Length() != 0 {
			t.Error("asked for a consent that is there")
		}
	})
}

func TestWhatIsWrongWithWhoSomebodyIsIsSaidWhereItIs(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/person"
		doc := h.page(h.get(bremen, path), 200)
		four := string([]rune(strings.Repeat("Мохаммед محمد Müller 穆罕默德 ", 25))[:500])
		for field, value := range map[string]string{"family_name": four, "phone": "ruf mich an", "email": "nour@", "born_on": "2018-11-01",
			"given_name": "123", "native_name": strings.Repeat("م", 201)} {
			wrong := h.page(h.post(bremen, path, form(doc, field, value)), http.StatusBadRequest)
			if wrong.Find("#f-"+field+"-error").Length() != 1 || wrong.Find(`.kern-alert--danger a[href="#f-`+field+`"]`).Length() != 1 {
				t.Errorf("%s: not said what is wrong", field)
			}
			if again := form(wrong); again.Get(field) != strings.TrimSpace(value) || field != "email" && again.Get("email") != "m.alnour@example.org" {
				t.Errorf("%s: something typed is lost: %q", field, again.Get(field))
			}
		}
		empty := form(doc)
		for _, name := range person.IdentityFields {
			empty.Set(name, "")
		}
		if wrong := h.page(h.post(bremen, path, empty), http.StatusBadRequest); wrong.Find("#f-family_name-error").Length() != 1 {
			t.Error("nobody at all is stored")
		}
		if who := h.who(id); who.Version != 1 {
			t.Errorf("stored %+v", who.Identity)
		}
	})
}

func TestTwoWhoChangeAPersonSeeBothVersions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/person"
		mine := form(h.page(h.get(bremen, path), 200), "phone", "0421 999999")
		h.change(bremen, id, person.Change{Identity: muhammad("phone", "0421 777777", "place", "Bremen"), Version: 1})
		doc := h.page(h.post(bremen, path, mine), http.StatusConflict)
		var cells []string
		doc.Find("main table tbody").Find("th, td").Each(func(_ int, s *goquery.Selection) { cells = append(cells, text(s)) })
		if want := []string{"Ort", "nicht ausgefüllt", "Bremen", "Telefon", "0421 999999", "0421 777777"}; !slices.Equal(cells, want) {
			t.Errorf("differences %q", cells)
		}
		h.saved(path, form(doc))
		if who := h.who(id); who.Version != 3 || who.Identity.Phone != "0421 999999" {
			t.Errorf("stored %+v", who.Identity)
		}
	})
}

func TestSendingWhoSomebodyIsTwiceStoresOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-01")
		path := "/cases/" + id + "/person"
		sent := form(h.page(h.get(bremen, path), 200), "family_name", "Koval", "consent_identity", "true")
		h.saved(path, sent)
		h.saved(path, sent)
		if who := h.who(id); who.Version != 1 || len(who.Consents) != 1 {
			t.Errorf("version %d, %d consents", who.Version, len(who.Consents))
		}
	})
}

func TestSavingAfterAWithdrawalSaysSoAndKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.named()
		path := "/cases/" + id + "/person"
		writing := form(h.page(h.get(bremen, path), 200), "remark", "Nur vormittags")
		h.withdraw(id, person.PurposeIdentity)
		doc := h.page(h.post(bremen, path, writing), http.StatusConflict)
		if !strings.Contains(text(doc.Find(".kern-alert--warning")), "zurückgenommen") {
			t.Errorf("not said why: %s", text(doc.Find(".kern-alert--warning")))
		}
		again := form(doc)
		if again.Get("remark") != "Nur vormittags" || doc.Find("#f-consent_identity").Length() != 1 {
			t.Error("what was typed is lost, or there is no way to agree anew")
		}
		if who := h.who(id); who.Identity != nil {
			t.Errorf("half of it is stored: %+v", who.Identity)
		}
		again.Set("consent_identity", "true")
		h.saved(path, again)
		if who := h.who(id); who.Identity == nil || who.Identity.Remark != "Nur vormittags" {
			t.Errorf("stored %+v", who.Identity)
		}
	})
}

// TestForeignPersonsDoNotExist tries the addresses of a person with the part of a foreign one under an own case.
func TestForeignPersonsDoNotExist(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		own, foreign := h.named(), h.open(munich, "s3", "2018-10-01")
		h.change(munich, foreign, person.Change{Identity: muhammad(), Give: []person.NewConsent{agreement(person.PurposeIdentity, "")}})
		d, err := h.cases.Get(casetest.As(munich), foreign)
		if err == nil {
			err = h.cases.Reveal(casetest.As(munich), d.Held)
		}
		if err != nil {
			t.Fatal(err)
		}
		consent := d.Who.Consents[0].ID
		for _, id := range []string{own, foreign} {
			path := "/cases/" + id + "/consents/" + consent + "/withdraw"
			h.page(h.get(bremen, path), http.StatusNotFound)
		}
		key := url.Values{"key": {ident.Token()}, "withdrawn_on": {"2018-10-15"}, "withdrawn_medium": {"phone"}}
		h.page(h.post(bremen, "/cases/"+foreign+"/consents/"+consent+"/withdraw", key), http.StatusNotFound)
		h.post(bremen, "/cases/"+own+"/consents/"+consent+"/withdraw", key)
		if err := h.cases.Reveal(casetest.As(munich), d.Held); err != nil || d.Who.Identity == nil || !d.Who.Consents[0].Valid {
			t.Errorf("a foreign consent was withdrawn: %v", err)
		}
	})
}

func TestAPersonWhoIsThereAlreadyIsOffered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		there, id := h.named(), h.open(bremen, "s1", "2018-10-02")
		path := "/cases/" + id + "/person"
		typed := form(h.page(h.get(bremen, path), 200), "family_name", "Nour", "given_name", "Mohammed", "consent_identity", "true")
		doc := h.page(h.post(bremen, path, typed), http.StatusConflict)
		if offered := doc.Find(`.kern-alert--warning a[href="/cases/` + there + `"]`); offered.Length() != 1 || text(offered) != "Al-Nour, Muhammad" {
			t.Errorf("offered: %s", text(doc.Find(".kern-alert--warning")))
		}
		if read := h.entries("read", there); len(read) != 1 {
			t.Errorf("that somebody sees the other name is noted as %q", read)
		}
		if h.who(id).Identity != nil {
			t.Error("stored without an answer")
		}
		h.saved(path, form(doc, "another", "true"))
		if who := h.who(id); who.Identity == nil || who.Identity.GivenName != "Mohammed" {
			t.Errorf("stored %+v", who.Identity)
		}
	})
}

func TestWhoSomebodyIsIsKeptAsADraft(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1", "2018-10-02")
		path := "/cases/" + id + "/person"
		typed := form(h.page(h.get(bremen, path), 200), "family_name", "Koval", "email", "olena@")
		h.page(h.post(bremen, path, typed), http.StatusBadRequest)
		link := h.page(h.get(bremen, path), 200).Find(`.drafts a[href*="draft="]`).AttrOr("href", "")
		again := form(h.page(h.get(bremen, link), 200), "email", "olena@example.org", "consent_identity", "true")
		if again.Get("family_name") != "Koval" || again.Get("key") != typed.Get("key") {
			t.Fatalf("the draft has %v", again)
		}
		h.saved(path, again)
		if h.page(h.get(bremen, path), 200).Find(".drafts").Length() != 0 {
			t.Error("the draft is still there")
		}
	})
}
