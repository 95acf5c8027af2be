package office_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/draft"
	"openiq/internal/draft/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// watch is a clock that tests set.
type watch struct {
	sync.Mutex
	t time.Time
}

// morning is when the tests begin: 10:32 in Berlin.
var morning = time.Date(2026, 11, 22, 9, 32, 0, 0, time.UTC)

func (w *watch) Now() time.Time {
	w.Lock()
	defer w.Unlock()
	return w.t
}

func (w *watch) pass(d time.Duration) { w.set(w.Now().Add(d)) }

func (w *watch) set(t time.Time) {
	w.Lock()
	defer w.Unlock()
	w.t = t
}

// house is the office of the drafts and a face with a form, behind the real edge.
type house struct {
	http.Handler
	t      testing.TB
	watch  *watch
	drafts *draft.Service
	office *office.Office
	notes  *notes
}

func newHouse(t testing.TB, d *db.DB, w *watch) *house {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, watch: w, drafts: draft.New(d, keys)}
	h.office = office.New(h.drafts)
	h.notes = &notes{drafts: h.office, texts: map[string][]string{}}
	mux := http.NewServeMux()
	for _, route := range append(h.office.Routes(), h.notes.routes()...) {
		mux.Handle(route.Pattern, guard(route))
	}
	mux.Handle("/", web.NotFound)
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: w, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Frame: frame}, mux)
	return h
}

// guard is that of the accounts as far as a script meets it.
func guard(route web.Route) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !authz.From(r.Context()).May(route.Action) {
			w.WriteHeader(http.StatusUnauthorized)
			return nil
		}
		return route.Handler(w, r)
	}
}

func frame(r *http.Request) ui.Page {
	if authz.From(r.Context()) == nil {
		return ui.Page{}
	}
	return ui.Page{User: &ui.User{Name: "jo@example.org", Place: "Beratungsstelle", SignOutURL: "/signout"}, Nav: []ui.NavItem{{Label: "Fälle", URL: "/cases", Icon: "list"}}}
}

const ann, bob = "ann", "bob"

func as(account string) context.Context {
	if account == "" {
		return context.Background()
	}
	return authz.With(db.WithActor(context.Background(), account), &authz.Actor{ID: account})
}

// answer is a page as the browser got it.
type answer struct {
	*httptest.ResponseRecorder
	doc *goquery.Document
}

func (h *house) get(who, path string) answer {
	return h.do(who, httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) post(who, path string, form url.Values) answer {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(who, r)
}

func (h *house) do(who string, r *http.Request) answer {
	h.t.Helper()
	r.Header.Set("Accept-Language", "de")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(as(who)))
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{w, doc}
}

func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.doc.Find(selector).Text()), " ")
}

// want checks the status and, for a redirect, where to.
func (a answer) want(t testing.TB, what string, status int, location string) {
	t.Helper()
	if a.Code != status || a.Header().Get("Location") != location {
		t.Errorf("%s: %d %q, want %d %q; %s", what, a.Code, a.Header().Get("Location"), status, location, a.text("main"))
	}
}

// form is what a browser would send of the page's form as it stands, with some fields typed over (name and value in turn).
func (a answer) form(pairs ...string) url.Values {
	values := url.Values{}
	a.doc.Find("form.test input, form.test textarea").Each(func(_ int, s *goquery.Selection) {
		_, checked := s.Attr("checked")
		name := s.AttrOr("name", "")
		switch {
		case s.Is("textarea"):
			values.Add(name, s.Text())
		case s.Is("[type=checkbox]") && !checked, s.Is("[type=file]"):
		default:
			values.Add(name, s.AttrOr("value", ""))
		}
	})
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Del(pairs[i])
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}
