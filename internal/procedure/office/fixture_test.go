package office_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	casework "openiq/internal/counselling/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/procedure"
	"openiq/internal/procedure/office"
)

// now is Monday noon in Berlin, 15 October 2018.
var (
	now                     = casetest.Now
	bremen, munich, analyst = casetest.Bremen, casetest.Munich, casetest.Analyst
)

// house is the face of procedures beside the page of a case, over the small network of casetest, with its edge.
type house struct {
	t          testing.TB
	cases      *counselling.Service
	procedures *procedure.Service
	routes     []web.Route
	served     http.Handler
}

// paper keeps no drafts, as for somebody who is not signed in.
type paper struct{}

func (paper) Fill(*http.Request, *web.Form) (bool, error)             { return false, nil }
func (paper) Show(*http.Request, *web.Form, string) (ui.Draft, error) { return ui.Draft{}, nil }
func (paper) Done(context.Context, string) error                      { return nil }

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	structure := casetest.Found(t, d)
	persons := casetest.Vault(t, d, structure)
	h := &house{t: t, cases: counselling.New(d, structure, persons)}
	h.procedures = procedure.New(d, h.cases, persons)
	face := office.New(h.procedures, h.cases, paper{})
	h.routes = face.Routes()
	mux := http.NewServeMux()
	for _, route := range append(casework.Routes(casework.Needs{Cases: h.cases, Structure: structure, Drafts: paper{}, Parts: []casework.Part{face.OnCase}}), h.routes...) {
		mux.Handle(route.Pattern, web.Func(func(w http.ResponseWriter, r *http.Request) error {
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
	return ui.Page{User: &ui.User{Name: authz.From(r.Context()).ID, SignOutURL: "/signout"},
		Nav: []ui.NavItem{{Label: "Fälle", URL: "/cases", Icon: "list", Current: true}}}
}

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

func (h *house) do(a *authz.Actor, r *http.Request) *httptest.ResponseRecorder {
	r.Header.Set("Accept-Language", "de")
	w := httptest.NewRecorder()
	h.served.ServeHTTP(w, r.WithContext(casetest.As(a)))
	return w
}

func (h *house) get(a *authz.Actor, path string) *httptest.ResponseRecorder {
	return h.do(a, httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) post(a *authz.Actor, path string, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
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

// sent fills in the form of an address, sends it, and says where it leads.
func (h *house) sent(path string, pairs ...string) string {
	h.t.Helper()
	address, _, _ := strings.Cut(path, "?")
	doc := h.page(h.get(bremen, path), http.StatusOK)
	w := h.post(bremen, address, form(doc, pairs...))
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("%s: status %d: %s", path, w.Code, text(h.page(w, w.Code).Find(".kern-alert")))
	}
	return w.Header().Get("Location")
}

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// open opens a case at Bremen with a qualification and returns the case's id.
func (h *house) open(a *authz.Actor, site string, more ...string) string {
	h.t.Helper()
	return casetest.Open(h.t, h.cases, a, casetest.New(site, "2018-02-01", append([]string{"country", "SY", "kind", "master", "reference_occupation", "engineer"}, more...)...))
}

// all has the procedures of a case.
func (h *house) all(a *authz.Actor, caseID string) *procedure.All {
	h.t.Helper()
	held, err := h.cases.ForReading(casetest.As(a), caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := h.procedures.Of(casetest.As(a), held)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// start starts a procedure by the service, with steps like "applied 2018-06-01" and "decided 2018-08-01 result=partial".
func (h *house) start(a *authz.Actor, caseID, facts string, steps ...string) string {
	h.t.Helper()
	in := procedure.Input{}
	for _, fact := range strings.Fields(facts) {
		column, cell, _ := strings.Cut(fact, "=")
		in[column] = cell
	}
	id, err := h.procedures.Start(casetest.As(a), caseID, in, ident.Token())
	for _, step := range steps {
		if err != nil {
			break
		}
		words := strings.Fields(step)
		in := procedure.Input{"kind": words[0], "on_day": words[1]}
		for _, word := range words[2:] {
			column, cell, _ := strings.Cut(word, "=")
			in[column] = strings.ReplaceAll(cell, "+", " ")
		}
		_, err = h.procedures.AddStep(casetest.As(a), caseID, id, in, ident.Token())
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}
