package occupation_test

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"openiq/internal/occupation"
	"openiq/internal/occupation/esco"
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
	page := strings.Builder{}
	page.WriteString(aboutMisses)
	for _, file := range slices.Sorted(maps.Keys(quality)) {
		t.Run(file, func(t *testing.T) {
			all := questions(t, file)
			var missed []string
			for _, q := range all {
				found, err := s.Find(system, q.text, q.lang, 5)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(found, func(f occupation.Found) bool { return slices.Contains(q.codes, f.Code) }) {
					missed = append(missed, fmt.Sprintf("| %s | %s | %s |\n", q.lang, q.text, strings.Join(q.codes, ", ")))
				}
			}
			share := 1 - float64(len(missed))/float64(len(all))
			fmt.Fprintf(&page, "\n## %s\n\n%.1f %% of %d questions.\n", strings.TrimSuffix(file, ".txt"), 100*share, len(all))
			if len(missed) > 0 {
				page.WriteString("\n| language | typed | not found |\n|---|---|---|\n" + strings.Join(missed, ""))
			}
			if share < quality[file] {
				t.Errorf("%.1f %%, wants %.1f %%; missed:\n%s", 100*share, 100*quality[file], strings.Join(missed, ""))
			}
		})
	}
	upToDate(t, "../../docs/reference/finder-misses.md", page.String())
}

const aboutMisses = `# What the search for occupations misses

Measured by ` + "`go test ./internal/occupation`" + ` with the catalogue that ships with the program, without any import. The questions are scripts
in [internal/occupation/testdata/queries](../../internal/occupation/testdata/queries), made without looking at the words of the
catalogue. A question is answered when one of the expected occupations is among the first five. Missed questions stay in the scripts.
`

var update = flag.Bool("update", false, "write the page of what is missed anew")

// upToDate compares a page with what it should be.
func upToDate(t *testing.T, name, content string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if stored, err := os.ReadFile(name); err != nil || string(stored) != content {
		t.Errorf("%s is out of date (%v); run: go test ./internal/occupation -update", name, err)
	}
}

func codes(found []occupation.Found) string {
	var all []string
	for _, f := range found {
		all = append(all, fmt.Sprintf("%s(%.2f %s %s)", f.Code, f.Score, f.Reason.How, f.Reason.Label))
	}
	return strings.Join(all, ", ")
}

// TestTheClassificationIsFound asks for labels of imported languages, as they stand and with one typing error: of some, and
// of all where time does not matter.
func TestTheClassificationIsFound(t *testing.T) {
	languages, err := esco.Read(filepath.Join(published(t), "esco"))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("OPENIQ_FULL") == "" {
		some := []string{"ar", "de", "el", "hu", "ro", "uk"}
		languages = slices.DeleteFunc(languages, func(l esco.Language) bool { return !slices.Contains(some, l.Tag) })
	}
	s := occupation.New(dbtest.SQLite(t, now))
	if _, err := s.ImportESCO(system, languages, quiet); err != nil {
		t.Fatal(err)
	}
	owners := map[string][]string{} // of each label: it may name several occupations, any of which is right
	for _, l := range languages {
		for _, label := range l.Labels {
			owners[l.Tag+" "+label.Text] = append(owners[l.Tag+" "+label.Text], esco.Prefix+label.ID)
		}
	}
	for _, way := range []struct {
		name  string
		least float64
		spoil func(dice *rand.Rand, letters []rune) []rune
	}{
		{"as it stands", 0.999, func(_ *rand.Rand, letters []rune) []rune { return letters }},
		{"one letter left out", 0.99, func(dice *rand.Rand, letters []rune) []rune {
			i := dice.IntN(len(letters))
			return slices.Delete(letters, i, i+1)
		}},
		{"two letters swapped", 0.99, func(dice *rand.Rand, letters []rune) []rune {
			i := dice.IntN(len(letters) - 1)
			letters[i], letters[i+1] = letters[i+1], letters[i]
			return letters
		}},
		{"one letter doubled", 0.99, func(dice *rand.Rand, letters []rune) []rune {
			i := dice.IntN(len(letters))
			return slices.Insert(letters, i, letters[i])
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			dice := rand.New(rand.NewPCG(1, 1))
			const asked = 1000
			var missed []string
			for range asked {
				l := languages[dice.IntN(len(languages))]
				text := l.Labels[dice.IntN(len(l.Labels))].Text
				if len([]rune(text)) < 5 && way.least < 0.999 {
					continue // in three or four letters an error makes another word
				}
				query := string(way.spoil(dice, []rune(text)))
				found, err := s.Find(system, query, l.Tag, 5)
				if err != nil {
					t.Fatal(err)
				}
				right := func(f occupation.Found) bool {
					return slices.ContainsFunc(f.ESCO, func(uri string) bool { return slices.Contains(owners[l.Tag+" "+text], uri) })
				}
				if !slices.ContainsFunc(found, right) {
					missed = append(missed, fmt.Sprintf("%s %s (%s): %s", l.Tag, query, text, codes(found)))
				}
			}
			share := 1 - float64(len(missed))/asked
			t.Logf("%.2f %%; missed:\n%s", 100*share, strings.Join(missed, "\n"))
			if share < way.least {
				t.Errorf("%.2f %%, wants %.1f %%", 100*share, 100*way.least)
			}
		})
	}
}
