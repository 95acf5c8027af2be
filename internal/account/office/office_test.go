package office_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/account"
	"openiq/internal/account/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

const password = "eine ganz gewöhnliche Katze"

// house is the office behind the edge, as the program mounts it, on a database of its own.
type house struct {
	http.Handler
	t        *testing.T
	accounts *account.Service
	office   *office.Office
	parcels  *parcels
	log      *bytes.Buffer
}

var system = authz.AsSystem(db.WithActor(context.Background(), "cli"), "cli")

func newHouse(t *testing.T, d *db.DB, base string) *house {
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
	h := &house{t: t, accounts: account.New(d, keys), log: new(bytes.Buffer), parcels: &parcels{refuses: map[string]error{}}}
	h.office = office.New(h.accounts, strings.HasPrefix(base, "https"), h.parcels)
	mux := http.NewServeMux()
	for _, route := range h.office.Routes() {
		mux.Handle(route.Pattern, h.office.Guard(route))
	}
	h.Handler = web.New(web.Options{
		Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(h.log, nil)), Base: base, Secure: strings.HasPrefix(base, "https"),
		Frame: func(r *http.Request) ui.Page { return ui.Page{User: office.User(r), SignIn: "/signin"} },
	}, h.office.LoadActor(mux))
	h.structure(d)
	return h
}

// structure makes one place of each kind.
func (h *house) structure(d *db.DB) {
	h.t.Helper()
	cells := map[*record.Type]map[string]string{
		programme.Networks: {"name": "Netzwerk Eins", "states": "DE-BY"},
		programme.Projects: {"name": "Projekt Eins", "round_id": "R", "organisation_id": "O", "kind": "counselling"},
		programme.Sites:    {"name": "Stelle <Eins>", "project_id": "X-1", "kind": "fixed"},
	}
	_, err := d.Write(system, db.Command{Name: "test.structure", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "structure"})
		for typ, given := range cells {
			row := record.Row{ID: "X-1", Values: make([]any, len(typ.Columns))}
			for i, c := range typ.Columns {
				if cell, ok := given[c.Name]; ok {
					row.Values[i] = cell
				}
			}
			if _, err := typ.Put(tx, row, nil); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// with is the assignment of a role for the one place that fits.
func with(role account.Role) account.Assignment {
	kind, _ := account.PlaceOf(role)
	scope := authz.Scope{Kind: kind}
	if kind != authz.Nation {
		scope.ID = "X-1"
	}
	return account.Assignment{Role: role, Scope: scope}
}

// join makes an account that has chosen the password.
func (h *house) join(email string, role account.Role) string {
	h.t.Helper()
	link, err := h.accounts.Add(system, email, with(role))
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.accounts.UseLink(context.Background(), link.Token, password); err != nil {
		h.t.Fatal(err)
	}
	return link.Account
}

// reader is a browser.
type reader struct {
	*house
	cookies map[string]string
	headers map[string]string
	tls     bool
	lang    string
}

func (h *house) reader() *reader { return &reader{house: h, cookies: map[string]string{}, lang: "de"} }

// as is a browser in which an account is signed in, without going through the form.
func (h *house) as(id string) *reader {
	h.t.Helper()
	b := h.reader()
	token := "token-of-" + id
	if err := h.accounts.StartSession(context.Background(), token, id); err != nil {
		h.t.Fatal(err)
	}
	b.cookies["session"] = token
	return b
}

// answer is a page as the browser got it.
type answer struct {
	*httptest.ResponseRecorder
	doc *goquery.Document
}

func (b *reader) get(path string) answer { return b.do(http.MethodGet, path, nil) }

// post sends a form, given as names and values in turn.
func (b *reader) post(path string, pairs ...string) answer {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, path, form)
}

func (b *reader) do(method, path string, form url.Values) answer {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", b.lang)
	for name, value := range b.headers {
		r.Header.Set(name, value)
	}
	if b.tls {
		r.TLS = &tls.ConnectionState{}
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{w, doc}
}

func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.doc.Find(selector).Text()), " ")
}

func (a answer) value(name string) string {
	return a.doc.Find("[name="+name+"]").AttrOr("value", "(none)")
}

// want checks the status and, for a redirect, where to.
func (a answer) want(t *testing.T, what string, status int, location string) {
	t.Helper()
	if a.Code != status || a.Header().Get("Location") != location {
		t.Errorf("%s: %d %q, want %d %q; %s", what, a.Code, a.Header().Get("Location"), status, location, a.text("main"))
	}
}

var now = clock.Fixed(clock.MustDay("2026-11-22").Start().Time())

func onSQLite(t *testing.T, base string) *house {
	t.Helper()
	return newHouse(t, dbtest.SQLite(t, now), base)
}
