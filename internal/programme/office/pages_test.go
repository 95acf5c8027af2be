package office_test

import (
	"net/http"
	"strings"
	"testing"

	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/programme"
)

// pages are all pages that anybody of the staff may read.
var pages = []string{"/network", "/network?on=2018-06-30", "/network/projects", "/network/sites", "/network/organisations", "/network/rounds",
	"/network/competence-centres", "/network/networks/n1", "/network/networks/n1?on=2017-01-01", "/network/projects/p1", "/network/projects/p%2F2%20&",
	"/network/sites/s1", "/network/organisations/o1", "/network/rounds/r2", "/network/priority-areas/a1", "/network/competence-centres/c1"}

// forms are the pages with which an administrator changes something.
var forms = []string{"/network/rounds/new", "/network/priority-areas/new", "/network/networks/new", "/network/competence-centres/new",
	"/network/organisations/new", "/network/projects/new", "/network/sites/new", "/network/rounds/r2/edit", "/network/priority-areas/a1/edit",
	"/network/networks/n1/edit", "/network/competence-centres/c1/edit", "/network/organisations/o1/edit", "/network/projects/p1/edit",
	"/network/projects/p%2F2%20&/edit", "/network/sites/s1/edit", "/network/networks/n1/coordinator", "/network/networks/n1/split",
	"/network/projects/p1/transfer", "/network/sites/s1/delete", "/network/networks/n1/delete"}

func TestPagesOnBothEngines(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		empty := newHouse(t, d)
		for _, path := range pages[:7] {
			if a := empty.get("reader", path); a.status != http.StatusOK {
				t.Errorf("empty %s: %d", path, a.status)
			}
		}
		found(t, d)
		h := newHouse(t, d)
		for _, path := range pages {
			a := h.get("reader", path)
			if a.status != http.StatusOK || !a.has("h1") {
				t.Errorf("%s: %d", path, a.status)
			}
			if a.has("main form[method=post]") || a.has("main a[href$='/edit'], main a[href$='/new'], main a[href$='/delete'], main a[href$='/split']") {
				t.Errorf("%s offers a reader to change something", path)
			}
		}
		for _, path := range forms {
			if a := h.get("admin", path); a.status != http.StatusOK || !a.has("main form[method=post] input[name=key]") {
				t.Errorf("%s: %d", path, a.status)
			}
		}
	})
}

// Every link on every page leads somewhere.
func TestLinksLeadSomewhere(t *testing.T) {
	h := furnished(t)
	seen := map[string]bool{}
	for todo := append([]string{}, pages...); len(todo) > 0; todo = todo[1:] {
		if seen[todo[0]] {
			continue
		}
		seen[todo[0]] = true
		a := h.get("admin", todo[0])
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", todo[0], a.status)
		}
		for _, node := range a.Find("main a[href^='/network']").Nodes {
			for _, attribute := range node.Attr {
				if attribute.Key == "href" {
					todo = append(todo, attribute.Val)
				}
			}
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d pages were found", len(seen))
	}
}

func TestWhoMayNot(t *testing.T) {
	h := furnished(t)
	for _, path := range forms {
		for who, want := range map[string]int{"reader": http.StatusForbidden, "": http.StatusForbidden} {
			if a := h.get(who, path); a.status != want {
				t.Errorf("%q gets %s: %d", who, path, a.status)
			}
			if a := h.do(who, http.MethodPost, path, nil); a.status != want {
				t.Errorf("%q sends %s: %d", who, path, a.status)
			}
		}
	}
	for _, path := range pages {
		if a := h.get("", path); a.status != http.StatusForbidden {
			t.Errorf("nobody gets %s: %d", path, a.status)
		}
	}
	// A coordinator changes the own network's projects, sites and organisations; all else looks as if it were not there.
	own := map[string]bool{"/network/organisations/new": true, "/network/projects/new": true, "/network/sites/new": true, "/network/organisations/o1/edit": true,
		"/network/projects/p1/edit": true, "/network/projects/p%2F2%20&/edit": true, "/network/sites/s1/edit": true, "/network/sites/s1/delete": true}
	for _, path := range append([]string{"/network/sites/s3/edit", "/network/projects/p3/edit", "/network/projects/p3/delete", "/network/projects/p3/transfer"}, forms...) {
		want := http.StatusNotFound
		if own[path] {
			want = http.StatusOK
		}
		if a := h.get("n1", path); a.status != want {
			t.Errorf("the coordinator gets %s: %d, want %d", path, a.status, want)
		}
		if a := h.do("n1", http.MethodPost, path, nil); want == http.StatusNotFound && a.status != want {
			t.Errorf("the coordinator sends %s: %d, want %d", path, a.status, want)
		}
	}
	for path, may := range map[string]bool{"/network/projects/p1": true, "/network/projects/p3": false, "/network/sites/s1": true, "/network/sites/s3": false,
		"/network/networks/n1": false, "/network/organisations/o1": true, "/network/organisations/o4": false} {
		a := h.get("n1", path)
		if a.has("main a[href$='/edit']") != may {
			t.Errorf("%s: the button to edit is there: %v", path, !may)
		}
		if a.has("main a[href$='/transfer']") {
			t.Errorf("%s: a coordinator may not give projects away", path)
		}
	}
}

func TestNothingThere(t *testing.T) {
	h := furnished(t)
	for _, path := range []string{"/network/projects/none", "/network/networks/none/split", "/network/networks/none/coordinator", "/network/projects/none/transfer",
		"/network/sites/none/edit", "/network/sites/none/delete", "/network/transfers/none/delete", "/network/accounts", "/network/sites/%00", "/network/sites/" + strings.Repeat("x", 5000)} {
		if a := h.get("admin", path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
		if a := h.do("admin", http.MethodPost, path, nil); a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed && a.status != http.StatusBadRequest {
			t.Errorf("POST %s: %d", path, a.status)
		}
	}
}

func TestOverviewShowsThePast(t *testing.T) {
	h := furnished(t)
	if err := h.service.ChangeCoordinator(system, programme.Coordination{Network: "n1", Organisation: "o4", From: day("2018-10-01")}); err != nil {
		t.Fatal(err)
	}
	row := func(query string) string {
		var cells []string
		h.get("reader", "/network"+query).Find("tbody").First().Find("tr:has(a[href^='/network/networks/n1']) > *").Each(func(_ int, s *selection) {
			cells = append(cells, strings.TrimSpace(s.Text()))
		})
		return strings.Join(cells, " ")
	}
	if got := row(""); got != "Nordnetz Bremen, Lower Saxony Delta 2 1 0" {
		t.Errorf("today: %s", got)
	}
	if got := row("?on=2017-06-30"); !strings.Contains(got, "Alpha 2 1 1") {
		t.Errorf("in 2017: %s", got)
	}
	if got := row("?on=30.06.2017"); !strings.Contains(got, "Alpha 2 1 1") {
		t.Errorf("a day as people write it: %s", got)
	}
	a := h.get("reader", "/network?on=2010-01-01")
	if a.has("tbody a[href^='/network/networks/n1']") || !a.has(".empty") {
		t.Error("before it began the network is there")
	}
	if a := h.get("reader", "/network?on=yesterday"); a.status != http.StatusOK || a.text("#f-on-error") == "" {
		t.Error("a day that cannot be read is not said to be one")
	}
	if a := h.get("reader", "/network/networks/n1?on=2017-06-30"); !strings.Contains(a.text("main"), "Emden") {
		t.Error("the network's page does not show its past sites")
	}
}

func TestProjectFilters(t *testing.T) {
	h := furnished(t)
	for query, want := range map[string]string{
		"":                               "Beratung Nord|Beratung Süd|Schulung",
		"?kind=counselling":              "Beratung Nord|Beratung Süd",
		"?network=n1":                    "Beratung Nord|Schulung",
		"?network=n1&kind=counselling":   "Beratung Nord",
		"?for_refugees=true":             "Schulung",
		"?for_refugees=false":            "",
		"?round=r2&q=SÜD":                "Beratung Süd",
		"?q=delta":                       "Beratung Süd|Schulung",
		"?on=2017-12-31":                 "Beratung Nord|Schulung",
		"?on=2019-01-01":                 "",
		"?kind=%3Cscript%3E&network=%00": "",
		"?after=none":                    "Beratung Nord|Beratung Süd|Schulung",
		"?after=p1":                      "Beratung Süd|Schulung",
	} {
		a := h.get("reader", "/network/projects"+query)
		var got []string
		a.Find("tbody th a").Each(func(_ int, s *selection) { got = append(got, s.Text()) })
		if strings.Join(got, "|") != want || a.has(".empty") != (want == "") {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	if a := h.get("reader", "/network/projects?kind=counselling&q=x%22%3E"); a.has("script:not([src])") || a.Find("#f-q").AttrOr("value", "") != `x">` {
		t.Error("the filters do not stay in the form")
	}
}

func TestPagesOfAList(t *testing.T) {
	d := dbtest.SQLite(t, now)
	found(t, d)
	for i := range 120 {
		store(t, d, programme.Organisations, "x"+string(rune('a'+i/26))+string(rune('a'+i%26)), "name", "Träger "+string(rune('a'+i/26))+string(rune('a'+i%26)))
	}
	h := newHouse(t, d)
	seen, path := map[string]bool{}, "/network/organisations?q=träger"
	for pages := 1; ; pages++ {
		a := h.get("reader", path)
		a.Find("tbody th a").Each(func(_ int, s *selection) {
			if seen[s.Text()] {
				t.Errorf("%s is on two pages", s.Text())
			}
			seen[s.Text()] = true
		})
		if !strings.Contains(a.text("caption"), "120") {
			t.Errorf("the count is %s", a.text("caption"))
		}
		next, more := a.Find("nav.pager a").Last().Attr("href")
		if pages == 3 {
			if strings.Contains(next, "after") {
				t.Errorf("the last page leads on to %s", next)
			}
			break
		}
		if !more {
			t.Fatalf("page %d has no next one", pages)
		}
		path = next
	}
	if len(seen) != 120 {
		t.Errorf("%d of 120 are on the pages", len(seen))
	}
}

func TestMap(t *testing.T) {
	h := furnished(t)
	a := h.get("reader", "/network/sites?on=2017-12-31")
	if !a.has("svg.map") {
		t.Fatal("there is no map; run 'make assets'")
	}
	if n := a.Find("svg.map circle").Length(); n != 1 {
		t.Errorf("%d dots for the one site with a position", n)
	}
	if !strings.Contains(a.text("svg.map desc"), "1 of 2") {
		t.Errorf("the description is %q", a.text("svg.map desc"))
	}
	if a := h.get("reader", "/network"); a.Find("svg.map path.land").Length() != 16 || a.text("svg.map desc") == "" {
		t.Error("the map of the Laender")
	}
}
