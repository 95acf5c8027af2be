package reference

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"openiq/internal/occupation"
	"openiq/internal/recognition"
)

var update = flag.Bool("update", false, "write the pages anew")

func TestPagesAreUpToDate(t *testing.T) {
	pages, err := Pages()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range pages {
		if *update {
			if err := os.WriteFile(name, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		stored, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if place := difference(string(stored), string(content)); place != "" {
			t.Errorf("%s is out of date; run: go test ./docs/reference -update\n%s", name, place)
		}
	}
}

func TestDifferenceIsFound(t *testing.T) {
	for _, c := range []struct{ stored, now, want string }{
		{"a\nb\n", "a\nb\n", ""},
		{"a\nb\n", "a\nc\n", "line 2: b\nnow:    c"},
		{"a\n", "a\nb\n", "line 2: \nnow:    b"},
		{"a\nb\n", "a\n", "line 2: b\nnow:    "},
	} {
		if got := difference(c.stored, c.now); got != c.want {
			t.Errorf("difference(%q, %q) = %q, want %q", c.stored, c.now, got, c.want)
		}
	}
}

// difference is the first line in which two texts differ; empty when they are equal.
func difference(stored, now string) string {
	a, b := strings.Split(stored, "\n"), strings.Split(now, "\n")
	line := func(of []string, i int) string {
		if i < len(of) {
			return of[i]
		}
		return ""
	}
	for i := range max(len(a), len(b)) {
		if x, y := line(a, i), line(b, i); x != y {
			return "line " + itoa(i+1) + ": " + x + "\nnow:    " + y
		}
	}
	return ""
}

func TestColumnsOfTheBundleAreThereAndNoOthers(t *testing.T) {
	pages, err := Pages()
	if err != nil {
		t.Fatal(err)
	}
	columns := string(pages["columns.md"])
	for text, want := range map[string]bool{"## `project_transfers.csv`": true, "| `registered_at` |": true, "case_tenant": false} {
		if strings.Contains(columns, text) != want {
			t.Errorf("the page has %s: %v, want %v", text, !want, want)
		}
	}
}

// The rooms of occupations and of recognition do not know each other; the word for a procedure is what they share.
func TestTheProceduresOfOccupationsAreThoseThatHavePlans(t *testing.T) {
	if keys := recognition.PlanKeys(); !slices.Equal(keys, occupation.Procedures) {
		t.Errorf("plans for %q, occupations have %q", keys, occupation.Procedures)
	}
}
