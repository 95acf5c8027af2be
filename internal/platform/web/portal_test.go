package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// newPortal is a portal with the routes given, in which nothing else is.
func newPortal(t *testing.T, routes map[string]web.Func) house {
	t.Helper()
	office, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	public, err := i18n.NewPortal()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for pattern, f := range routes {
		mux.Handle(pattern, f)
	}
	h := house{log: new(bytes.Buffer)}
	h.Handler = web.New(web.Options{
		Bundle: office, Clock: clock.Fixed(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Portal: &web.Portal{Bundle: public, Handler: mux, Frame: func(*http.Request) ui.Page { return ui.Page{} }},
	}, web.NotFound)
	return h
}

func TestAPageOfThePortalHasItsLanguageInItsAddress(t *testing.T) {
	h := newPortal(t, map[string]web.Func{"GET /centres/{id}": func(w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, r, http.StatusOK, view(web.Page(r, "Titel"), r.URL.Path+" "+r.PathValue("id")+" "+web.With(r, "page", "2")))
	}})
	w := h.get("/ar/centres/a%20b?q=x", "Accept-Language", "de", "Cookie", "lang=en")
	body := w.Body.String()
	for _, want := range []string{`<html lang="ar" dir="rtl">`, "/centres/a b a b /ar/centres/a%20b?page=2&amp;q=x", `href="/tr/centres/a%20b?q=x"`,
		`<link rel="canonical" href="http://example.com/ar/centres/a%20b?q=x">`, `hreflang="en" href="http://example.com/en/centres/a%20b?q=x"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in %s", want, body)
		}
	}
	if w.Header().Get("Content-Language") != "ar" || len(w.Header()["Set-Cookie"]) > 0 || strings.Contains(w.Header().Get("Vary"), "Cookie") {
		t.Errorf("%v", w.Header())
	}
	for wrong, right := range map[string]string{"/AR/centres/1": "/ar/centres/1", "/ar//centres//1?q=x": "/ar/centres/1?q=x", "/ar/../ar/./centres/1": "/ar/ar/centres/1", "//evil.example/de/": ""} {
		w := h.get(wrong)
		if to := w.Header().Get("Location"); to != right || (w.Code == http.StatusPermanentRedirect) != (right != "") {
			t.Errorf("%s answers %d and leads to %q", wrong, w.Code, to)
		}
	}
	for _, nowhere := range []string{"/xx/centres/1", "/centres/1", "/ar/nothing"} {
		if w := h.get(nowhere); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", nowhere, w.Code)
		}
	}
}

func TestPagesAreKeptUntilSomethingChanges(t *testing.T) {
	version, made := "1", 0
	memory := web.NewMemory(func(context.Context) (string, error) {
		if version == "" {
			return "", errors.New("the database is gone")
		}
		return version, nil
	})
	h := newPortal(t, map[string]web.Func{"GET /page": memory.Serve(func(w http.ResponseWriter, r *http.Request) error {
		made++
		if r.URL.Query().Get("q") == "wrong" {
			return web.Render(w, r, http.StatusBadRequest, view(web.Page(r, "Falsch"), ""))
		}
		return web.Render(w, r, http.StatusOK, view(web.Page(r, "Titel"), strconv.Itoa(made)+strings.Repeat(" lang", 300)))
	})})
	first, again := h.get("/de/page"), h.get("/de/page")
	if made != 1 || first.Body.String() != again.Body.String() || first.Code != http.StatusOK {
		t.Fatalf("made %d times", made)
	}
	small := h.get("/de/page", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(small.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != first.Body.String() {
		t.Error("the compressed page is another one", err)
	}
	if w := h.get("/de/page", "If-None-Match", first.Header().Get("Etag")); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("a page that the reader has is sent again: %d", w.Code)
	}
	head := h.do(httptest.NewRequest(http.MethodHead, "/de/page", nil))
	if head.Body.Len() > 0 || head.Header().Get("Content-Length") == "0" {
		t.Errorf("HEAD answers %d bytes, says %s", head.Body.Len(), head.Header().Get("Content-Length"))
	}
	for _, other := range []string{"/en/page", "/de/page?q=1"} {
		before := made
		if h.get(other); made != before+1 {
			t.Errorf("%s is taken for another address", other)
		}
	}
	for range 2 {
		before := made
		if w := h.get("/de/page?q=wrong"); w.Code != http.StatusBadRequest || made != before+1 {
			t.Errorf("what was refused is kept: %d", w.Code)
		}
	}
	version = "2"
	if w := h.get("/de/page"); w.Body.String() == first.Body.String() {
		t.Error("the page of an earlier state is shown")
	}
	version = ""
	if w := h.get("/de/page"); w.Code != http.StatusInternalServerError {
		t.Errorf("answers %d without knowing the state", w.Code)
	}
}

func TestTheMemoryIsBounded(t *testing.T) {
	memory := web.NewMemory(func(context.Context) (string, error) { return "1", nil })
	made := 0
	h := newPortal(t, map[string]web.Func{"GET /page": memory.Serve(func(w http.ResponseWriter, r *http.Request) error {
		made++
		_, err := w.Write(bytes.Repeat([]byte{byte(made)}, 20<<20))
		return err
	})})
	for _, q := range []string{"a", "b", "c", "d"} { // more than is kept
		h.get("/de/page?q=" + q)
	}
	if h.get("/de/page?q=a"); made != 5 {
		t.Errorf("made %d times: 80 MB are kept", made)
	}
	long := "/de/page?q=" + strings.Repeat("x", 600)
	h.get(long)
	if h.get(long); made != 7 {
		t.Errorf("made %d times: a long address is kept", made)
	}
}
