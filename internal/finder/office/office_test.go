package office_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/centre/centretest"
	"openiq/internal/finder"
	"openiq/internal/finder/findertest"
	"openiq/internal/finder/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// house is the page behind the edge, with a code that opens.
type house struct {
	http.Handler
	t      testing.TB
	office *office.Office
	code   string
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	rooms := findertest.Open(t, d)
	kept, err := rooms.Finder.Keep(context.Background(), finder.Question{Occupation: "nurse", Country: "SY", Place: "28195", Abroad: true, Lang: "ar", On: clock.NoDay}, ident.Token())
	must(t, err)
	bundle, err := i18n.New()
	must(t, err)
	bundle.Name("reference_occupation", rooms.Occupations.Title)
	h := &house{t: t, office: office.New(rooms.Finder, d.Clock()), code: kept.Code}
	mux := http.NewServeMux()
	for _, route := range h.office.Routes() {
		mux.Handle(route.Pattern, route.Handler)
	}
	mux.Handle("GET /cases/new", web.Func(func(w http.ResponseWriter, r *http.Request) error {
		known, err := h.office.Prefill(r)
		if err == nil {
			_, err = io.WriteString(w, known.Encode())
		}
		return err
	}))
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Frame: func(*http.Request) ui.Page { return ui.Page{} }}, mux)
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// get asks as somebody.
func (h *house) get(who, path string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	actor := &authz.Actor{ID: who, Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Site, ID: "s1"}, finder.ActionRecord)}}
	if who == "analyst" {
		actor.Grants = nil
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(authz.With(r.Context(), actor)))
	if w.Code >= http.StatusInternalServerError {
		h.t.Errorf("%s: %d", path, w.Code)
	}
	return w
}

func (h *house) page(who, path string, status int) *goquery.Document {
	h.t.Helper()
	w := h.get(who, path)
	if w.Code != status {
		h.t.Fatalf("%s: %d, want %d", path, w.Code, status)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	must(h.t, err)
	return doc
}

func TestACodeOpensWhatWasAsked(t *testing.T) {
	dbtest.Each(t, centretest.Now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		doc := h.page("ada", "/finder?code="+strings.ToLower(finder.Spaced(h.code)), http.StatusOK)
		main := doc.Find("main").Text()
		for _, want := range []string{"Pflegefach", "Syrien", "28195 Bremen", "Noch im Ausland", "Arabisch", "nötig, um in dem Beruf zu arbeiten", "Gleichwertigkeitsprüfung", "KrPflG"} {
			if !strings.Contains(main, want) {
				t.Errorf("%q is missing in %s", want, main)
			}
		}
		link := doc.Find("main a[href^='/cases/new']").AttrOr("href", "")
		known := h.get("ada", link).Body.String()
		for _, want := range []string{"reference_occupation=nurse", "country=SY", "themes=recognition", "languages=ar", "wish=M%C3%B6chte+in+diesem+Beruf+arbeiten+in%3A+28195+Bremen%2C+Bremen%0AIst+noch+im+Ausland."} {
			if !strings.Contains(known, want) {
				t.Errorf("%q is missing in %s", want, known)
			}
		}
	})
}

func TestWhatOpensNothing(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	for _, typed := range []string{"00000000", "nonsense", "%3Cscript%3E", strings.Repeat("9", 4000), "%FF%00"} {
		if words := h.page("ada", "/finder?code="+typed, http.StatusNotFound).Find("#f-code-error").Text(); !strings.Contains(words, "Diesen Code kennen wir nicht") {
			t.Errorf("%.20s: %q", typed, words)
		}
		if known := h.get("bea", "/cases/new?finder="+typed); known.Code != http.StatusOK || known.Body.Len() != 0 {
			t.Errorf("%.20s fills in %s", typed, known.Body)
		}
	}
	if known := h.get("ada", "/cases/new").Body.Len(); known != 0 {
		t.Error("a case without a code is filled in")
	}
	if w := h.get("analyst", "/finder?code="+h.code); w.Code != http.StatusForbidden {
		t.Errorf("who may record nothing: %d", w.Code)
	}
}

func TestWhoGuessesHasToWait(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	for range 15 {
		h.page("eve", "/finder?code=00000000", http.StatusNotFound)
	}
	h.page("eve", "/finder?code="+h.code, http.StatusTooManyRequests)
	h.page("ada", "/finder?code="+h.code, http.StatusOK)
}
