package occupation_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"openiq/internal/occupation"
	"openiq/internal/platform/db/dbtest"
)

// question is a line of testdata/queries: what somebody types, and the codes of which one must be among the first five.
type question struct {
	lang, text string
	codes      []string
}

func questions(t testing.TB, file string) []question {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "queries", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []question
	for lines := bufio.NewScanner(f); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) == 3 && !strings.HasPrefix(cells[0], "#") {
			all = append(all, question{cells[0], cells[1], strings.Fields(cells[2])})
		}
	}
	return all
}

// quality is the least share of questions of each file that must be answered among the first five, with the catalogue alone.
var quality = map[string]float64{
	"everyday.txt": 0.95, "typos.txt": 0.99, "prefix.txt": 0.90, "latin.txt": 0.90, "back.txt": 0.80, "compounds.txt": 0.95,
}

func TestPeopleFindTheirOccupation(t *testing.T) {
	s := occupation.New(dbtest.SQLite(t, now))
	for file, least := range quality {
		t.Run(file, func(t *testing.T) {
			all := questions(t, file)
			var missed []string
			for _, q := range all {
				found, err := s.Find(system, q.text, q.lang, 5)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(found, func(f occupation.Found) bool { return slices.Contains(q.codes, f.Code) }) {
					missed = append(missed, fmt.Sprintf("%s %s: %s, found %s", q.lang, q.text, strings.Join(q.codes, " "), codes(found)))
				}
			}
			share := 1 - float64(len(missed))/float64(len(all))
			t.Logf("%.1f %% of %d; missed:\n%s", 100*share, len(all), strings.Join(missed, "\n"))
			if share < least {
				t.Errorf("%.1f %%, wants %.1f %%", 100*share, 100*least)
			}
		})
	}
}

func codes(found []occupation.Found) string {
	var all []string
	for _, f := range found {
		all = append(all, fmt.Sprintf("%s(%.2f %s %s)", f.Code, f.Score, f.Reason.How, f.Reason.Label))
	}
	return strings.Join(all, ", ")
}
