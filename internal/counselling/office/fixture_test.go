package office_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/counselling/office"
	"openiq/internal/draft"
	draftoffice "openiq/internal/draft/office"
	"openiq/internal/occupation"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

var (
	now                             = casetest.Now
	bremen, munich, analyst, editor = casetest.Bremen, casetest.Munich, casetest.Analyst, casetest.Editor
)

// house is the office over the small network of casetest, with its edge.
type house struct {
	t       testing.TB
	d       *db.DB
	cases   *counselling.Service
	persons *person.Service
	served  http.Handler
	hearing sync.Mutex
	opened  []string // the requests that forms of opened cases named
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	structure := casetest.Found(t, d)
	persons := casetest.Vault(t, d, structure)
	h := &house{t: t, d: d, cases: counselling.New(d, structure, persons), persons: persons}
	drafts := draftoffice.New(draft.New(d, casetest.Keys(t)))
	catalogue := occupation.New(d)
	bundle.Name("reference_occupation", catalogue.Title)
	mux := http.NewServeMux()
	h.cases.SetStaff(everybody)
	for _, route := range office.Routes(office.Needs{Cases: h.cases, Structure: structure, Drafts: drafts, Accounts: everybody, Occupations: catalogue,
		Prefills: []office.Prefill{elsewhere}, Tabs: besides, Opened: h.hear}) {
		mux.Handle(route.Pattern, route.Bind(func(w http.ResponseWriter, r *http.Request) error {
			if !authz.From(r.Context()).May(route.Action) {
				return errs.New(errs.Forbidden, "error.forbidden")
			}
			return route.Handler(w, r)
		}))
	}
	h.served = web.New(web.Options{Bundle: bundle, Clock: now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Frame: frame}, mux)
	return h
}

func frame(r *http.Request) ui.Page {
	actor := authz.From(r.Context())
	return ui.Page{User: &ui.User{Name: actor.ID, SignOutURL: "/signout"}, Nav: []ui.NavItem{{Label: "Fälle", URL: "/cases", Icon: "list", Current: true}},
		Action: &ui.NavItem{Label: "Neuer Fall", URL: "/cases/new", Icon: "add", Key: "n"}}
}

// do sends a request of somebody.
func (h *house) do(a *authz.Actor, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.served.ServeHTTP(w, r.WithContext(casetest.As(a)))
	return w
}

func (h *house) get(a *authz.Actor, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", "de")
	return h.do(a, r)
}

func (h *house) post(a *authz.Actor, path string, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "de")
	return h.do(a, r)
}

// page is an answer that must have a status, as a document.
func (h *house) page(w *httptest.ResponseRecorder, status int) *goquery.Document {
	h.t.Helper()
	if w.Code != status {
		h.t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return doc
}

// form is what a browser would send of a page's form as it stands, with some fields typed over (name and value in turn).
func form(doc *goquery.Document, pairs ...string) url.Values {
	values := url.Values{}
	doc.Find("main form[method=post]").First().Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		_, checked := s.Attr("checked")
		switch {
		case s.Is("select"):
			values.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		case s.Is("textarea"):
			values.Add(name, s.Text())
		case s.Is("[type=checkbox], [type=radio]") && !checked:
		default:
			values.Add(name, s.AttrOr("value", ""))
		}
	})
	typed := map[string]bool{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if !typed[pairs[i]] {
			values.Del(pairs[i])
			typed[pairs[i]] = true
		}
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

// open records a case by the service.
func (h *house) open(a *authz.Actor, site, day string, more ...string) string {
	h.t.Helper()
	return casetest.Open(h.t, h.cases, a, casetest.New(site, day, more...))
}
