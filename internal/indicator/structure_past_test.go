package indicator_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// ticking is a clock that a test sets.
type ticking struct{ at time.Time }

func (c *ticking) Now() time.Time { return c.at }

// put stores one record as an import does; cells are column and cell in turn.
func put(t *testing.T, d *db.DB, typ *record.Type, id, tenant string, cells ...string) {
	t.Helper()
	row := record.Row{ID: id, Tenant: tenant, Values: make([]any, len(typ.Columns))}
	for i := 0; i < len(cells); i += 2 {
		value, err := typ.Column(cells[i]).Parse(cells[i+1])
		if err != nil {
			t.Fatal(err)
		}
		row.Values[typ.Index(cells[i])] = value
	}
	_, err := d.Write(context.Background(), db.Command{Name: "test", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
		if typ.Known == record.OnImport {
			row.Recorded = tx.Now()
		}
		_, err := typ.Put(tx, row, nil)
		tx.Audit(db.Entry{Kind: "import", ID: typ.Name + ".csv"})
		return "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A network in which people were advised from March to September, one case a month.
func advised(t *testing.T, d *db.DB) {
	put(t, d, programme.Rounds, "r", "", "name", "R", "starts_on", "2018-01-01", "ends_on", "2018-12-31")
	put(t, d, programme.Networks, "n", "", "name", "North", "states", "NI HB")
	put(t, d, programme.Organisations, "o", "", "name", "O", "kind", "chamber", "network_id", "n", "coordinates_from", "2018-01-01")
	put(t, d, programme.Organisations, "new", "", "name", "New", "kind", "university")
	put(t, d, programme.Projects, "p", "", "name", "P", "round_id", "r", "organisation_id", "o", "kind", "counselling", "network_id", "n")
	put(t, d, programme.Projects, "q", "", "name", "Q", "round_id", "r", "organisation_id", "o", "kind", "counselling", "network_id", "n")
	put(t, d, programme.Sites, "s", "", "name", "S", "project_id", "p", "kind", "fixed", "state", "NI")
	put(t, d, programme.Sites, "m", "", "name", "M", "project_id", "q", "kind", "mobile", "state", "HB")
	for month := 3; month <= 9; month++ {
		id, site := fmt.Sprintf("k%d", month), []string{"s", "m"}[month%2]
		put(t, d, counselling.Cases, id, "n", "site_id", site)
		put(t, d, counselling.Contacts, id, "n", "case_id", id, "held_on", fmt.Sprintf("2018-%02d-10", month), "form", "phone", "themes", "recognition")
	}
}

// figures are what a report of the structure and of its work shows.
func figures(t *testing.T, e *indicator.Engine, from, to, cutoff string) string {
	t.Helper()
	out := ""
	for _, q := range []indicator.Query{
		{ID: "network.networks"}, {ID: "network.projects", By: []string{"network"}}, {ID: "counselling.sites.fixed", By: []string{"network"}},
		{ID: "counselling.recognition.initial", By: []string{"network"}}, {ID: "counselling.recognition.initial", By: []string{"network", "state"}},
		{ID: "counselling.contacts", By: []string{"organisation"}},
	} {
		a, b, c := clock.MustDay(from), clock.MustDay(to), clock.MustDay(cutoff)
		q.From, q.To, q.Cutoff, q.Limit = &a, &b, &c, authz.System()
		answer, err := e.Answer(context.Background(), q)
		if err != nil {
			t.Fatalf("%s by %v: %v", q.ID, q.By, err)
		}
		out += fmt.Sprintln(q.ID, q.By, answer.Value, answer.Rows, answer.Missing)
	}
	return out
}

// TestStructureKeepsThePast: after a change of coordinator, after a network that splits and after a transfer, figures at
// an earlier cut-off and figures of earlier periods are what they were; only what comes after the day changes.
func TestStructureKeepsThePast(t *testing.T) {
	dbtest.Each(t, clock.Fixed(time.Time{}), func(t *testing.T, probe *db.DB) {
		c := &ticking{at: time.Date(2018, 10, 1, 8, 0, 0, 0, time.UTC)}
		d := dbtest.Open(t, probe.DSN(), c)
		advised(t, d)
		e, s := indicator.New(d), programme.New(d)
		// The reports: as known on the day before the changes, and of the half-year before they take effect.
		cutoff := func() string { return figures(t, e, "2018-01-01", "2018-09-30", "2018-10-01") }
		period := func() string { return figures(t, e, "2018-01-01", "2018-06-30", clock.Today(c).String()) }
		wantCutoff, wantPeriod := cutoff(), period()
		after := func() string { return figures(t, e, "2018-07-01", "2018-09-30", clock.Today(c).String()) }
		wantAfter := after()

		c.at = c.at.AddDate(0, 0, 1)
		ctx := authz.AsSystem(db.WithActor(context.Background(), "test"), "test")
		from := clock.MustDay("2018-07-01")
		check := func(what string, changes bool) {
			t.Helper()
			if got := cutoff(); got != wantCutoff {
				t.Errorf("%s: the report as known before is\n%s, it was\n%s", what, got, wantCutoff)
			}
			if got := period(); got != wantPeriod {
				t.Errorf("%s: the report of the time before is\n%s, it was\n%s", what, got, wantPeriod)
			}
			if got := after(); (got != wantAfter) != changes {
				t.Errorf("%s: afterwards the figures are\n%s, they were\n%s", what, got, wantAfter)
			}
			wantAfter = after()
		}
		if err := s.ChangeCoordinator(ctx, programme.Coordination{Network: "n", Organisation: "new", From: from}); err != nil {
			t.Fatal(err)
		}
		check("another coordinator", false)

		split := programme.Split{Network: "n", Version: 1, From: clock.MustDay("2018-08-01"), Parts: []programme.Part{
			{Name: "East", States: []string{"NI"}, Projects: []string{"p"}}, {Name: "West", States: []string{"HB"}, Projects: []string{"q"}}}}
		parts, err := s.SplitNetwork(ctx, split)
		if err != nil {
			t.Fatal(err)
		}
		check("a split", true)

		if _, err := s.TransferProject(ctx, programme.Transfer{Project: "p", Network: parts[1], From: clock.MustDay("2018-09-01")}); err != nil {
			t.Fatal(err)
		}
		check("a transfer", true)

		site := programme.Edit{Kind: programme.KindSite, Cells: map[string]string{"project_id": "p", "name": "Late", "kind": "fixed"}}
		if _, err := s.Save(ctx, site); err != nil {
			t.Fatal(err)
		}
		if got := cutoff(); got != wantCutoff {
			t.Errorf("a site recorded today was known yesterday:\n%s, it was\n%s", got, wantCutoff)
		}
	})
}
