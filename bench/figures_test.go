package bench

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
)

var ctx = db.WithActor(context.Background(), "bench")

// warm is an engine that has loaded the facts.
func warm(b *testing.B, d *db.DB) *indicator.Engine {
	b.Helper()
	e := indicator.New(d)
	if err := e.Warm(ctx); err != nil {
		b.Fatal(err)
	}
	return e
}

func ask(b *testing.B, e *indicator.Engine, q indicator.Query) indicator.Answer {
	b.Helper()
	q.Limit = authz.System()
	a, err := e.Answer(ctx, q)
	if err != nil {
		b.Fatal(err)
	}
	if a.Value == 0 {
		b.Fatalf("%s is 0", q.ID)
	}
	return a
}

// BenchmarkFigure asks for figures of the nation in all years by two dimensions, as known today and on an earlier day.
func BenchmarkFigure(b *testing.B) {
	e := warm(b, filled(b).open(b))
	earlier := clock.MustDay("2017-06-30")
	for _, q := range []struct {
		id string
		by [2]string
	}{
		{"counselling.contacts", [2]string{"network", "sex"}},
		{"counselling.recognition.initial", [2]string{"nationality", "year"}},
		{"counselling.total", [2]string{"month", "access_route"}},
		{"counselling.cases", [2]string{"age_group", "sex"}},
		{"counselling.cases.by_theme", [2]string{"themes", "network"}},
		{"counselling.cases.new", [2]string{"country", "reference_occupation"}},
		{"measures.persons", [2]string{"network", "result"}},
	} {
		for name, cutoff := range map[string]*clock.Day{"today": nil, "earlier": &earlier} {
			b.Run(fmt.Sprintf("%s/%s,%s/%s", q.id, q.by[0], q.by[1], name), func(b *testing.B) {
				for b.Loop() {
					ask(b, e, indicator.Query{ID: q.id, By: q.by[:], Cutoff: cutoff})
				}
			})
		}
	}
}

func BenchmarkSheet(b *testing.B) {
	e := warm(b, filled(b).open(b))
	sheet, err := indicator.SheetNamed("at-a-glance-2018")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := e.Compute(ctx, sheet, clock.MustDay("2018-09-30")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad reads all facts, as the first answer after a start does.
func BenchmarkLoad(b *testing.B) {
	d := filled(b).open(b)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		e := warm(b, d)
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(e)
	}
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "heap-MB")
}

// BenchmarkRefresh asks again after a hundred new contacts.
func BenchmarkRefresh(b *testing.B) {
	d := filled(b).copied(b).open(b)
	e := warm(b, d)
	cases := someCases(b, d, 100_000) // others each time: nobody is advised a hundred times
	for i := 0; b.Loop(); i += 100 {
		b.StopTimer()
		record100(b, d, cases[i%len(cases):][:100])
		b.StartTimer()
		ask(b, e, indicator.Query{ID: "counselling.follow_up"})
	}
}

type caseRef struct{ tenant, id string }

func someCases(b *testing.B, d *db.DB, n int) []caseRef {
	b.Helper()
	var out []caseRef
	var c caseRef
	rows, err := d.Query(ctx, "SELECT tenant, id FROM cases WHERE deleted = 0 LIMIT "+strconv.Itoa(n))
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(&c.tenant, &c.id); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	})
	if err != nil || len(out) != n {
		b.Fatalf("%d cases: %v", len(out), err)
	}
	return out
}

// record100 records a contact in each case.
func record100(b *testing.B, d *db.DB, cases []caseRef) {
	b.Helper()
	t := counselling.Contacts
	_, err := d.Write(ctx, db.Command{Name: "bench.record", Tenant: db.Federal, Alone: true}, func(tx *db.Tx) (string, error) {
		for _, c := range cases {
			row := record.Row{Tenant: c.tenant, ID: ident.New(tx.Now()), Values: make([]any, len(t.Columns)), Recorded: tx.Now()}
			row.Values[t.Index("case_id")], row.Values[t.Index("held_on")] = c.id, int64(tx.Today())
			row.Values[t.Index("form")], row.Values[t.Index("themes")] = "phone", "recognition"
			if _, err := t.Put(tx, row, nil); err != nil {
				return "", err
			}
			tx.Audit(db.Entry{Tenant: c.tenant, Kind: "case", ID: c.id})
		}
		return "", nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
