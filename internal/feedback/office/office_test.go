package office_test

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
	"openiq/internal/feedback/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

var now = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))

// house is the office behind the edge, in which an editor asks.
type house struct {
	http.Handler
	t       *testing.T
	service *feedback.Service
}

// newHouse opens the office on a database.
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
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	actor := &authz.Actor{ID: "ann", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, feedback.ActionEdit)}}
	h := &house{t: t, service: feedback.New(d, keys)}
	mux := http.NewServeMux()
	for _, route := range office.Routes(h.service) {
		mux.Handle(route.Pattern, web.Func(route.Handler))
	}
	signedIn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(authz.With(db.WithActor(r.Context(), actor.ID), actor)))
	})
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: now, Log: slog.New(slog.DiscardHandler),
		Frame: func(*http.Request) ui.Page {
			return ui.Page{Nav: []ui.NavItem{{Label: "Rückmeldungen", URL: "/feedback", Icon: "help", Current: true}}}
		}}, signedIn)
	return h
}

// each runs a test on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

func (h *house) do(method, path string, form url.Values) (*httptest.ResponseRecorder, *goquery.Document) {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", "de")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		h.t.Fatal(err)
	}
	return w, doc
}

func (h *house) give(f feedback.Feedback) {
	h.t.Helper()
	if err := h.service.Give(context.Background(), f, ident.Token()); err != nil {
		h.t.Fatal(err)
	}
}

func TestTheListAndTickingOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if _, page := h.do(http.MethodGet, "/feedback", nil); page.Find("main .empty").Length() != 1 {
			t.Error("an empty list says nothing")
		}
		h.give(feedback.Feedback{Page: "/finder", Lang: "ar", Kind: feedback.Accessibility, Text: "<script>alert(1)</script>", Email: "someone@example.org"})
		h.give(feedback.Feedback{Page: "/centres", Lang: "de", Helpful: feedback.Yes})
		_, page := h.do(http.MethodGet, "/feedback", nil)
		rows := page.Find("main table").First().Find("tbody tr")
		if rows.Length() != 1 || rows.Find("p[lang=ar][dir=rtl]").Text() != "<script>alert(1)</script>" || rows.Find("a[href='mailto:someone@example.org']").Length() != 1 || page.Find("main script").Length() != 0 {
			t.Errorf("open is %s", rows.Text())
		}
		if _, all := h.do(http.MethodGet, "/feedback?state=", nil); all.Find("main table").First().Find("tbody tr").Length() != 2 || all.Find("main table").Last().Find("tbody tr").Length() != 2 {
			t.Errorf("all is %s", all.Find("main").Text())
		}
		action := rows.Find("form").AttrOr("action", "")
		form := url.Values{}
		rows.Find("input").Each(func(_ int, s *goquery.Selection) { form.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
		w, _ := h.do(http.MethodPost, action, form)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/feedback" {
			t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
		}
		if _, page := h.do(http.MethodGet, "/feedback?kind=accessibility&state=done", nil); page.Find("main table").First().Find("tbody tr").Length() != 1 {
			t.Error("not ticked off")
		}
		form.Set("back", "https://evil.example/")
		form.Set("key", ident.Token())
		if w, _ := h.do(http.MethodPost, action, form); w.Header().Get("Location") != "/feedback" {
			t.Errorf("leads to %s", w.Header().Get("Location"))
		}
		if w, _ := h.do(http.MethodPost, "/feedback/nobody", form); w.Code != http.StatusNotFound {
			t.Errorf("no feedback: %d", w.Code)
		}
	})
}

func TestALongListIsTurned(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 51 {
			h.give(feedback.Feedback{Page: "/", Lang: "de", Text: "x"})
		}
		_, page := h.do(http.MethodGet, "/feedback?state=open&page=%2F", nil)
		next := page.Find(".pager a").Last().AttrOr("href", "")
		if _, rest := h.do(http.MethodGet, next, nil); page.Find("main table").First().Find("tbody tr").Length() != 50 || rest.Find("main table").First().Find("tbody tr").Length() != 1 {
			t.Errorf("the next page is %q", next)
		}
	})
}
