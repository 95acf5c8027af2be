package office_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"openiq/internal/counselling/casetest"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// serveAs answers as somebody and returns the address.
func (h *house) serveAs(t *testing.T, a *authz.Actor) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.served.ServeHTTP(w, r.WithContext(casetest.As(a)))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// TestPersonalPagesInTheBrowser looks at the pages about people, narrow from right to left without scripts and wide from left
// to right.
func TestPersonalPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	id := h.named("street", "Am Wall 1", "postcode", "28195", "place", "Bremen", "born_on", "1984-03-05", "remark", "Nur vormittags")
	anonymous := h.open(bremen, "s1", "2018-10-01")
	h.change(bremen, id, person.Change{Give: []person.NewConsent{agreement(person.PurposeAuthority, "IHK FOSA"), agreement(person.PurposeOffers, "")}})
	h.withdraw(id, person.PurposeOffers)
	h.keep(id, "zeugnis.pdf", pdf)
	h.keep(id, "شهادة.pdf", variant(1))
	who := h.who(id)
	consent, document := who.Consent(person.PurposeIdentity).ID, who.Documents[0].ID
	office, officer := h.serveAs(t, bremen), h.serveAs(t, casetest.Officer)
	b := browser.New(t)
	for name, address := range map[string]string{
		"person-case": office + "/cases/" + id, "person-anonymous": office + "/cases/" + anonymous,
		"person-edit": office + "/cases/" + id + "/person", "person-new": office + "/cases/" + anonymous + "/person",
		"consents": office + "/cases/" + id + "/consents", "consents-none": office + "/cases/" + anonymous + "/consents",
		"consent-give": office + "/cases/" + id + "/consents/new?purpose=authority&text=ar", "consent-choose": office + "/cases/" + id + "/consents/new",
		"consent-handover": office + "/cases/" + id + "/consents/new?purpose=handover",
		"consent-withdraw": office + "/cases/" + id + "/consents/" + consent + "/withdraw", "consent-text": office + "/consent-texts?purpose=identity&text=uk",
		"documents": office + "/cases/" + id + "/documents", "documents-none": office + "/cases/" + anonymous + "/documents",
		"document-delete": office + "/cases/" + id + "/documents/" + document + "/delete",
		"forget":          office + "/cases/" + id + "/forget", "search": office + "/search", "locate": officer + "/locate",
	} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(address+query(address)+"lang=ar", browser.View{Width: 360, NoJS: true})
			narrow.Screenshot(name + "-ar-360")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			narrow.Close()
			wide := b.Open(address+query(address)+"lang=de", browser.View{Width: 1280})
			wide.Screenshot(name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), wide.Console(), browser.ValidHTML(wide.Source()))
			wide.Close()
		})
	}
}

// TestSearchInTheBrowser searches as somebody types, and looks at what is found and at what is not.
func TestSearchInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	h.named()
	b := browser.New(t)
	for _, where := range []struct{ name, address, field string }{
		{"search", h.serveAs(t, bremen) + "/search", "#f-q"}, {"locate", h.serveAs(t, casetest.Officer) + "/locate", "#f-query"},
	} {
		for outcome, asked := range map[string]string{"found": "محمد", "none": "Schmidt"} {
			for look, view := range map[string]browser.View{"ar-360": {Width: 360, NoJS: true}, "de-1280": {Width: 1280}} {
				page := b.Open(where.address+"?lang="+look[:2], view)
				page.Follow(chromedp.SetValue(where.field, asked), chromedp.Click("main form button[type=submit]"))
				page.Screenshot(where.name + "-" + outcome + "-" + look)
				browser.Clean(t, page.Axe(), page.Overflow(), browser.ValidHTML(page.Source()))
				if got := browser.Get(page, chromedp.Location()); got != where.address {
					t.Errorf("what was asked stands in %s", got)
				}
				page.Close()
			}
		}
	}
}
