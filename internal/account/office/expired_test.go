package office_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"openiq/internal/account"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
)

// parcels is a carrier that packs the field "text" and writes on the parcel whose it is.
type parcels struct {
	former  string           // what the sign-in said last
	refuses map[string]error // by what was typed
}

func (p *parcels) Pack(r *http.Request, former string) (string, error) {
	p.former = former
	text := r.PostFormValue("text")
	if text == "" || p.refuses[text] != nil {
		return "", p.refuses[text]
	}
	return "parcel of " + text, nil
}

func (p *parcels) Unpack(_ context.Context, account, sealed string) (string, string, error) {
	if err := p.refuses[sealed]; err != nil {
		return "", "", err
	}
	return "/account?of=" + account, "draft.carried", nil
}

func TestAnExpiredSessionLosesNothing(t *testing.T) {
	h := onSQLite(t, "")
	id := h.join("jo@example.org", account.Counsellor)
	b := h.reader()
	b.headers = map[string]string{"Referer": "http://example.com/accounts/new?x=1", "Accept": "text/html,*/*;q=0.8"}
	page := b.post("/accounts", "text", "typed")
	page.want(t, "a form", http.StatusUnauthorized, "")
	if page.value("carried") != "parcel of typed" || page.value("next") != "/accounts/new?x=1" || !strings.Contains(page.text("main"), "nicht verloren") {
		t.Errorf("carries %q, then %q: %s", page.value("carried"), page.value("next"), page.text("main"))
	}
	if page.doc.Find("a[href*='lang=']").Length() != 0 || h.reader().get("/signin").doc.Find("a[href*='lang=']").Length() == 0 {
		t.Error("another language would lose what the page carries, or is not offered on any")
	}
	if strings.Contains(page.text("main")+page.value("text"), "typed") {
		t.Error("what was typed stands in the page in clear")
	}
	page = b.post("/signin", "email", "jo@example.org", "password", "falsch", "carried", "parcel of typed", "next", "/account")
	page.want(t, "a wrong password", http.StatusBadRequest, "")
	if page.value("carried") != "parcel of typed" {
		t.Error("a wrong password loses what was carried")
	}
	page = b.post("/signin", "email", "jo@example.org", "password", password, "carried", page.value("carried"), "next", page.value("next"))
	page.want(t, "signing in", http.StatusSeeOther, "/account?of="+id)
	if page = b.get("/account"); !strings.Contains(page.text(".kern-alert--info"), "prüfen und speichern") {
		t.Errorf("nothing is said about it: %s", page.text("main"))
	}
}

func TestWhatCannotBeCarried(t *testing.T) {
	h := onSQLite(t, "")
	h.join("jo@example.org", account.Counsellor)
	h.parcels.refuses["file"] = errs.New(errs.Invalid, "draft.error.upload")
	b := h.reader()
	page := b.post("/accounts", "text", "file")
	page.want(t, "refused", http.StatusUnauthorized, "")
	if page.value("carried") != "(none)" || !strings.Contains(page.text(".kern-alert--warning"), "Dateien") {
		t.Errorf("%q %s", page.value("carried"), page.text("main"))
	}
	page = b.post("/accounts")
	page.want(t, "nothing typed", http.StatusUnauthorized, "")
	if page.value("carried") != "(none)" || page.value("next") != "/" {
		t.Errorf("%q %q", page.value("carried"), page.value("next"))
	}
	for _, referer := range []string{"http://evil.example/accounts", "//evil.example", "http://example.com/signin", "%"} {
		b.headers = map[string]string{"Referer": referer}
		if page = b.post("/accounts", "text", "typed"); page.value("next") != "/" {
			t.Errorf("from %s on to %s", referer, page.value("next"))
		}
	}
	b.headers = map[string]string{"Accept": "application/json"}
	if page = b.post("/accounts", "text", "typed"); page.Code != http.StatusUnauthorized || page.Body.Len() != 0 {
		t.Errorf("a script gets %d and a page of %d bytes", page.Code, page.Body.Len())
	}
}

func TestAnotherAccountGetsNothing(t *testing.T) {
	h := onSQLite(t, "")
	h.join("jo@example.org", account.Counsellor)
	h.parcels.refuses["parcel"] = errs.New(errs.Conflict, "draft.error.other_account")
	b := h.reader()
	page := b.post("/signin", "email", "jo@example.org", "password", password, "carried", "parcel", "next", "/account")
	page.want(t, "another account", http.StatusConflict, "")
	if page.value("carried") != "parcel" || page.doc.Find("main a[href='/signin']").Length() != 1 {
		t.Errorf("the parcel is lost, or one cannot go on without it: %s", page.text("main"))
	}
	b.get("/account").want(t, "not signed in", http.StatusSeeOther, "/signin?next=%2Faccount")

	h.parcels.refuses["parcel"] = errs.New(errs.Invalid, "draft.error.old")
	page = b.post("/signin", "email", "jo@example.org", "password", password, "carried", "parcel", "next", "/account")
	page.want(t, "too old", http.StatusSeeOther, "/account")
	if page = b.get("/account"); !strings.Contains(page.text(".kern-alert--warning"), "24 Stunden") {
		t.Errorf("nothing is said about it: %s", page.text("main"))
	}
}

// Whose session it was is asked of the accounts, and a cookie that anybody could have made up says nothing.
func TestTheFormerAccount(t *testing.T) {
	w := &watch{now.Now()}
	h := newHouse(t, dbtest.SQLite(t, w), "")
	id := h.join("jo@example.org", account.Counsellor)
	b := h.as(id)
	w.pass(account.SessionLife)
	b.post("/accounts", "text", "typed").want(t, "an expired session", http.StatusUnauthorized, "")
	if h.parcels.former != id {
		t.Errorf("the session was of %q", h.parcels.former)
	}
	b.cookies["session"] = "made-up"
	b.post("/accounts", "text", "typed").want(t, "no session", http.StatusUnauthorized, "")
	if h.parcels.former != "" {
		t.Errorf("a made-up cookie stands for %q", h.parcels.former)
	}
}

// watch is a clock that a test sets between requests.
type watch struct{ t time.Time }

func (w *watch) Now() time.Time       { return w.t }
func (w *watch) pass(d time.Duration) { w.t = w.t.Add(d) }
