package finder

import (
	"slices"
	"testing"

	"openiq/internal/occupation"
)

func TestEveryGroupBelongsToOneField(t *testing.T) {
	var all []string
	for _, a := range Areas {
		all = append(all, a.groups...)
	}
	want := slices.Clone(occupation.Groups)
	slices.Sort(all)
	slices.Sort(want)
	if !slices.Equal(all, want) {
		t.Errorf("%v, want %v", all, want)
	}
}
