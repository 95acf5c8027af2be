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

	"openiq/internal/draft"
	draftoffice "openiq/internal/draft/office"
	"openiq/internal/page"
	"openiq/internal/page/office"
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

// house is the office behind the edge. A cookie says who asks, in place of a session.
type house struct {
	http.Handler
	t       *testing.T
	service *page.Service
	log     *bytes.Buffer
}

type names map[string]string

func (n names) Names(context.Context, []string) (map[string]string, error) { return n, nil }

// newHouse opens the office on a database.
func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	inside := func(path string) bool { return path != "/nowhere" }
	fetch := func(_ context.Context, address string) (page.Result, int) {
		if strings.Contains(address, "gone") {
			return page.LinkMissing, http.StatusNotFound
		}
		return page.LinkFine, http.StatusOK
	}
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	drafts := draftoffice.New(draft.New(d, keys))
	h := &house{t: t, service: page.New(d, []string{"de", "de-simple", "en", "ar"}), log: new(bytes.Buffer)}
	mux := http.NewServeMux()
	for _, route := range append(drafts.Routes(), office.Routes(h.service, names{"ann": "Ann Example"}, drafts, inside, fetch)...) {
		mux.Handle(route.Pattern, web.Func(route.Handler))
	}
	signedIn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if c, err := r.Cookie("who"); err == nil {
			actor := &authz.Actor{ID: c.Value}
			if c.Value != "reader" {
				actor.Grants = []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, page.ActionEdit)}
			}
			ctx = authz.With(db.WithActor(ctx, c.Value), actor)
		}
		mux.ServeHTTP(w, r.WithContext(ctx))
	})
	h.Handler = web.New(web.Options{Bundle: bundle, Clock: now, Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Frame: func(*http.Request) ui.Page {
			return ui.Page{Nav: []ui.NavItem{{Label: "Seiten und Aktuelles", URL: "/pages", Icon: "edit", Current: true}}}
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

func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
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
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{doc, w.Code, w.Header().Get("Location")}
}

func (h *house) page(who, path string) answer {
	h.t.Helper()
	a := h.do(who, http.MethodGet, path, nil)
	if a.status != http.StatusOK {
		h.t.Fatalf("%s: %d", path, a.status)
	}
	return a
}

// send fills in the form of a page that has a field and sends it.
func (h *house) send(who, path, field string, pairs ...string) answer {
	h.t.Helper()
	form := url.Values{}
	h.page(who, path).Find("main form[method=post]").Has(field).First().Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		switch name := s.AttrOr("name", ""); {
		case s.Is("select"):
			form.Set(name, s.Find("option[selected]").AttrOr("value", ""))
		case s.Is("textarea"):
			form.Set(name, s.Text())
		default:
			form.Set(name, s.AttrOr("value", ""))
		}
	})
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	path, _, _ = strings.Cut(path, "?")
	return h.do(who, http.MethodPost, path, form)
}

func button(step string) string { return "input[name=step][value=" + step + "]" }

func (h *house) shown(slug, lang string) *page.Shown {
	h.t.Helper()
	s, err := h.service.Page(context.Background(), slug, lang)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func TestAPageFromDraftToPublic(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const path = "/pages/imprint.de"
		list := h.page("ann", "/pages")
		if !strings.Contains(list.text(".kern-alert--warning"), "Impressum (Deutsch)") || list.Find("a[href='/pages/about.ar']").Length() != 1 {
			t.Errorf("the list: %s", list.text("main"))
		}
		if a := h.send("ann", path+"/edit", "textarea", "body", "Verein Beispiel"); a.status != http.StatusSeeOther || a.location != path {
			t.Fatalf("%d: %s", a.status, a.text(".kern-alert"))
		}
		if a := h.send("ann", path, button("submit")); a.status != http.StatusSeeOther {
			t.Fatal(a.status)
		}
		if own := h.page("ann", path); own.Find(button("approve")).Length() != 0 || !strings.Contains(own.text("main"), "jemand anderes") {
			t.Error("the author is offered to approve")
		}
		if text := h.page("bob", "/pages").text(".kern-alert--info"); !strings.Contains(text, "1 Text wartet") {
			t.Errorf("who waits: %s", text)
		}
		if a := h.send("bob", path, button("approve"), "day", "morgen"); a.status != http.StatusBadRequest || a.Find("#f-day").AttrOr("value", "") != "morgen" || a.text("#f-day-error") == "" {
			t.Errorf("no day: %d", a.status)
		}
		if a := h.send("bob", path, button("approve"), "day", "1.12.2026", "time", "25:00"); a.status != http.StatusBadRequest || a.text("#f-time-error") == "" {
			t.Errorf("no time: %d", a.status)
		}
		if a := h.send("bob", path, button("approve")); a.status != http.StatusSeeOther || h.shown("imprint", "de").Body != "Verein Beispiel" {
			t.Errorf("not public: %d", a.status)
		}
		if text := h.page("bob", path).text("main"); !strings.Contains(text, "Ann Example") || strings.Contains(text, "fehlen noch Angaben") {
			t.Errorf("the page: %s", text)
		}
		if text := h.page("bob", "/pages").text("main"); strings.Contains(text, "Impressum (Deutsch)") || !strings.Contains(text, "veraltet") {
			t.Error("the list still misses the name, or does not say that translations are outdated")
		}
		if a := h.send("bob", path, button("withdraw")); a.status != http.StatusSeeOther || h.shown("imprint", "de").Number != 0 {
			t.Errorf("still public: %d", a.status)
		}
	})
}

func TestScheduled(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.send("ann", "/pages/about.de/edit", "textarea", "title", "Morgen")
		h.send("ann", "/pages/about.de", button("submit"))
		if a := h.send("bob", "/pages/about.de", button("approve"), "day", "23.11.2026", "time", "08:30"); a.status != http.StatusSeeOther {
			t.Fatalf("%d: %s", a.status, a.text(".kern-alert"))
		}
		entry, err := h.service.Entry(authz.AsSystem(context.Background(), "test"), "about.de")
		if err != nil || entry.Head.State != page.Approved || entry.Head.PublishAt.String() != "2026-11-23T07:30:00Z" {
			t.Errorf("%+v, %v", entry.Head, err)
		}
		if text := h.page("ann", "/pages/about.de").text("main"); !strings.Contains(text, "08:30") || !strings.Contains(text, "geplant") {
			t.Errorf("the page: %s", text)
		}
	})
}

func TestPreviewConflictAndHostileText(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const path = "/pages/about.de/edit"
		a := h.send("ann", path, "textarea", "do", "preview", "body", "## Neu\n\n<script>alert(1)</script>\n\n[x](/centres)")
		if a.status != http.StatusOK || a.text(".page-preview h2") != "Neu" || a.Find(".page-preview script").Length() != 0 || a.Find(".page-preview a[href='/de/centres']").Length() != 1 ||
			!strings.Contains(a.Find("textarea[name=body]").Text(), "<script>") {
			t.Errorf("the preview: %d %s", a.status, a.text(".page-preview"))
		}
		if a := h.send("ann", path, "textarea", "body", "<script>alert(1)</script>", "title", ""); a.status != http.StatusBadRequest || a.text("#f-body-error") == "" || a.text("#f-title-error") == "" || a.Find("main script:not([src])").Length() != 0 {
			t.Errorf("hostile: %d", a.status)
		}
		stale := h.page("bob", path)
		h.send("ann", path, "textarea", "body", "von ihr")
		form := url.Values{"title": {"x"}, "summary": {"x"}, "body": {"von ihm"}, "read": {stale.Find("input[name=read]").AttrOr("value", "")}}
		a = h.do("bob", http.MethodPost, path, form)
		if a.status != http.StatusConflict || a.text(".page-diff del") != "− von ihr" || a.text(".page-diff ins") != "+ von ihm" || a.Find("textarea[name=body]").Text() != "von ihm" {
			t.Errorf("%d: %s", a.status, a.text(".page-diff"))
		}
	})
}

func TestVersionsAreComparedAndRestored(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, body := range []string{"eins\nzwei", "eins\ndrei"} {
			h.send("ann", "/pages/about.de/edit", "textarea", "body", body)
		}
		a := h.page("ann", "/pages/about.de/versions/2")
		if a.text(".page-diff del") != "− zwei" || a.text(".page-diff ins") != "+ drei" {
			t.Errorf("%s", a.text(".page-diff"))
		}
		if body := h.page("ann", "/pages/about.de/edit?from=1").Find("textarea[name=body]").Text(); body != "eins\nzwei" {
			t.Errorf("restored is %q", body)
		}
		if a := h.send("ann", "/pages/about.de/edit?from=1", "textarea"); a.status != http.StatusSeeOther || h.page("ann", "/pages/about.de").Find("tbody tr").Length() != 3 {
			t.Errorf("%d", a.status)
		}
		if title := h.page("ann", "/pages/about.de/versions/0").text("main"); !strings.Contains(title, "mitgeliefert") {
			t.Errorf("what ships: %s", title)
		}
	})
}

func TestNewsIsAddedAndTranslated(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if a := h.send("ann", "/pages/new", "textarea", "title", "Neu", "day", "gestern"); a.status != http.StatusBadRequest || a.text("#f-day-error") == "" || a.Find("#f-title").AttrOr("value", "") != "Neu" {
			t.Errorf("%d", a.status)
		}
		a := h.send("ann", "/pages/new", "textarea", "title", "Neu hier", "summary", "x", "body", "y", "day", "20.11.2026")
		if a.status != http.StatusSeeOther || a.location != "/pages/2026-11-20-neu-hier.de" {
			t.Fatalf("%d %s: %s", a.status, a.location, a.text(".kern-alert"))
		}
		h.send("ann", a.location, button("submit"))
		h.send("bob", a.location, button("approve"))
		const english = "/pages/2026-11-20-neu-hier.en/edit"
		form := h.page("ann", english)
		if !strings.Contains(form.text("details"), "Neu hier") || form.Find("#f-day").AttrOr("value", "") != "2026-11-20" || form.Find("#f-title").AttrOr("value", "") != "" {
			t.Errorf("the translator lacks the German text")
		}
		if a := h.send("ann", english, "textarea", "title", "New", "summary", "x", "body", "y"); a.status != http.StatusSeeOther {
			t.Errorf("%d: %s", a.status, a.text(".kern-alert"))
		}
		if list := h.page("ann", "/pages"); list.Find("table").Length() != 2 || !strings.Contains(list.text("main"), "Neu hier") {
			t.Error("the list lacks the news")
		}
	})
}

func TestBrokenLinks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.send("ann", "/pages/about.de/edit", "textarea", "body", "[a](/nowhere) [b](https://example.org/gone) [c](https://example.org/)")
		h.send("ann", "/pages/about.de", button("submit"))
		h.send("bob", "/pages/about.de", button("approve"))
		if a := h.do("ann", http.MethodPost, "/pages/links", url.Values{}); a.status != http.StatusSeeOther {
			t.Fatal(a.status)
		}
		a := h.page("ann", "/pages/links")
		if text := a.text("tbody"); a.Find("tbody tr").Length() != 2 || !strings.Contains(text, "/nowhere") || !strings.Contains(text, "https://example.org/gone") || !strings.Contains(text, "(404)") {
			t.Errorf("%s", a.text("main"))
		}
	})
}

func TestWhatIsNotThereOrNotAllowed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, path := range []string{"/pages/nothing.de", "/pages/about", "/pages/about.zz", "/pages/nothing.de/edit", "/pages/about.de/versions/9", "/pages/about.de/versions/x", "/pages/about.de/versions/-1", "/pages/about.de/edit?from=7"} {
			if a := h.do("ann", http.MethodGet, path, nil); a.status != http.StatusNotFound {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		for _, path := range []string{"/pages", "/pages/links", "/pages/about.de", "/pages/about.de/edit", "/pages/about.de/versions/0"} {
			if a := h.do("reader", http.MethodGet, path, nil); a.status != http.StatusForbidden {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		for _, path := range []string{"/pages/links", "/pages/new", "/pages/about.de", "/pages/about.de/edit"} {
			if a := h.do("reader", http.MethodPost, path, url.Values{"step": {"submit"}}); a.status != http.StatusForbidden {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		if a := h.do("ann", http.MethodPost, "/pages/about.de", url.Values{"step": {"burn"}}); a.status != http.StatusBadRequest {
			t.Errorf("no step: %d", a.status)
		}
	})
}

func TestWhatIsTypedIsKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const path = "/pages/about.de/edit"
		h.send("ann", path, "textarea", "do", "preview", "body", "halb fertig")
		draft := h.page("ann", path).Find("ul.drafts a").AttrOr("href", "")
		if draft == "" || h.page("bob", path).Find("ul.drafts").Length() != 0 {
			t.Fatal("the draft is not on offer to its author alone")
		}
		if body := h.page("ann", draft).Find("textarea[name=body]").Text(); body != "halb fertig" {
			t.Errorf("the draft is %q", body)
		}
		if a := h.send("ann", draft, "textarea", "do", ""); a.status != http.StatusSeeOther || h.page("ann", path).Find("ul.drafts").Length() != 0 {
			t.Errorf("%d: %s", a.status, a.text(".kern-alert"))
		}
	})
}
