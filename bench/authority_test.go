package bench

import (
	"context"
	"testing"

	"openiq/internal/authority"
	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/dbtest"
)

// BenchmarkAuthority asks who decides, for each occupation of the catalogue in each Land in turn: with the look at the
// database whether the rules are still the same, and the table alone.
func BenchmarkAuthority(b *testing.B) {
	ctx := context.Background()
	d := dbtest.SQLite(b, clock.System)
	occupations := occupation.New(d)
	catalogue, err := occupations.Catalogue(ctx)
	if err != nil {
		b.Fatal(err)
	}
	s := authority.New(d, occupations)
	table, err := s.Table(ctx)
	if err != nil {
		b.Fatal(err)
	}
	var questions []authority.Question
	for _, o := range catalogue.All() {
		for _, state := range authority.States {
			questions = append(questions, authority.Question{Occupation: o, State: state, Origin: authority.Third, On: s.Today()})
		}
	}
	answer := func(b *testing.B, decide func(authority.Question) (authority.Answer, error)) {
		for i := range b.N {
			if a, err := decide(questions[i%len(questions)]); err != nil || len(a.Reasons) != 1 {
				b.Fatalf("%+v, %v", a, err)
			}
		}
	}
	b.Run("service", func(b *testing.B) {
		answer(b, func(q authority.Question) (authority.Answer, error) { return s.Decide(ctx, q) })
	})
	b.Run("table", func(b *testing.B) { answer(b, table.Decide) })
}
