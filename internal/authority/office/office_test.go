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

	"openiq/internal/authority"
	"openiq/internal/authority/office"
	"openiq/internal/occupation"
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
	service *authority.Service
	log     *bytes.Buffer
}

// people are who may ask, by the value of the cookie.
var people = map[string]*authz.Actor{
	"reader": {ID: "reader", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, programme.ActionRead)}},
	"editor": {ID: "editor", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, programme.ActionRead, occupation.ActionEdit)}},
}

// places knows a town in one district, one in two, one of unknown district, and one in two Laender.
func places(_ context.Context, text string) ([]office.Where, error) {
	return map[string][]office.Where{"50667": {{State: "NW", District: "05315"}}, "Neustadt": {{State: "SN", District: "14511"}, {State: "SN", District: "14612"}},
		"Zwickau": {{State: "SN"}}, "Halle": {{State: "ST", District: "15002"}, {State: "NW", District: "05754"}}}[text], nil
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	occupations := occupation.New(d)
	h := &house{t: t, service: authority.New(d, occupations), log: new(bytes.Buffer)}
	mux := http.NewServeMux()
	for _, route := range office.Routes(h.service, occupations, places) {
		mux.Handle(route.Pattern, web.Func(func(w http.ResponseWriter, r *http.Request) error {
			if !authz.From(r.Context()).May(route.Action) {
				return authz.Require(r.Context(), route.Action, authz.Target{})
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
			return ui.Page{Nav: []ui.NavItem{{Label: "Wer entscheidet", URL: "/authorities", Icon: "building", Current: true}}}
		}}, signedIn)
	return h
}

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

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

// send fills in the form of a page and sends it.
func (h *house) send(path string, pairs ...string) answer {
	h.t.Helper()
	address, _, _ := strings.Cut(path, "?")
	return h.do("editor", http.MethodPost, address, h.page("editor", path).fill(pairs...))
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

func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

// table is the knowledge as it is stored.
func (h *house) table() *authority.Table {
	h.t.Helper()
	t, err := h.service.Table(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return t
}
