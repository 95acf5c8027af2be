package counselling_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db"
)

// TestTheDatabaseCountsGapsAsTheCasePageDoes compares the two readings of the rules of completeness on random cases.
func TestTheDatabaseCountsGapsAsTheCasePageDoes(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		rapid.Check(t, func(rt *rapid.T) {
			maybe := func(column string, values ...string) []string {
				value := rapid.SampledFrom(append(values, "")).Draw(rt, column)
				return []string{column, value}
			}
			var in []string
			for _, m := range [][]string{
				maybe("sex", "female", "declined"), maybe("age", "30"), maybe("nationality", "SY"), maybe("lives_in", "DE", "SY"), maybe("year_of_entry", "2016"),
				maybe("residence_title", "family"), maybe("german_level", "b1"), maybe("employment", "employed"), maybe("benefits", "none"),
				maybe("access_route", "media"), maybe("scope", "professional", "no_formal_qualification"), maybe("country", "SY"), maybe("kind", "master"),
				maybe("experience", "none"), maybe("reference_occupation", "teacher"), maybe("sector", "health"), maybe("equivalence_before", "full"),
				maybe("applied_before", "both", "statement", "equivalence", "none"), maybe("contents", "r1"),
			} {
				in = append(in, m...)
			}
			id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", in...))
			gaps, light := get(t, s, bremen, id).Gaps(), counselling.Light(0)
			var missing int
			if err := d.Row(context.Background(), `SELECT light, missing FROM case_summary WHERE case_id = $1`, id).Scan(&light, &missing); err != nil {
				rt.Fatal(err)
			}
			if got := get(t, s, bremen, id).Light(); got != light || len(gaps) != missing {
				rt.Fatalf("the page says %s with %d gaps (%s), the list %s with %d", got, len(gaps), fmt.Sprint(gaps), light, missing)
			}
		})
	})
}
