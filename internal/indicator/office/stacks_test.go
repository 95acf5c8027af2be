package office

import (
	"slices"
	"testing"
)

func TestTheLargestKeepTheirOrder(t *testing.T) {
	sizes := map[string]int64{"a": 3, "b": 9, "c": 1, "d": 9, "e": 5}
	codes := []string{"a", "b", "c", "d", "e"}
	sum := func(code string) int64 { return sizes[code] }
	for n, want := range map[int][]string{1: {"b"}, 3: {"b", "d", "e"}, 4: {"a", "b", "d", "e"}, 5: codes, 9: codes} {
		if got := largest(codes, n, sum); !slices.Equal(got, want) {
			t.Errorf("the %d largest: %q, want %q", n, got, want)
		}
	}
}

func TestCodesWithoutAnOrderAreRanked(t *testing.T) {
	for dimension, want := range map[string]bool{"country": true, "qualification.country": true, "site": true, "age_group": false, "german_level": false, "year": false} {
		if isRanked(dimension) != want {
			t.Errorf("%s is ranked: %v", dimension, !want)
		}
	}
}
