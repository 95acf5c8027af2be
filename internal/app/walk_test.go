package app

import (
	"html"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/web"
)

// everyRole has each role once, with the place alpha where the role has one.
func everyRole() map[string]account.Assignment {
	places := map[authz.ScopeKind]authz.Scope{
		authz.Nation:  {Kind: authz.Nation},
		authz.Network: {Kind: authz.Network, ID: "alpha"},
		authz.Project: {Kind: authz.Project, ID: "alpha-c"},
		authz.Site:    {Kind: authz.Site, ID: "alpha-s1"},
	}
	out := map[string]account.Assignment{}
	for _, row := range account.Matrix {
		out[string(row.Role)+"@example.org"] = account.Assignment{Role: row.Role, Scope: places[row.Place]}
	}
	return out
}

// ids are what stands in an address for a wildcard, by the part of the address before it, or by that part and the wildcard
// where office and portal have different things there: something of alpha, of bravo,
// and of nobody. A route with a wildcard that is not listed fails the test.
var ids = map[string][3]string{
	"cases":               {"alpha-case-01", "bravo-case-01", "nobody-case-1"},
	"contacts":            {"alpha-k-01-0", "bravo-k-01-0", "nobody-k-01-0"},
	"qualifications":      {"alpha-q-01", "bravo-q-01", "nobody-q-1"},
	"procedures":          {"alpha-v-01", "bravo-v-01", "nobody-v-01"},
	"steps":               {"alpha-w-01", "bravo-w-01", "nobody-w-01"},
	"costs":               {"alpha-g-01", "bravo-g-01", "nobody-g-01"},
	"referrals":           {"alpha-u-01", "bravo-u-01", "nobody-u-01"},
	"documents":           {"nobody", "nobody", "nobody"},
	"consents":            {"nobody", "nobody", "nobody"},
	"handovers":           {"nobody", "nobody", "nobody"},
	"{site}":              {"nobody", "nobody", "nobody"},
	"text-modules":        {"alpha-s1", "bravo-s1", "nobod-s1"},
	"texts":               {"nobody", "nobody", "nobody"},
	"views":               {"nobody", "nobody", "nobody"},
	"calendar":            {"nobody", "nobody", "nobody"},
	"requests":            {"nobody", "nobody", "nobody"},
	"m":                   {"nobody", "nobody", "nobody"},
	"accounts":            {"nobody", "nobody", "nobody"},
	"welcome":             {"nobody", "nobody", "nobody"},
	"drafts":              {"nobody", "nobody", "nobody"},
	"networks":            {"alpha", "bravo", "nobod"},
	"projects":            {"alpha-c", "bravo-c", "nobod-c"},
	"sites":               {"alpha-s1", "bravo-s1", "nobod-s1"},
	"centres":             {"alpha-s1", "bravo-s1", "nobod-s1"},
	"stops":               {"nobody", "nobody", "nobody"},
	"organisations":       {"org-alpha", "org-bravo", "org-nobod"},
	"rounds":              {"r26", "r26", "r99"},
	"priority-areas":      {"a1", "a1", "a9"},
	"competence-centres":  {"cc1", "cc1", "cc9"},
	"transfers":           {"nobody", "nobody", "nobody"},
	"occupations":         {"nurse", "nurse", "nothing"},
	"authorities":         {"zsba", "zsba", "nothing"},
	"rules":               {"academic", "academic", "nothing"},
	"sheets":              {"at-a-glance-2018", "at-a-glance-2018", "nothing"},
	"factsheets":          {"at-a-glance-2018", "at-a-glance-2018", "nothing"},
	"translations":        {"en", "en", "xx"},
	"text":                {"portal.title", "portal.title", "portal.nothing"},
	"figures/{indicator}": {"counselling.cases", "counselling.cases", "nothing.counted"},
	"definitions":         {"counselling.cases", "counselling.cases", "nothing.counted"},
	"pages":               {"about.de", "about.de", "nothing.de"},
	"versions":            {"0", "0", "9"},
	"pages/{slug}":        {"about", "about", "nothing"},
	"news":                {"nobody", "nobody", "nobody"},
	"feedback":            {"nobody", "nobody", "nobody"},
	"{sheet}":             {"2026-11-20", "2026-11-20", "2026-11-21"},
	"{sheet}.json":        {"2026-11-20", "2026-11-20", "2026-11-21"},

	"services":             {"nobody", "nobody", "nobody"},
	"organizations":        {"nobody", "nobody", "nobody"},
	"service_at_locations": {"nobody", "nobody", "nobody"},
	"taxonomies":           {"nobody", "nobody", "nobody"},
	"taxonomy_terms":       {"nobody", "nobody", "nobody"},
}

const (
	alpha = iota
	bravo
	nobody
)

// address fills a pattern's wildcards.
func address(t *testing.T, pattern string, whose int) string {
	t.Helper()
	_, path, _ := strings.Cut(pattern, " ")
	parts := strings.Split(strings.TrimSuffix(path, "{$}"), "/")
	filled := slices.Clone(parts)
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") {
			continue
		}
		known, ok := ids[parts[i-1]+"/"+part]
		if !ok {
			known, ok = ids[parts[i-1]]
		}
		if !ok {
			t.Fatalf("%s: the walk knows no id for %s after %s", pattern, part, parts[i-1])
		}
		filled[i] = known[whose] + part[strings.IndexByte(part, '}')+1:]
	}
	return strings.Join(filled, "/")
}

// shared are the addresses of what all staff may know of the whole nation, or what belongs to oneself.
var shared = []string{"/network", "/occupations", "/authorities", "/pages", "/feedback", "/figures/definitions", "/factsheets", "/sheets", "/access", "/account", "/drafts", "/calendar", "/start", "/signin", "/signout", "/welcome", "/healthz", "/sitemap", "/api", "/hsds"}

func isShared(path string) bool {
	return path == "/" || slices.ContainsFunc(shared, func(prefix string) bool {
		return path == prefix || strings.HasPrefix(path, prefix+"/") || strings.HasPrefix(path, prefix+".")
	})
}

// TestEveryRouteWithEveryRole walks the whole program: nobody enters without signing in, nobody does what the matrix does
// not allow, and what lies in another network looks like what does not exist.
func TestEveryRouteWithEveryRole(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		people := everyRole()
		h := open(t, d, people)
		stranger := h.signIn(t, "")
		for _, route := range h.program.Routes() {
			if route.Action != authz.Public {
				h.refusesStrangers(t, stranger, route)
			}
		}
		for email, assignment := range people {
			t.Run(string(assignment.Role), func(t *testing.T) {
				r := h.signIn(t, email)
				for _, route := range h.program.Routes() {
					if path := address(t, route.Pattern, nobody); path != "/signout" && path != "/account/sessions" && path != "/account/password" {
						walk(t, r, account.NewActor("x", []account.Assignment{assignment}), route)
					}
				}
			})
		}
	})
}

func (h *house) refusesStrangers(t *testing.T, stranger *reader, route web.Route) {
	t.Helper()
	method, _, _ := strings.Cut(route.Pattern, " ")
	path := address(t, route.Pattern, alpha)
	status, body := stranger.do(method, path, url.Values{})
	if status != http.StatusSeeOther && status != http.StatusUnauthorized {
		t.Errorf("%s %s answers a stranger with %d", method, path, status)
	}
	if strings.Contains(body, "Alpha") || strings.Contains(body, "Bravo") {
		t.Errorf("%s %s tells a stranger of the network", method, path)
	}
}

// seesAll says that what a route shows somebody may be of the whole nation. Everybody has a start page; it shows the
// figures of one's reach.
func seesAll(actor *authz.Actor, route web.Route) bool {
	action := route.Action
	if route.Pattern == "GET /start" {
		action = account.FiguresRead
	}
	return actor.MayAt(action, authz.Target{})
}

// walk tries one route as one role.
func walk(t *testing.T, r *reader, actor *authz.Actor, route web.Route) {
	t.Helper()
	method, _, _ := strings.Cut(route.Pattern, " ")
	mine, theirs, none := address(t, route.Pattern, alpha), address(t, route.Pattern, bravo), address(t, route.Pattern, nobody)
	form := url.Values{}
	if !actor.May(route.Action) {
		for _, path := range []string{mine, theirs, none} {
			if status, _ := r.do(method, path, form); status != http.StatusForbidden {
				t.Errorf("%s %s answers %d to who may not %s", method, path, status, route.Action)
			}
		}
		return
	}
	if status, body := r.do(method, mine, form); status >= 500 {
		t.Errorf("%s %s answers %d: %s", method, mine, status, body)
	}
	if isShared(mine) && route.Action != account.StructureEdit || seesAll(actor, route) {
		return
	}
	if method == http.MethodPost {
		r.do(http.MethodGet, "/start", nil) // takes up what the answer before wanted to say
	}
	status, body := r.do(method, theirs, form)
	unknownStatus, unknown := r.do(method, none, form)
	same := neutral(body, theirs) == neutral(unknown, none)
	if theirs != none && (status != unknownStatus || status != http.StatusNotFound || !same) {
		t.Errorf("%s %s answers %d and tells it from an unknown one, which answers %d", method, theirs, status, unknownStatus)
	}
	if strings.Contains(strings.ToLower(neutral(body, theirs)), "bravo") && path.Base(theirs) != "new" {
		t.Errorf("%s %s names another network", method, theirs)
	}
}

var requestNumber = regexp.MustCompile(`[0-9a-f]{16}`)

// neutral is a page without its own address and the request's number.
func neutral(body, path string) string {
	for _, written := range []string{path, url.QueryEscape(path), html.EscapeString(path)} {
		body = strings.ReplaceAll(body, written, "")
	}
	return requestNumber.ReplaceAllString(body, "")
}
