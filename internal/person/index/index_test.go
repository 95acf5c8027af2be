package index_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"openiq/internal/person/index"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

var now = clock.Fixed(time.Date(2018, 10, 15, 10, 0, 0, 0, time.UTC))

func TestEveryTextPreparesOnBothEngines(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		for _, q := range db.Queries() {
			if err := d.Prepare(context.Background(), q); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
	})
}

// crowd are entries with tokens from 1 to 40, of which small ones are frequent.
func crowd(dice *rand.Rand, n int) []index.Entry {
	entries := make([]index.Entry, n)
	for i := range entries {
		e := index.Entry{Tenant: fmt.Sprint("n", i%3), Subject: fmt.Sprintf("C%04d", i), Site: fmt.Sprint("s", dice.IntN(20))}
		for range 8 {
			if t := 1 + int64(dice.IntN(1+dice.IntN(40))); !slices.Contains(e.Tokens, t) {
				e.Tokens = append(e.Tokens, t)
			}
		}
		entries[i] = e
	}
	return entries
}

func change(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	_, err := d.Write(context.Background(), db.Command{Name: "test.index", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "person"})
		return "", fn(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// matches is Find without a database: the subjects, in order.
func matches(entries []index.Entry, sets [][]int64, sites []string) []string {
	out := []string{}
	for _, e := range entries {
		if sites != nil && !slices.Contains(sites, e.Site) {
			continue
		}
		if !slices.ContainsFunc(sets, func(set []int64) bool {
			return !slices.ContainsFunc(set, func(t int64) bool { return slices.Contains(e.Tokens, t) })
		}) {
			out = append(out, e.Tenant+e.Subject)
		}
	}
	slices.Sort(out)
	return out
}

func find(t *testing.T, d *db.DB, sets [][]int64, sites []string) []string {
	t.Helper()
	entries, err := index.Find(context.Background(), d, sets, sites)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, e := range entries {
		out = append(out, e.Tenant+e.Subject)
	}
	slices.Sort(out)
	return out
}

func TestFindIsAnIntersection(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		dice := rand.New(rand.NewPCG(1, 2))
		entries := crowd(dice, 100) // less than Find returns
		change(t, d, func(tx *db.Tx) error {
			for _, e := range entries {
				if err := index.Put(tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		for range 300 {
			sets := make([][]int64, 1+dice.IntN(6))
			for i := range sets {
				for range 1 + dice.IntN(1+dice.IntN(30)) {
					sets[i] = append(sets[i], 1+int64(dice.IntN(45)))
				}
			}
			var sites []string
			for range dice.IntN(4) * dice.IntN(10) {
				sites = append(sites, fmt.Sprint("s", dice.IntN(25)))
			}
			if got, want := find(t, d, sets, sites), matches(entries, sets, sites); !slices.Equal(got, want) {
				t.Fatalf("%v at %v: %v, want %v", sets, sites, got, want)
			}
		}
	})
}

func TestFindOfNothing(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		change(t, d, func(tx *db.Tx) error {
			return index.Put(tx, index.Entry{Tenant: "n1", Subject: "C1", Site: "s1", Tokens: []int64{1, 2}})
		})
		for name, c := range map[string]struct {
			sets  [][]int64
			sites []string
		}{"no sets": {nil, nil}, "an empty set": {[][]int64{{1}, {}}, nil}, "no sites": {[][]int64{{1}}, []string{}}, "one set without anybody": {[][]int64{{1}, {3}}, nil}} {
			if got := find(t, d, c.sets, c.sites); len(got) != 0 {
				t.Errorf("%s: %v", name, got)
			}
		}
		if got := find(t, d, [][]int64{{1}, {2}}, nil); len(got) != 1 {
			t.Errorf("%v", got)
		}
		change(t, d, func(tx *db.Tx) error {
			return index.Remove(tx, index.Entry{Tenant: "n1", Subject: "C1", Site: "s1", Tokens: []int64{2}})
		})
		if got := find(t, d, [][]int64{{1}, {2}}, nil); len(got) != 0 {
			t.Errorf("%v", got)
		}
	})
}

func TestFindReturnsNoMoreThanMost(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		change(t, d, func(tx *db.Tx) error {
			for i := range 2 * index.Most {
				if err := index.Put(tx, index.Entry{Tenant: "n1", Subject: fmt.Sprintf("C%04d", i), Site: fmt.Sprint("s", i%300), Tokens: []int64{1, 2, 3}}); err != nil {
					return err
				}
			}
			return nil
		})
		sites := make([]string, 300)
		for i := range sites {
			sites[i] = fmt.Sprint("s", i)
		}
		for name, asked := range map[string][]string{"everywhere": nil, "at many sites": sites} {
			if got := find(t, d, [][]int64{{1, 2}, {3}}, asked); len(got) != index.Most || len(slices.Compact(got)) != index.Most {
				t.Errorf("%s: %d", name, len(got))
			}
		}
	})
}
