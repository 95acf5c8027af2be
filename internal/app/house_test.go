package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"openiq/internal/account"
	"openiq/internal/exchange"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
)

// now is the time of the tests: within the round of the invented networks.
var now = clock.Fixed(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))

// system is the machine itself.
var system = db.WithActor(authz.AsSystem(context.Background(), "test"), "test")

// house is the whole program over two small invented networks, alpha and bravo.
type house struct {
	*httptest.Server
	program *Program
	db      *db.DB
}

const password = "ein langes Kennwort"

// open serves the program over a database with the two networks and the given people: address → role and place.
func open(t *testing.T, d *db.DB, people map[string]account.Assignment) *house {
	t.Helper()
	return openHearing(t, d, people, io.Discard)
}

// openHearing is open with a log that the test reads.
func openHearing(t *testing.T, d *db.DB, people map[string]account.Assignment, log io.Writer) *house {
	t.Helper()
	_, err := exchange.Import(system, d, os.DirFS("testdata/two-networks"), exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keyFile := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(keyFile); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.Load(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(d, keys, slog.New(slog.NewTextHandler(log, nil)), "")
	if err != nil {
		t.Fatal(err)
	}
	for email, assignment := range people {
		link, err := p.accounts.Add(system, email, assignment)
		if err != nil {
			t.Fatal(email, err)
		}
		if _, err := p.accounts.UseLink(system, link.Token, password); err != nil {
			t.Fatal(err)
		}
	}
	h := &house{httptest.NewServer(p.Handler()), p, d}
	t.Cleanup(h.Close)
	return h
}

// reader is a browser.
type reader struct {
	t      *testing.T
	base   string
	client *http.Client
}

// signIn signs somebody in; an empty address is a reader who is not.
func (h *house) signIn(t *testing.T, email string) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t, h.URL, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if email != "" {
		if status, body := r.post("/signin", url.Values{"email": {email}, "password": {password}}); status != http.StatusSeeOther {
			t.Fatalf("%s: signing in answers %d: %s", email, status, body)
		}
	}
	return r
}

func (r *reader) get(path string) (int, string) {
	r.t.Helper()
	return r.do(http.MethodGet, path, nil)
}

func (r *reader) post(path string, form url.Values) (int, string) {
	r.t.Helper()
	return r.do(http.MethodPost, path, form)
}

func (r *reader) do(method, path string, form url.Values) (int, string) {
	r.t.Helper()
	request, err := http.NewRequest(method, r.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.Header.Set("Accept-Language", "de")
	answer, err := r.client.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}
