package measure_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"openiq/internal/measure"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
)

var now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

// add stores a measure with some cells (column and cell in turn).
func add(t *testing.T, d *db.DB, tenant, id string, cells ...string) {
	t.Helper()
	row := record.Row{Tenant: tenant, ID: id, Values: make([]any, len(measure.Measures.Columns))}
	for i := 0; i+1 < len(cells); i += 2 {
		value, err := measure.Measures.Column(cells[i]).Parse(cells[i+1])
		if err != nil {
			t.Fatal(err)
		}
		row.Values[measure.Measures.Index(cells[i])] = value
	}
	_, err := d.Write(context.Background(), db.Command{Name: "test.measure", Tenant: tenant}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "measure", ID: id})
		_, err := measure.Measures.Put(tx, row, nil)
		return "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenMeasuresAreThoseOfTheNetworkThatRunOrWillRun(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		one := func(tenant, id, starts, ends string) {
			add(t, d, tenant, id, "project_id", "p", "name", "Kurs "+id, "form", "course", "starts_on", starts, "ends_on", ends)
		}
		one("n1", "runs", "2018-01-01", "2018-12-31")
		one("n1", "ends-today", "2018-01-01", "2018-10-15")
		one("n1", "over", "2018-01-01", "2018-10-14")
		one("n1", "begins", "2019-01-01", "2019-12-31")
		one("n1", "open", "2017-01-01", "")
		one("n1", "forgotten", "2015-01-01", "")
		one("n2", "elsewhere", "2018-01-01", "2018-12-31")
		one(db.Federal, "nation", "2018-01-01", "2018-12-31")
		s := measure.New(d)
		for network, want := range map[string][]string{"n1": {"begins", "ends-today", "nation", "open", "runs"}, "": {"nation"}, "n2": {"elsewhere", "nation"}} {
			open, err := s.Open(context.Background(), network, clock.MustDay("2018-10-15"))
			if got := slices.Sorted(maps.Keys(open)); err != nil || !slices.Equal(got, want) {
				t.Errorf("%q: %v, want %v (%v)", network, got, want, err)
			}
		}
		names, err := s.Names(context.Background(), []string{"over", "none"})
		if err != nil || !maps.Equal(names, map[string]string{"over": "Kurs over"}) {
			t.Errorf("%v, %v", names, err)
		}
	})
}
