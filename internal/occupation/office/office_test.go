package office_test

import (
	"bytes"
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

	"openiq/internal/occupation"
	"openiq/internal/occupation/esco"
	"openiq/internal/occupation/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

var now = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))

// house is the office behind the edge. A cookie says who asks, in place of a session.
type house struct {
	http.Handler
	t       testing.TB
	service *occupation.Service
	log     *bytes.Buffer
}

// people are who may ask, by the value of the cookie.
var people = map[string]*authz.Actor{
	"reader": {ID: "reader", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, programme.ActionRead)}},
	"editor": {ID: "editor", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, programme.ActionRead, occupation.ActionEdit)}},
}

type names map[string]string

func (n names) Names(context.Context, []string) (map[string]string, error) { return n, nil }

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, service: occupation.New(d), log: new(bytes.Buffer)}
	mux := http.NewServeMux()
	for _, route := range office.Routes(h.service, names{"editor": "edith@example.org"}, d.Clock()) {
		mux.Handle(route.Pattern, web.Func(func(w http.ResponseWriter, r *http.Request) error {
			if err := authz.Require(r.Context(), route.Action, authz.Target{}); err != nil {
				return err
			}
			return route.Handler(w, r)
		}))
	}
	signedIn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if c, err := r.Cookie("who"); err == nil {
			ctx = authz.With(db.WithActor(ctx, c.Value), people[c.Value])
		}
		mux.ServeHTTP(w, r.WithContext(ctx))
	})
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Frame: func(*http.Request) ui.Page {
			return ui.Page{Nav: []ui.NavItem{{Label: "Berufe", URL: "/occupations", Icon: "training", Current: true}}}
		}}, signedIn)
	return h
}

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

// importESCO gives the house two concepts that no occupation stands for.
func (h *house) importESCO() {
	h.t.Helper()
	system := db.WithActor(authz.AsSystem(context.Background(), "test"), "test")
	labels := esco.Language{Tag: "de", Labels: []esco.Label{{ID: tamer, Text: "Löwendompteur"}, {ID: diver, Text: "Perlentaucherin"}}}
	if _, err := h.service.ImportESCO(system, []esco.Language{labels}, func(string, int, int) {}); err != nil {
		h.t.Fatal(err)
	}
}

const (
	tamer = "00000000-0000-0000-0000-000000000001"
	diver = "00000000-0000-0000-0000-000000000002"
)

// answer is a page as somebody got it.
type answer struct {
	*goquery.Document
	status   int
	location string
}

func (h *house) do(who, method, path string, form url.Values) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", "de")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "who", Value: who})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s %s: %d\n%s", method, path, w.Code, h.log)
	}
	doc, err := goquery.NewDocumentFromReader(io.LimitReader(w.Body, 8<<20))
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{doc, w.Code, w.Header().Get("Location")}
}

// page is a page that must be there.
func (h *house) page(who, path string) answer {
	h.t.Helper()
	a := h.do(who, http.MethodGet, path, nil)
	if a.status != http.StatusOK {
		h.t.Fatalf("%s: %d", path, a.status)
	}
	return a
}

// fill is the form of a page as a browser would send it, with some values replaced; "|" stands between several.
func (a answer) fill(pairs ...string) url.Values {
	form := url.Values{}
	a.Find("main form[method=post]").Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name, kind := s.AttrOr("name", ""), s.AttrOr("type", "")
		_, checked := s.Attr("checked")
		switch {
		case s.Is("select"):
			form.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		case s.Is("textarea"):
			form.Add(name, s.Text())
		case (kind == "radio" || kind == "checkbox") && !checked:
		default:
			form.Add(name, s.AttrOr("value", ""))
		}
	})
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = strings.Split(pairs[i+1], "|")
	}
	return form
}

func (a answer) text(selector string) string { return text(a.Find(selector)) }

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// history are the changes that the page of an occupation lists.
func (a answer) history() *goquery.Selection { return a.Find(".section").Last().Find("tbody tr") }

// stored is an entry as it is stored.
func (h *house) stored(code string) *occupation.Occupation {
	h.t.Helper()
	c, err := h.service.Catalogue(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return c.Get(code)
}
