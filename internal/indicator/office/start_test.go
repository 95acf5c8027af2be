package office_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/programme"
)

// work stores what the start page tells of: cases registered, waiting and due, with contacts in this week and the weeks
// before, seen on Monday, 15 October 2018.
func work(t testing.TB, d *db.DB) {
	t.Helper()
	store(t, d, counselling.Cases, "w1|site_id=s1|registered_at=2018-10-05", "w2|site_id=s1|registered_at=2018-10-01",
		"w3|site_id=s1|registered_at=2018-10-05|counsellor_id=account-1|follow_up_on=2018-10-20")
	store(t, d, counselling.Contacts, "v1|case_id=w3|held_on=2018-10-15|form=mobile|themes=recognition",
		"v2|case_id=k1|held_on=2018-10-15|form=phone|themes=recognition", "v3|case_id=k1|held_on=2018-10-10|form=phone|themes=recognition",
		"v4|case_id=k2|held_on=2018-09-30|form=unknown|themes=recognition")
	_, err := d.Write(context.Background(), db.Command{Name: "test.summaries", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		due := []counselling.Due{{Rule: "decision", On: clock.MustDay("2018-10-14")}}
		if err := counselling.ReplaceDues(tx, db.Federal, "k2", "procedure", due); err != nil {
			return "", err
		}
		var all counselling.Touched
		for _, id := range []string{"k1", "k2", "k3", "k4", "k5", "w1", "w2", "w3"} {
			all.Add(id)
		}
		tx.Audit(db.Entry{Kind: "import", ID: "test"})
		return "", counselling.RefreshSummaries(tx, &all)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// shown are the tiles of a page by label: number with unit, and the note.
func shown(doc *goquery.Selection) map[string]string {
	out := map[string]string{}
	for _, f := range doc.Find(".figure").EachIter() {
		text := words(f.Find(".figure-value"))
		if note := words(f.Find(".figure-note")); note != "" {
			text += "; " + note
		}
		out[words(f.Find(".figure-label"))] = text
	}
	return out
}

func expect(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for label, text := range want {
		if got[label] != text {
			t.Errorf("%s, %s: %q, want %q", what, label, got[label], text)
		}
	}
}

func TestTheCentresWeek(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, _ *hands) {
		work(t, d)
		doc := h.as(account.Counsellor, authz.Site, "s1").page(t, "/start")
		expect(t, "the centre", shown(doc.Selection), map[string]string{
			"Für mich heute":                    "1 Fall",
			"Warten auf die erste Beratung":     "2 Fälle; Median 12 Tage, am längsten 14 Tage",
			"Mit Frist":                         "1 Fall; eine Frist ist abgelaufen",
			"Zur Wiedervorlage":                 "1 Fall",
			"Noch unvollständig":                "4 Fälle",
			"Offene Fälle":                      "6 Fälle; einer davon in meiner Zuständigkeit",
			"Beratungskontakte":                 "2 Kontakte; Durchschnitt der acht Wochen davor: 0,4",
			"Erstberatungen zur Anerkennung":    "1 Beratung; Durchschnitt der acht Wochen davor: 0,0",
			"Wartezeit bis zur ersten Beratung": "10 Tage; ein Fall mit bekannter Anmeldung",
			"Vollständige Fälle":                "0,0 %; 0 von 1 neu beratenen Fällen",
			"Mobile Beratung":                   "25,0 %; 4 Kontakte mit gültiger Angabe, 1 ohne",
		})
		for list, label := range map[string]string{"today": "Für mich heute", "waiting": "Warten", "due": "Mit Frist", "follow_up": "Zur Wiedervorlage", "incomplete": "Noch unvollständig", "all": "Offene Fälle"} {
			tile := doc.Find(`.figure a[href="/cases?list=` + list + `&site=s1"]`).Closest(".figure")
			if !strings.HasPrefix(words(tile.Find(".figure-label")), label) || tile.Find("details.definition").Length() != 1 {
				t.Errorf("the number that leads to the list %s is called %q", list, words(tile.Find(".figure-label")))
			}
		}
		week := doc.Find("svg.trend")
		if week.Length() != 1 || week.Find("circle").Length() != 9 || week.Find("title").Text() != "Beratungskontakte nach Woche" || week.Find(".last-value").Text() != "2" {
			t.Errorf("the weeks: %d pictures, %d points, %s", week.Length(), week.Find("circle").Length(), week.Find("title").Text())
		}
		if got := words(doc.Find("tbody tr")); !strings.HasSuffix(got, "KW 39/2018 1|KW 40/2018 0|KW 41/2018 1|KW 42/2018 2") {
			t.Errorf("the same as a table: %s", got)
		}
		if strings.Contains(doc.Text(), "München") {
			t.Error("another centre is named")
		}
	})
}

func TestTheNetworksQuarter(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, _ *hands) {
		work(t, d)
		doc := h.as(account.NetworkCoordinator, authz.Network, "n1").page(t, "/start")
		expect(t, "the network", shown(doc.Selection), map[string]string{
			"Erstberatungen zur Anerkennung": "1 Beratung; 3. Quartal 2018: 1",
			"Folgeberatungen":                "2 Beratungen; 3. Quartal 2018: 2",
			"Neue Fälle":                     "1 Fall; 3. Quartal 2018: 1",
			"Beratungskontakte":              "3 Kontakte; 3. Quartal 2018: 3",
		})
		table := doc.Find(".kern-table-responsive")
		if got := words(table.Find("tbody tr")); got != "Stelle Bremen 3 1 2 10 0,0 % 33,3 %" {
			t.Errorf("centres: %s", got)
		}
		if table.Find(`a[href^="/cases"]`).Length() != 0 {
			t.Error("a coordinator is led to cases")
		}
		if doc.Find("svg.trend").Length() != 2 || !strings.Contains(doc.Find("h2").Text(), "Landesnetzwerk Bremen") {
			t.Errorf("%d trends of %s", doc.Find("svg.trend").Length(), doc.Find("h2").Text())
		}
		project := h.as(account.ProjectLead, authz.Project, "p1").page(t, "/start")
		if got := words(project.Find(".kern-table-responsive tbody tr")); got != "Stelle Bremen 3 1 2 10 0,0 % 33,3 %" {
			t.Errorf("the project's centres: %s", got)
		}
		if project.Find(`a[href="/cases?list=waiting&site=s1"]`).Length() != 1 {
			t.Error("a project lead is not led to who waits")
		}
	})
}

func TestTheNation(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, clock *hands) {
		work(t, d)
		h.asAdministrator()
		if w := h.post(staffPath+"/publish", map[string][]string{"key": {"k"}}); w.Code >= 400 {
			t.Fatalf("publish: %d", w.Code)
		}
		for _, role := range []account.Role{account.Auditor, account.CompetenceCentreAnalyst, account.Finance, account.DisseminationEditor, account.CentralAdministrator} {
			doc := h.as(role, authz.Nation, "").page(t, "/start")
			expect(t, string(role), shown(doc.Selection), map[string]string{
				"Beratungskontakte": "10 Kontakte", "Neue Fälle": "6 Fälle", "Personen in der Fairen Integration": "1 Person",
			})
			if got := words(doc.Find(".kern-table-responsive tbody tr")); got != "Landesnetzwerk Bayern 0 0 0 – – –|Landesnetzwerk Bremen 3 1 2 10 0,0 % 33,3 %" {
				t.Errorf("%s: networks %s", role, got)
			}
			if doc.Find("svg.map path.land").Length() != 16 || doc.Find(".legend").Length() != 1 || doc.Find(`a[href="`+staffPath+`"]`).Length() != 1 {
				t.Errorf("%s: a map of %d Laender, %d links to the sheet", role, doc.Find("svg.map path.land").Length(), doc.Find(`a[href="`+staffPath+`"]`).Length())
			}
		}
		// What is wide may be a minute old, not older.
		store(t, d, counselling.Contacts, "new|case_id=k1|held_on=2018-10-15|form=phone|themes=recognition")
		for _, c := range []struct {
			after time.Duration
			want  string
		}{{30 * time.Second, "10 Kontakte"}, {31 * time.Second, "11 Kontakte"}} {
			clock.turn(c.after)
			if got := shown(h.page(t, "/start").Selection)["Beratungskontakte"]; got != c.want {
				t.Errorf("%s later: %s, want %s", c.after, got, c.want)
			}
		}
	})
}

// Every number of a start page is the number of the page to which it leads.
func TestNumbersOfTheStartPageAreThoseOfTheFigures(t *testing.T) {
	each(t, func(t *testing.T, h *house, d *db.DB, _ *hands) {
		work(t, d)
		for _, as := range []func(){
			func() { h.as(account.Auditor, authz.Nation, "") },
			func() { h.as(account.NetworkCoordinator, authz.Network, "n1") },
			func() { h.as(account.CentreLead, authz.Site, "s1") },
		} {
			as()
			followed := 0
			for _, a := range h.page(t, "/start").Find(`.figure-value a[href^="/figures?"]`).EachIter() {
				answer := h.page(t, a.AttrOr("href", ""))
				if answer.Find("table").Length() > 0 { // a share, with its table
					continue
				}
				if got := words(answer.Find(".answer .figure-value")); !strings.HasPrefix(got, strings.TrimSpace(a.Text())+" ") {
					t.Errorf("%s leads to %s", a.Text(), got)
				}
				followed++
			}
			if followed < 3 {
				t.Errorf("only %d numbers lead anywhere", followed)
			}
		}
	})
}

func TestTheFirstDay(t *testing.T) {
	clock := &hands{}
	clock.reset()
	d := dbtest.SQLite(t, clock)
	h := newHouse(t, d)
	store(t, d, programme.Networks, "n1|name=Landesnetzwerk Bremen|states=HB")
	store(t, d, programme.Rounds, "r1|name=Förderrunde|starts_on=2018-10-01|ends_on=2020-12-31")
	store(t, d, programme.Organisations, "o1|name=Träger")
	store(t, d, programme.Projects, "p1|round_id=r1|name=Beratung|organisation_id=o1|kind=counselling|network_id=n1")
	store(t, d, programme.Sites, "s1|project_id=p1|name=Stelle Bremen|kind=fixed|state=HB")
	doc := h.as(account.Counsellor, authz.Site, "s1").page(t, "/start")
	if doc.Find(".empty").Length() != 1 || doc.Find(`.empty a[href="/cases/new"]`).Length() != 1 {
		t.Error("a centre without a case is not shown how to begin")
	}
	doc = h.asAdministrator().page(t, "/start")
	if doc.Find(".empty").Length() != 1 || doc.Find("svg").Not(".icon, .mark").Length() != 0 {
		t.Error("a nation without figures shows empty pictures")
	}
	h.actor = &authz.Actor{ID: "somebody"}
	doc = h.page(t, "/start")
	if doc.Find(".empty").Length() != 1 || doc.Find("main a").Length() != 0 {
		t.Error("who has no right finds something")
	}
	h.actor = nil
	if w := h.get("/start"); w.Code != http.StatusForbidden {
		t.Errorf("a stranger: %d", w.Code)
	}
}
