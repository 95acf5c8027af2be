package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// house is an edge with some pages behind it, and its log.
type house struct {
	http.Handler
	log *bytes.Buffer
}

func newHouse(t testing.TB, routes map[string]http.Handler) house {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for pattern, h := range routes {
		mux.Handle(pattern, h)
	}
	h := house{log: new(bytes.Buffer)}
	h.Handler = web.New(web.Options{
		Bundle: b,
		Clock:  clock.Fixed(time.Date(2018, 9, 30, 12, 0, 0, 0, time.UTC)),
		Log:    slog.New(slog.NewTextHandler(h.log, nil)),
		Frame: func(*http.Request) ui.Page {
			return ui.Page{Nav: []ui.NavItem{{Label: "Fälle", URL: "/cases"}}}
		},
		MaxBody: 2 << 20,
	}, mux)
	return h
}

func (h house) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (h house) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.do(r)
}

// page shows text in the frame.
func page(text string) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, r, http.StatusOK, view(web.Page(r, "Titel"), text))
	}
}

func view(p ui.Page, text string) templ.Component {
	content := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>"+templ.EscapeString(text)+"</p>")
		return err
	})
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Layout(p).Render(templ.WithChildren(ctx, content), w)
	})
}

func parse(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func failing(err error) web.Func {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{"GET /{$}": page("hello")})
	for _, path := range []string{"/", "/nowhere", "/assets/none.css"} {
		header := h.get(path).Header()
		policy := header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "data:") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s: %v", path, header)
		}
	}
	if got := h.get("/").Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page may be cached: %q", got)
	}
}

func TestPagesAreCompressedForThoseWhoTakeIt(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{"GET /": page(strings.Repeat("Beratung ", 500))})
	for encoding, compressed := range map[string]bool{"gzip, br": true, "br;q=1.0, gzip;q=0.8": true, "gzip;q=0": false, "": false, "br": false, "x-gzip": false} {
		w := h.get("/", "Accept-Encoding", encoding)
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != compressed {
			t.Errorf("%q: compressed %v", encoding, got)
		}
		if w.Header().Get("Content-Length") == "" {
			t.Errorf("%q: no length", encoding)
		}
	}
	z, err := gzip.NewReader(h.get("/", "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || !strings.Contains(string(plain), "Beratung") {
		t.Errorf("decompressed: %v", err)
	}
}

func TestHeadHasNoBody(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{"GET /": page("hello")})
	w := h.do(httptest.NewRequest(http.MethodHead, "/", nil))
	if w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" {
		t.Errorf("%d bytes", w.Body.Len())
	}
}

func TestLanguage(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{"GET /cases": page("hello")})
	lang := func(w *httptest.ResponseRecorder) string {
		return parse(t, w).Find("html").AttrOr("lang", "")
	}
	if got := lang(h.get("/cases", "Accept-Language", "en-GB")); got != "en" {
		t.Errorf("the browser asks for English and gets %s", got)
	}
	chosen := h.get("/cases?site=1&lang=ar&after=2", "Accept-Language", "en")
	if cookie := chosen.Header().Get("Set-Cookie"); !strings.HasPrefix(cookie, "lang=ar;") || !strings.Contains(cookie, "HttpOnly") {
		t.Errorf("cookie %q", cookie)
	}
	doc := parse(t, chosen)
	if doc.Find("html").AttrOr("dir", "") != "rtl" || doc.Find(`a[hreflang="de"]`).AttrOr("href", "") != "/cases?site=1&after=2&lang=de" {
		t.Error("the switch keeps the rest of the address")
	}
	if got := lang(h.get("/cases", "Cookie", "lang=ar", "Accept-Language", "en")); got != "ar" {
		t.Errorf("the cookie says Arabic, the page is %s", got)
	}
	bad := h.get("/cases?lang=xx", "Cookie", "lang=../../etc")
	if bad.Header().Get("Set-Cookie") != "" || lang(bad) != "de" {
		t.Error("unknown languages count as none")
	}
}

func TestErrorsBecomePages(t *testing.T) {
	secret := errors.New("disk /var/lib/secret")
	for path, c := range map[string]struct {
		err    error
		status int
		text   string
	}{
		"/invalid":     {errs.New(errs.Invalid, "error.form"), 400, "markierten Angaben"},
		"/missing":     {errs.Missing(), 404, "nicht sehen"},
		"/forbidden":   {errs.New(errs.Forbidden, "error.forbidden"), 403, "keine Berechtigung"},
		"/conflict":    {errs.Wrap(secret, errs.Conflict, "error.conflict"), 409, "inzwischen geändert"},
		"/unavailable": {errs.Wrap(secret, errs.Unavailable, "error.unavailable"), 503, "nicht erreichbar"},
		"/limited":     {errs.New(errs.RateLimited, "error.rate_limited"), 429, "Zu viele"},
		"/internal":    {secret, 500, "bei uns"},
	} {
		h := newHouse(t, map[string]http.Handler{"GET /": failing(c.err)})
		w := h.get(path)
		body := w.Body.String()
		if w.Code != c.status || !strings.Contains(strings.ToLower(body), strings.ToLower(c.text)) {
			t.Errorf("%s: %d", path, w.Code)
		}
		if strings.Contains(body, "secret") {
			t.Errorf("%s: the page tells what only the log may know", path)
		}
		if !strings.Contains(body, w.Header().Get("X-Request-Id")) || !strings.Contains(h.log.String(), w.Header().Get("X-Request-Id")) {
			t.Errorf("%s: the page and the log name the same request", path)
		}
	}
}

func TestWhatTheMuxRefusesIsAPageToo(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{
		"GET /cases": page("hello"),
		"GET /api": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"status":404}`)
		}),
	})
	if w := h.get("/nowhere"); w.Code != 404 || parse(t, w).Find("h1").Text() != "Nicht gefunden" {
		t.Errorf("404: %d", w.Code)
	}
	w := h.do(httptest.NewRequest(http.MethodPost, "/cases", nil))
	if w.Code != 405 || w.Header().Get("Allow") == "" || parse(t, w).Find("h1").Length() != 1 {
		t.Errorf("405: %d", w.Code)
	}
	if w := h.get("/api"); w.Code != 404 || w.Body.String() != `{"status":404}` {
		t.Errorf("an answer for programs stays as it is: %q", w.Body)
	}
}

func TestAPanicIsAPageAndOneLogLine(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{"GET /cases/{id}": web.Func(func(http.ResponseWriter, *http.Request) error { panic("no such index") })})
	w := h.get("/cases/4711?name=secret")
	if w.Code != 500 || parse(t, w).Find("h1").Length() != 1 {
		t.Errorf("%d", w.Code)
	}
	line := h.log.String()
	if strings.Count(line, "msg=request") != 1 || !strings.Contains(line, "no such index") {
		t.Errorf("log: %s", line)
	}
}

func TestTheLogHasPatternsAndNeverWhatWasTyped(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{"POST /cases/{id}": web.Func(func(w http.ResponseWriter, r *http.Request) error {
		web.SetActor(r, "account-7")
		form, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		web.Redirect(w, r, "/cases/"+form.Get("to"))
		return nil
	})})
	r := httptest.NewRequest(http.MethodPost, "/cases/4711?q=typed-query", strings.NewReader("to=typed-body"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := h.do(r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/cases/typed-body" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	line := h.log.String()
	if !strings.Contains(line, `route="POST /cases/{id}"`) || !strings.Contains(line, "actor=account-7") || !strings.Contains(line, "status=303") {
		t.Errorf("log: %s", line)
	}
	if strings.Contains(line, "typed") || strings.Contains(line, "4711") {
		t.Errorf("the log has what was typed: %s", line)
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	var reached bool
	h := newHouse(t, map[string]http.Handler{"POST /": web.Func(func(http.ResponseWriter, *http.Request) error {
		reached = true
		return nil
	})})
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := h.do(r); w.Code != http.StatusForbidden || reached {
		t.Errorf("%d, reached %v", w.Code, reached)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if h.do(r); !reached {
		t.Error("our own form must arrive")
	}
}

func TestAViewThatFailsSendsNoHalfPage(t *testing.T) {
	broken := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "half a page")
		return errors.New("view broke")
	})
	h := newHouse(t, map[string]http.Handler{"GET /": web.Func(func(w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, r, http.StatusOK, broken)
	})})
	if w := h.get("/"); w.Code != 500 || strings.Contains(w.Body.String(), "half a page") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestFlashIsShownOnce(t *testing.T) {
	h := newHouse(t, map[string]http.Handler{
		"POST /": web.Func(func(w http.ResponseWriter, r *http.Request) error {
			web.Flash(w, r, ui.Success, "error.range", "Min", "1", "Max", "<b>9")
			web.Redirect(w, r, "/")
			return nil
		}),
		"GET /": page("hello"),
	})
	cookie := h.do(httptest.NewRequest(http.MethodPost, "/", nil)).Result().Cookies()[0]
	w := h.get("/", "Cookie", cookie.Name+"="+cookie.Value)
	if !strings.Contains(w.Header().Get("Set-Cookie"), "flash=; Path=/; Max-Age=0") {
		t.Errorf("it would be shown again: %q", w.Header().Get("Set-Cookie"))
	}
	if text := parse(t, w).Find(".kern-alert--success").Text(); !strings.Contains(text, "von 1 bis <b>9") {
		t.Errorf("shown: %q", text)
	}
	for _, forged := range []string{"!!", "bm90IGpzb24", "eyJLaW5kIjoieCIsIktleSI6ImVycm9yLmZvcm0ifQ", "eyJLaW5kIjoiaW5mbyIsIktleSI6ImFueSB0ZXh0In0"} {
		if n := parse(t, h.get("/", "Cookie", "flash="+forged)).Find(".kern-alert").Length(); n != 0 {
			t.Errorf("%q is shown", forged)
		}
	}
}

func TestPathsAndWith(t *testing.T) {
	var got string
	h := newHouse(t, map[string]http.Handler{"GET /cases": web.Func(func(w http.ResponseWriter, r *http.Request) error {
		got = web.With(r, "after", "k 9", "site", "")
		return nil
	})})
	h.get("/cases?site=1&lang=en&sex=female")
	if got != "/cases?after=k+9&sex=female" {
		t.Errorf("%s", got)
	}
}
