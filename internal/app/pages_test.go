package app

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"openiq/internal/account"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/web"
	"openiq/test/browser"
)

// notPages are GET routes that answer with something else than a page.
func notPage(path string) bool {
	switch filepath.Ext(path) {
	case ".json", ".csv", ".xlsx", ".pdf", ".ics", ".xml", ".txt", ".js", ".webmanifest":
		return true
	}
	return path == "/healthz" || strings.HasSuffix(path, "/export") || path == "/news/feed" || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/hsds/")
}

// more are pages worth looking at that no pattern leads to by itself.
var more = []string{
	"/nowhere",
	"/cases?country=SY&sex=female",
	"/figures?indicator=counselling.contacts&by1=country&by2=form",
	"/figures?indicator=counselling.contacts&by1=state",
	"/figures?indicator=counselling.contacts&by1=month",
	"/figures?indicator=counselling.total&by1=sex&where1=form&is1=phone",
	"/figures/records?indicator=counselling.total",
	"/network?on=2018-09-30",
}

// views are the ways in which the nth page is looked at. make test has time for one of each page, the two in turn: the faces
// look at their pages themselves, too.
func views(n int) []browser.View {
	all := []browser.View{
		{Width: 1280, Lang: "de"},
		{Width: 360, Height: 740, Lang: "ar", Dark: true, NoJS: true},
	}
	if !full() {
		return all[n%2 : n%2+1]
	}
	for _, lang := range []string{"de", "en", "ar"} {
		for _, width := range []int{320, 1280} {
			for _, dark := range []bool{false, true} {
				all = append(all, browser.View{Width: width, Lang: lang, Dark: dark, NoJS: dark})
			}
		}
	}
	return all
}

// TestEveryPage opens every page there is and checks it as a reader with any browser, any eyes and no mouse would.
func TestEveryPage(t *testing.T) {
	h := open(t, dbtest.SQLite(t, now), everyRole())
	cutoff := clock.MustDay(ids["{sheet}"][alpha])
	if _, err := h.program.indicators.Publish(system, indicator.Sheets()[0], cutoff, ""); err != nil {
		t.Fatal(err)
	}
	b, documents := browser.New(t), browser.NewStandard(t)
	readers := map[account.Role]*browser.Browser{}
	for n, path := range h.pages(t) {
		t.Run(strings.ReplaceAll(strings.Trim(path.url, "/"), "/", "·"), func(t *testing.T) {
			reader := readers[path.role]
			if reader == nil {
				reader = b.Private()
				h.lend(t, reader, path.role)
				readers[path.role] = reader
			}
			for _, view := range views(n) {
				look(t, reader, h.URL+path.url, view, path.url, documents)
			}
		})
	}
	browser.Clean(t, documents.Problems())
}

type page struct {
	url  string
	role account.Role // who opens it; empty: nobody is signed in
}

// pages are all pages with somebody who may open each.
func (h *house) pages(t *testing.T) []page {
	t.Helper()
	var out []page
	routes := h.program.Routes()
	for _, route := range routes {
		method, _, _ := strings.Cut(route.Pattern, " ")
		url := address(t, route.Pattern, alpha)
		if strings.HasSuffix(url, "/publish") { // of a day that is not published yet
			url = strings.Replace(url, ids["{sheet}"][alpha], ids["{sheet}"][nobody], 1)
		}
		if method == http.MethodGet && !notPage(url) && url != "/" && !strings.Contains(url, "nobody") {
			out = append(out, page{url, opener(route)})
		}
	}
	for _, url := range more {
		out = append(out, page{url, account.Auditor})
	}
	return out
}

// opener is a role that may use a route and sees alpha: the one closest to the work.
func opener(route web.Route) account.Role {
	if route.Action == authz.Public {
		return ""
	}
	for _, role := range []account.Role{account.Counsellor, account.CentralAdministrator, account.DataProtectionOfficer} {
		assignment := everyRole()[string(role)+"@example.org"]
		if account.NewActor("x", []account.Assignment{assignment}).May(route.Action) {
			return role
		}
	}
	return account.Auditor
}

// lend gives a browser the session of a role.
func (h *house) lend(t *testing.T, b *browser.Browser, role account.Role) {
	t.Helper()
	if role == "" {
		return
	}
	r := h.signIn(t, string(role)+"@example.org")
	request, err := http.NewRequest(http.MethodGet, h.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range r.client.Jar.Cookies(request.URL) {
		b.SetCookie(h.URL, cookie)
	}
}
