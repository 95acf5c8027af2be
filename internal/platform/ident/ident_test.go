package ident

import (
	"testing"

	"openiq/internal/platform/clock"
)

func TestIdsAreInOrderOfTimeAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	last := ""
	for i := range 1000 {
		id := New(clock.Instant(1_700_000_000_000_000 + int64(i)*64_000))
		if len(id) != 16 || seen[id] {
			t.Fatalf("id %q is of the wrong length or a repeat", id)
		}
		if id[:8] <= last {
			t.Fatalf("%s does not come after %s", id, last)
		}
		seen[id], last = true, id[:8]
	}
}

func TestIsToken(t *testing.T) {
	if !IsToken(Token()) {
		t.Error("a token is not known as one")
	}
	for _, s := range []string{"", "A", Token() + "A", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXY1", New(0)} {
		if IsToken(s) {
			t.Errorf("%q is taken for a token", s)
		}
	}
}
