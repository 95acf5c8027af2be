package office_test

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"

	"openiq/internal/account"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

// From the link to signing out, as somebody new does it.
func TestTheWayIn(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, "")
		link, err := h.accounts.Add(system, "jo@example.org", with(account.Counsellor))
		if err != nil {
			t.Fatal(err)
		}
		b, welcome := h.reader(), "/welcome/"+link.Token
		page := b.get(welcome)
		page.want(t, "the link", http.StatusOK, "")
		if page.Header().Get("Referrer-Policy") != "no-referrer" || page.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("the page with a key in its address: %v", page.Header())
		}
		page = b.post(welcome, "password", "kurz")
		page.want(t, "a short password", http.StatusBadRequest, "")
		if got := page.text("#f-password-error"); !strings.Contains(got, "12") {
			t.Errorf("beside the field: %q", got)
		}
		b.post(welcome, "password", password).want(t, "a password", http.StatusSeeOther, "/signin")
		b.get(welcome).want(t, "the link again", http.StatusNotFound, "")
		if strings.Contains(h.log.String(), link.Token) || !strings.Contains(h.log.String(), "/welcome/{token}") {
			t.Error("the log has the token, or no route")
		}

		page = b.get("/account")
		page.want(t, "not signed in", http.StatusSeeOther, "/signin?next=%2Faccount")
		page = b.get(page.Header().Get("Location"))
		page = b.post("/signin", "email", "Jo@example.org", "password", "falsch", "next", page.value("next"))
		page.want(t, "a wrong password", http.StatusBadRequest, "")
		if page.value("email") != "Jo@example.org" || page.value("password") != "" || page.value("next") != "/account" {
			t.Error("the form has not kept what it should, or kept the password")
		}
		b.post("/signin", "email", "jo@example.org", "password", password, "next", page.value("next")).
			want(t, "signing in", http.StatusSeeOther, "/account")
		page = b.get("/account")
		page.want(t, "my account", http.StatusOK, "")
		for _, want := range []string{"jo@example.org", "Stelle <Eins>", "Beratungsstelle"} {
			if !strings.Contains(page.text("main"), want) {
				t.Errorf("my account does not show %q: %s", want, page.text("main"))
			}
		}
		b.get("/signin?next=/account").want(t, "signed in already", http.StatusSeeOther, "/account")

		before := maps.Clone(b.cookies)
		b.post("/signout").want(t, "signing out", http.StatusSeeOther, "/signin")
		b.cookies = before
		b.get("/account").want(t, "with the old cookie", http.StatusSeeOther, "/signin?next=%2Faccount")
		b.post("/signout").want(t, "signing out again", http.StatusSeeOther, "/signin")
	})
}

// Unknown address, wrong password, deactivated, locked: the answers are the same byte by byte.
func TestRefusalsAreTheSameByteByByte(t *testing.T) {
	h := onSQLite(t, "")
	h.join("aa@example.org", account.Counsellor)
	gone := h.join("bb@example.org", account.Counsellor)
	h.join("cc@example.org", account.Counsellor)
	a, err := h.accounts.Get(system, gone)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.accounts.SetActive(system, gone, a.Version, false); err != nil {
		t.Fatal(err)
	}
	for range 6 {
		h.reader().post("/signin", "email", "cc@example.org", "password", "falsch")
	}
	answerTo := func(email, password string) (string, http.Header) {
		got := h.reader().post("/signin", "email", email, "password", password)
		header := got.Header().Clone()
		header.Del("X-Request-Id")
		if got.Code != http.StatusBadRequest || len(got.Result().Cookies()) != 0 {
			t.Errorf("%s: %d %v", email, got.Code, got.Result().Cookies())
		}
		return strings.ReplaceAll(got.Body.String(), email, "?"), header
	}
	want, wantHeader := answerTo("aa@example.org", "falsch")
	for what, email := range map[string]string{"unknown": "xx@example.org", "deactivated": "bb@example.org", "locked": "cc@example.org"} {
		got, header := answerTo(email, password)
		if got != want || !maps.EqualFunc(header, wantHeader, func(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }) {
			t.Errorf("%s: another answer", what)
		}
	}
}

func TestCookie(t *testing.T) {
	for _, c := range []struct {
		what, base string
		tls        bool
		name       string
		secure     bool
	}{
		{"on one's own machine", "", false, "session", false},
		{"over TLS", "", true, "__Host-session", true},
		{"behind a proxy with TLS", "https://iq.example.org/", false, "__Host-session", true},
	} {
		h := onSQLite(t, c.base)
		h.join("jo@example.org", account.Counsellor)
		b := h.reader()
		b.tls = c.tls
		got := b.post("/signin", "email", "jo@example.org", "password", password)
		got.want(t, c.what, http.StatusSeeOther, "/")
		cookies := got.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%s: %v", c.what, cookies)
		}
		k := cookies[0]
		if k.Name != c.name || k.Secure != c.secure || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" || k.MaxAge != 0 || len(k.Value) < 26 {
			t.Errorf("%s: %v", c.what, k)
		}
		b.get("/account").want(t, c.what, http.StatusOK, "")
	}
}

// A token that was known before signing in is worth nothing afterwards.
func TestSigningInChangesTheToken(t *testing.T) {
	h := onSQLite(t, "")
	h.join("jo@example.org", account.Counsellor)
	b := h.reader()
	b.cookies["session"] = "chosen-by-somebody-else"
	b.post("/signin", "email", "jo@example.org", "password", password).want(t, "signing in", http.StatusSeeOther, "/")
	if b.cookies["session"] == "chosen-by-somebody-else" {
		t.Error("the session has a token that the reader brought along")
	}
}

func TestOwnAccount(t *testing.T) {
	h := onSQLite(t, "")
	id := h.join("jo@example.org", account.Counsellor)
	b := h.as(id)
	if err := h.accounts.StartSession(context.Background(), "elsewhere", id); err != nil {
		t.Fatal(err)
	}
	elsewhere := h.reader()
	elsewhere.cookies["session"] = "elsewhere"
	page := elsewhere.get("/account")
	if n := page.doc.Find("input[name=session]").Length(); n != 2 || page.doc.Find("main .kern-badge").Length() != 1 {
		t.Fatalf("%d sessions: %s", n, page.text("main"))
	}
	b.post("/account/sessions", "session", h.accounts.SessionID("of nobody")).want(t, "another's session", http.StatusNotFound, "")
	b.post("/account/sessions", "session", h.accounts.SessionID("elsewhere")).want(t, "ending a session", http.StatusSeeOther, "/account")
	elsewhere.get("/account").want(t, "the ended session", http.StatusSeeOther, "/signin?next=%2Faccount")

	page = b.post("/account/password", "old", "falsch", "password", "kurz")
	page.want(t, "a wrong old password", http.StatusBadRequest, "")
	if page.text("#f-old-error") == "" {
		t.Error("nothing stands beside the field")
	}
	before := b.cookies["session"]
	b.post("/account/password", "old", password, "password", "ein ganz anderer Hund").want(t, "a new password", http.StatusSeeOther, "/account")
	if b.cookies["session"] == before {
		t.Error("the session goes on under the old token")
	}
	b.get("/account").want(t, "after the change", http.StatusOK, "")
	b.post("/account/sessions", "session", h.accounts.SessionID(b.cookies["session"])).want(t, "ending this session", http.StatusSeeOther, "/signin")
}
