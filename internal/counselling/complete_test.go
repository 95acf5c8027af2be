package counselling_test

import (
	"slices"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db"
)

func TestGapsNameWhatIsMissing(t *testing.T) {
	complete := []string{"sex", "female", "age", "34", "nationality", "SY", "lives_in", "DE", "year_of_entry", "2015", "residence_title", "declined",
		"german_level", "b1", "employment", "not_employed", "benefits", "sgb2", "access_route", "media",
		"country", "SY", "kind", "master", "experience", "abroad", "reference_occupation", "teacher", "applied_before", "none", "contents", "r1"}
	without := func(column string) []string {
		i := slices.Index(complete, column)
		return slices.Delete(slices.Clone(complete), i, i+2)
	}
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		gaps := func(more []string) (columns []string) {
			id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", more...))
			for _, g := range get(t, s, bremen, id).Gaps() {
				columns = append(columns, g.Column)
			}
			return columns
		}
		if got := gaps(complete); len(got) != 0 {
			t.Errorf("a complete case lacks %q", got)
		}
		for i := 0; i < len(complete); i += 2 {
			if got := gaps(without(complete[i])); !slices.Equal(got, complete[i:i+1]) {
				t.Errorf("without %s it lacks %q", complete[i], got)
			}
		}
		if got := gaps([]string{"lives_in", "SY"}); slices.Contains(got, "year_of_entry") || !slices.Contains(got, "") || !slices.Contains(got, "contents") {
			t.Errorf("an almost empty case of somebody abroad lacks %q", got)
		}
		if got := gaps([]string{"scope", "no_formal_qualification"}); slices.Contains(got, "") {
			t.Errorf("somebody without a formal qualification lacks %q", got)
		}
	})
}
