package office_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/i18n"
)

// Every route answers every role as the matrix says, and nobody who is not signed in.
func TestEveryRouteWithEveryRole(t *testing.T) {
	h := onSQLite(t, "")
	readers := map[account.Role]*reader{}
	actors := map[account.Role]*authz.Actor{}
	for _, role := range account.Roles() {
		id := h.join(string(role)+"@example.org", role)
		readers[role] = h.as(id)
		actors[role] = account.NewActor(id, []account.Assignment{with(role)})
	}
	public := 0
	for _, route := range h.office.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		path = strings.NewReplacer("{id}", "nobody", "{token}", "none").Replace(path)
		if route.Action == authz.Public {
			public++
			continue
		}
		got := h.reader().do(method, path, map[string][]string{})
		if want := map[string]int{"GET": http.StatusSeeOther, "POST": http.StatusUnauthorized}[method]; got.Code != want {
			t.Errorf("%s for nobody: %d", route.Pattern, got.Code)
		}
		for role, b := range readers {
			got := b.do(method, path, map[string][]string{})
			refused := got.Code == http.StatusForbidden
			if refused == actors[role].May(route.Action) {
				t.Errorf("%s for %s: %d", route.Pattern, role, got.Code)
			}
			if got.Code >= 500 {
				t.Errorf("%s for %s: %d", route.Pattern, role, got.Code)
			}
		}
	}
	if public != 5 {
		t.Errorf("%d routes are open to everybody: look whether they should be", public)
	}
}

func TestAdministration(t *testing.T) {
	h := onSQLite(t, "https://iq.example.org")
	admin := h.join("admin@example.org", account.CentralAdministrator)
	b := h.as(admin)
	b.cookies = map[string]string{"__Host-session": "token-of-" + admin}

	page := b.post("/accounts", "email", "kein@", "role", "counsellor", "place", "Nirgendwo")
	page.want(t, "a wrong form", http.StatusBadRequest, "")
	if page.value("email") != "kein@" || page.text("#f-email-error") == "" || page.doc.Find("#f-role option[selected]").AttrOr("value", "") != "counsellor" {
		t.Error("the form has lost something, or nothing stands beside the field")
	}
	page = b.post("/accounts", "email", "neu@example.org", "role", "counsellor", "place", "Nirgendwo")
	if page.value("place") != "Nirgendwo" || page.text("#f-place-error") == "" {
		t.Errorf("a place that is not: %q, %q", page.value("place"), page.text("#f-place-error"))
	}
	page = b.post("/accounts", "email", "neu@example.org", "role", "counsellor", "place", "Landesnetzwerk: Netzwerk Eins (X-1)")
	page.want(t, "a place that does not fit", http.StatusBadRequest, "")

	page = b.post("/accounts", "email", "neu@example.org", "role", "counsellor", "place", "Beratungsstelle: Stelle <Eins> (X-1)")
	page.want(t, "a new account", http.StatusOK, "")
	link := page.text("main code")
	token, ok := strings.CutPrefix(link, "https://iq.example.org/welcome/")
	if !ok || len(token) < 26 {
		t.Fatalf("the link is %q", link)
	}
	path, _ := page.doc.Find("main .actions a").Attr("href")
	page = b.get(path)
	page.want(t, "the account", http.StatusOK, "")
	if strings.Contains(page.Body.String(), token) {
		t.Error("the link is shown again")
	}
	version := page.value("version")

	b.post(path+"/roles", "version", version, "role", "finance").want(t, "another role", http.StatusSeeOther, path)
	b.post(path+"/roles", "version", version, "role", "auditor").want(t, "on an old page", http.StatusConflict, "")
	page = b.get(path)
	if page.doc.Find("main tbody tr").Length() != 2 {
		t.Errorf("two roles: %s", page.text("main"))
	}
	b.post(path+"/roles", "version", page.value("version"), "role", "finance").want(t, "a role twice", http.StatusBadRequest, "")
	b.post(path+"/roles", "version", page.value("version"), "remove", "counsellor site=X-1").want(t, "a role less", http.StatusSeeOther, path)
	page = b.get(path)
	b.post(path+"/roles", "version", page.value("version"), "remove", "finance").want(t, "the last role", http.StatusBadRequest, "")

	again := b.post(path + "/link")
	again.want(t, "a new link", http.StatusOK, "")
	if again.text("main code") == link {
		t.Error("the new link is the old one")
	}
	b.post(path+"/active", "version", page.value("version"), "active", "false").want(t, "deactivating", http.StatusSeeOther, path)
	page = b.get("/accounts")
	page.want(t, "the list", http.StatusOK, "")
	if got := page.text("main tbody"); !strings.Contains(got, "neu@example.org") || !strings.Contains(got, "gesperrt") || !strings.Contains(got, "admin@example.org") {
		t.Errorf("the list: %s", got)
	}
	page = b.get(path)
	b.post(path+"/active", "version", page.value("version"), "active", "true").want(t, "activating", http.StatusSeeOther, path)
	b.post("/accounts/"+admin+"/active", "version", "1", "active", "false").want(t, "oneself", http.StatusForbidden, "")
	if page = b.get("/accounts/" + admin); page.doc.Find("main form").Length() != 0 {
		t.Error("the own account offers changes")
	}
	b.get("/accounts/nobody").want(t, "nobody's account", http.StatusNotFound, "")
}

// An auditor sees the same pages without anything to press.
func TestAnAuditorOnlyReads(t *testing.T) {
	h := onSQLite(t, "")
	jo := h.join("jo@example.org", account.Counsellor)
	b := h.as(h.join("audit@example.org", account.Auditor))
	for _, path := range []string{"/accounts", "/accounts/" + jo} {
		page := b.get(path)
		page.want(t, path, http.StatusOK, "")
		if page.doc.Find("main form, main .actions").Length() != 0 {
			t.Errorf("%s offers changes: %s", path, page.text("main"))
		}
	}
}

// The matrix on the page is the matrix in the code, in words.
func TestMatrixPage(t *testing.T) {
	h := onSQLite(t, "")
	b := h.as(h.join("jo@example.org", account.Counsellor))
	for _, lang := range []string{"de", "en"} {
		b.lang = lang
		page := b.get("/access")
		page.want(t, lang, http.StatusOK, "")
		rows := page.doc.Find("tbody tr")
		if rows.Length() != len(account.Actions) || page.doc.Find("thead th").Length() != len(account.Matrix)+1 {
			t.Fatalf("%s: %d rows", lang, rows.Length())
		}
		rows.Each(func(i int, row *goquery.Selection) {
			cells := row.Find("td")
			for j, role := range account.Matrix {
				_, may := role.Reach[account.Actions[i]]
				if strings.Contains(cells.Eq(j).Text(), "–") == may {
					t.Errorf("%s: %s %s: %q", lang, role.Role, account.Actions[i], cells.Eq(j).Text())
				}
			}
		})
		if raw := regexp.MustCompile(`[a-z]+\.[a-z]+|[a-z]+_[a-z]+`).FindString(page.text("table")); raw != "" {
			t.Errorf("%s: %q is no word", lang, raw)
		}
	}
}

var key = regexp.MustCompile(`"(account\.[a-z_.]*[a-z_])"`)

// What the room and its pages say has words; commands of the audit trail have the same form but are no messages.
func TestEveryKeyHasWords(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	p, seen := bundle.Printer("de"), 0
	commands := regexp.MustCompile(`^account\.(add|roles|activate|deactivate|link|password|signin|signin_refused|signout|email|session|throttle\..*|read|manage)$`)
	for _, pattern := range []string{"../*.go", "*.go", "*.templ"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
				continue
			}
			for _, found := range key.FindAllSubmatch(raw, -1) {
				seen++
				if k := string(found[1]); !p.Has(k) && !commands.MatchString(k) {
					t.Errorf("%s: %s has no words", name, k)
				}
			}
		}
	}
	for _, kind := range []authz.ScopeKind{authz.Nation, authz.Network, authz.Project, authz.Site} {
		for _, k := range []string{"account.error.place." + string(kind), "account.reach." + string(kind)} {
			if !p.Has(k) {
				t.Errorf("%s has no words", k)
			}
		}
	}
	if seen < 80 {
		t.Errorf("only %d keys seen", seen)
	}
}
