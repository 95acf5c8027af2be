package bench

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"openiq/internal/occupation"
	"openiq/internal/occupation/esco"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/migrations"
)

// classified is a new database with all languages of ESCO that OPENIQ_TESTDATA has, and the languages.
func classified(b *testing.B) (d *db.DB, languages []esco.Language) {
	b.Helper()
	folder := os.Getenv("OPENIQ_TESTDATA")
	if folder == "" {
		b.Skip("OPENIQ_TESTDATA names no folder with the publishers' files")
	}
	d, err := db.Open(ctx, filepath.Join(b.TempDir(), "find.db"), clock.System)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(ctx, migrations.Files); err != nil {
		b.Fatal(err)
	}
	if languages, err = esco.Read(filepath.Join(folder, "esco")); err != nil {
		b.Fatal(err)
	}
	system := db.WithActor(authz.AsSystem(context.Background(), "bench"), "bench")
	if _, err := occupation.New(d).ImportESCO(system, languages, func(string, int, int) {}); err != nil {
		b.Fatal(err)
	}
	return d, languages
}

// BenchmarkFind searches labels of all languages, picked at random, with the catalogue and the whole of ESCO: as they stand,
// with a typing error, and their first six letters.
func BenchmarkFind(b *testing.B) {
	d, languages := classified(b)
	s := occupation.New(d)
	for _, way := range []struct {
		name  string
		spoil func(dice *rand.Rand, letters []rune) []rune
	}{
		{"exact", func(_ *rand.Rand, letters []rune) []rune { return letters }},
		{"typo", func(dice *rand.Rand, letters []rune) []rune {
			i := dice.IntN(len(letters))
			return slices.Delete(slices.Clone(letters), i, i+1)
		}},
		{"prefix", func(_ *rand.Rand, letters []rune) []rune { return letters[:min(6, len(letters))] }},
	} {
		b.Run(way.name, func(b *testing.B) {
			dice := rand.New(rand.NewPCG(1, 2))
			times := make([]time.Duration, 0, b.N)
			found := 0
			if _, err := s.Find(ctx, "nurse", "en", 10); err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			for range b.N {
				l := languages[dice.IntN(len(languages))]
				query := string(way.spoil(dice, []rune(l.Labels[dice.IntN(len(l.Labels))].Text)))
				began := time.Now()
				results, err := s.Find(ctx, query, l.Tag, 10)
				times = append(times, time.Since(began))
				if err != nil {
					b.Fatal(err)
				}
				if len(results) > 0 {
					found++
				}
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(100*float64(found)/float64(b.N), "%found")
		})
	}
}

// BenchmarkFindReady is a start: from a database with all of ESCO to the first answer, and the memory that stays.
func BenchmarkFindReady(b *testing.B) {
	d, _ := classified(b)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var s *occupation.Service
	for b.Loop() {
		s = occupation.New(d)
		if found, err := s.Find(ctx, "nurse", "en", 1); err != nil || len(found) != 1 {
			b.Fatal(found, err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	runtime.KeepAlive(s)
}
