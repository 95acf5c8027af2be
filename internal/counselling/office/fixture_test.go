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
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/counselling"
	"openiq/internal/counselling/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// now is the instant at which the tests take place: Monday noon in Berlin.
var now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

// house is the office over a small network, with its edge: two networks, a project with two centres in the first and one
// with one centre in the second.
type house struct {
	t      testing.TB
	d      *db.DB
	cases  *counselling.Service
	served http.Handler
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	structure := programme.New(d)
	h := &house{t: t, d: d, cases: counselling.New(d, structure)}
	mux := http.NewServeMux()
	for _, route := range office.Routes(h.cases, structure) {
		mux.Handle(route.Pattern, web.Func(func(w http.ResponseWriter, r *http.Request) error {
			if !authz.From(r.Context()).May(route.Action) {
				return errs.New(errs.Forbidden, "error.forbidden")
			}
			return route.Handler(w, r)
		}))
	}
	h.served = web.New(web.Options{Bundle: bundle, Clock: now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Frame: frame}, mux)
	h.store(programme.Rounds, "r1 name=Round1 starts_on=2011-01-01 ends_on=2014-12-31", "r2 name=Round2 starts_on=2015-01-01 ends_on=2018-12-31")
	h.store(programme.Networks, "n1 name=Nordnetz states=HB", "n2 name=Südnetz states=BY")
	h.store(programme.Organisations, "o1 name=Alpha")
	h.store(programme.Projects, "p1 round_id=r2 name=Eins organisation_id=o1 kind=counselling network_id=n1",
		"p2 round_id=r2 name=Zwei organisation_id=o1 kind=counselling network_id=n2")
	h.store(programme.Sites, "s1 project_id=p1 name=Bremen kind=fixed", "s2 project_id=p1 name=Emden kind=mobile", "s3 project_id=p2 name=München kind=fixed")
	return h
}

func frame(r *http.Request) ui.Page {
	actor := authz.From(r.Context())
	return ui.Page{User: &ui.User{Name: actor.ID, SignOutURL: "/signout"}, Nav: []ui.NavItem{{Label: "Fälle", URL: "/cases", Icon: "list", Current: true}},
		Action: &ui.NavItem{Label: "Neuer Fall", URL: "/cases/new", Icon: "add", Key: "n"}}
}

// store stores records as an import does. A record is "id column=value …" with _ for a blank.
func (h *house) store(typ *record.Type, records ...string) {
	h.t.Helper()
	_, err := h.d.Write(context.Background(), db.Command{Name: "test.store", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		for _, words := range records {
			fields := strings.Fields(words)
			row := record.Row{ID: fields[0], Values: make([]any, len(typ.Columns))}
			for _, field := range fields[1:] {
				column, cell, _ := strings.Cut(field, "=")
				value, err := typ.Column(column).Parse(strings.ReplaceAll(cell, "_", " "))
				if err != nil {
					value, err = typ.Column(column).Parse(cell)
				}
				if err != nil {
					return "", err
				}
				row.Values[typ.Index(column)] = value
			}
			if _, err := typ.Put(tx, row, nil); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name})
		return "", nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// somebody is an actor with grants.
func somebody(id string, grants ...authz.Grant) *authz.Actor {
	return &authz.Actor{ID: id, Grants: grants}
}

func at(kind authz.ScopeKind, id string) authz.Scope { return authz.Scope{Kind: kind, ID: id} }

// The people of the tests.
var (
	bremen  = counsellor("s1")
	munich  = counsellor("s3")
	analyst = somebody("analyst", authz.Allow(at(authz.Nation, ""), counselling.ActionRead))
	lead    = somebody("lead", authz.Allow(at(authz.Project, "p1"), counselling.ActionRead))
	editor  = somebody("editor")
)

func counsellor(site string) *authz.Actor {
	a := somebody("counsellor-"+site, authz.Allow(at(authz.Site, site), counselling.ActionRead, counselling.ActionRecord))
	a.HomeSite = site
	return a
}

func as(a *authz.Actor) context.Context {
	return authz.With(db.WithActor(context.Background(), a.ID), a)
}

// do sends a request of somebody.
func (h *house) do(a *authz.Actor, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.served.ServeHTTP(w, r.WithContext(as(a)))
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
		if pairs[i+1] != "" {
			values.Add(pairs[i], pairs[i+1])
		}
	}
	return values
}

// open records a case by the service.
func (h *house) open(a *authz.Actor, site, day string, more ...string) string {
	h.t.Helper()
	in := counselling.NewCase{Site: site, Case: counselling.Input{},
		Contact: counselling.Input{"held_on": day, "form": "phone", "themes": "recognition"}, Qualification: counselling.Input{}}
	for i := 0; i+1 < len(more); i += 2 {
		switch {
		case counselling.Cases.Has(more[i]):
			in.Case[more[i]] = more[i+1]
		case counselling.Qualifications.Has(more[i]):
			in.Qualification[more[i]] = more[i+1]
		default:
			in.Contact[more[i]] = more[i+1]
		}
	}
	id, err := h.cases.Open(as(a), in, ident.Token())
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}
