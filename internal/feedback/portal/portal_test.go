package portal_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/feedback"
	"openiq/internal/feedback/portal"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

var now = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))

// house is the portal behind the edge.
type house struct {
	http.Handler
	t       *testing.T
	service *feedback.Service
	log     *bytes.Buffer
}

// newHouse opens the portal on a database.
func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := i18n.NewPortal()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, service: feedback.New(d, keys), log: new(bytes.Buffer)}
	mux := http.NewServeMux()
	for _, route := range portal.Routes(h.service, now) {
		mux.Handle(route.Pattern, route.Bind(route.Handler))
	}
	frame := func(*http.Request) ui.Page { return ui.Page{Portal: &ui.Portal{Feedback: portal.URL}} }
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: now, Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Portal: &web.Portal{Bundle: bundle, Handler: mux, Frame: frame}}, web.NotFound)
	return h
}

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

func (h *house) do(method, path string, form url.Values, from string) (*httptest.ResponseRecorder, *goquery.Document) {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.RemoteAddr = from
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= 500 {
		h.t.Errorf("%s %s: %d\n%s", method, path, w.Code, h.log)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		h.t.Fatal(err)
	}
	if len(w.Header()["Set-Cookie"]) > 0 {
		h.t.Errorf("%s %s sets a cookie", method, path)
	}
	return w, doc
}

func (h *house) stored() []feedback.Feedback {
	h.t.Helper()
	all, err := h.service.List(authz.AsSystem(context.Background(), "test"), feedback.Filter{}, 100)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

const somebody, another = "203.0.113.7:1234", "203.0.113.8:1234"

func TestTheFormAtTheFootOfAPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		yes := url.Values{"page": {"/finder"}, "helpful": {"yes"}, "text": {""}}
		for range 2 { // a second click
			w, _ := h.do(http.MethodPost, "/ar/feedback", yes, somebody)
			if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/ar/feedback/thanks?") {
				t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
			}
		}
		h.do(http.MethodPost, "/de/feedback", yes, another)
		all := h.stored()
		if len(all) != 2 || all[0].Page != "/finder" || all[0].Helpful != "yes" {
			t.Errorf("%+v", all)
		}
		w, page := h.do(http.MethodGet, "/de/feedback/thanks?page=%2Ffinder", nil, somebody)
		if w.Code != http.StatusOK || page.Find("main a[href='/de/finder']").Length() != 1 {
			t.Errorf("%d %s", w.Code, page.Find("main").Text())
		}
	})
}

func TestTheLongForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, page := h.do(http.MethodGet, "/de/feedback?kind=accessibility&page=/centres", nil, somebody)
		if page.Find("input[name=kind][value=accessibility][checked]").Length() != 1 || page.Find("input[name=page]").AttrOr("value", "") != "/centres" {
			t.Error("what the address says is not filled in")
		}
		form := url.Values{"key": {page.Find("input[name=key]").AttrOr("value", "")}, "page": {"/centres"}, "kind": {"accessibility"}, "text": {"<script>alert(1)</script>"}, "email": {"wrong"}}
		w, page := h.do(http.MethodPost, "/de/feedback", form, somebody)
		if w.Code != http.StatusBadRequest || page.Find("#f-email-error").Length() != 1 || page.Find("textarea").Text() != form.Get("text") || page.Find("input[name=email]").AttrOr("value", "") != "wrong" {
			t.Errorf("%d: what was typed is lost", w.Code)
		}
		if page.Find("main script").Length() != 0 || page.Find("details.feedback").Length() != 0 {
			t.Error("hostile text became part of the page, or the form is there twice")
		}
		form.Set("email", "someone@example.org")
		for range 3 {
			if w, _ := h.do(http.MethodPost, "/de/feedback", form, somebody); w.Code != http.StatusSeeOther {
				t.Errorf("%d", w.Code)
			}
		}
		if all := h.stored(); len(all) != 1 || all[0].Email != "someone@example.org" || all[0].Lang != "de" {
			t.Errorf("%+v", all)
		}
	})
}

func TestHostilePathsLeadNowhereElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, path := range []string{"//evil.example/", "https://evil.example/", `/\evil.example`, "javascript:alert(1)", "/a\r\nX: y", strings.Repeat("/a", 500), ""} {
			query := url.Values{"page": {path}}.Encode()
			for _, address := range []string{"/de/feedback?" + query, "/de/feedback/thanks?" + query} {
				w, page := h.do(http.MethodGet, address, nil, somebody)
				page.Find("main a").Each(func(_ int, a *goquery.Selection) {
					if href := a.AttrOr("href", ""); !strings.HasPrefix(href, "/de/") {
						t.Errorf("%q leads to %s", path, href)
					}
				})
				if w.Code != http.StatusOK {
					t.Errorf("%q: %d", path, w.Code)
				}
			}
		}
	})
}

func TestOneAddressSaysOnlySoMuch(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		status := map[int]int{}
		for i := range 200 {
			w, _ := h.do(http.MethodPost, "/de/feedback", url.Values{"page": {"/"}, "text": {strings.Repeat("a", i+1)}}, somebody)
			status[w.Code]++
		}
		if status[http.StatusSeeOther] != 20 || status[http.StatusTooManyRequests] != 180 || len(h.stored()) != 20 {
			t.Errorf("%v", status)
		}
		if w, _ := h.do(http.MethodPost, "/de/feedback", url.Values{"page": {"/"}, "helpful": {"no"}}, another); w.Code != http.StatusSeeOther {
			t.Errorf("somebody else: %d", w.Code)
		}
	})
}
