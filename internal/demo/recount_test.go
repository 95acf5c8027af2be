package demo

import (
	"bytes"
	"encoding/csv"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/clock"
)

// version is a row as one import stored it.
type version struct {
	known time.Time // from when on it counts: recorded_at for the first, the import for later ones
	row   []string
}

// archive is what a database holds after all imports: every version of every row, by file and id.
type archive struct {
	columns map[string]map[string]int
	rows    map[string]map[string][]version
}

// facts are files whose rows count from their import on when they do not say when they were recorded; others count since ever.
var facts = map[string]bool{"contacts.csv": true, "participations.csv": true, "trainings.csv": true, "fair_services.csv": true}

func read(t testing.TB, steps []Step) *archive {
	t.Helper()
	a := &archive{columns: map[string]map[string]int{}, rows: map[string]map[string][]version{}}
	for _, s := range steps {
		for _, f := range s.Files {
			a.add(t, s.At, f)
		}
	}
	return a
}

func (a *archive) add(t testing.TB, now time.Time, f File) {
	t.Helper()
	header, rows := parse(t, f)
	columns := map[string]int{}
	for i, name := range header {
		columns[name] = i
	}
	if a.rows[f.Name] == nil {
		a.rows[f.Name], a.columns[f.Name] = map[string][]version{}, columns
	}
	seen := make(map[string]bool, len(rows))
	for _, row := range rows {
		id := row[0]
		if seen[id] {
			t.Fatalf("%s: %s occurs twice in one import", f.Name, id)
		}
		seen[id] = true
		known := now
		if len(a.rows[f.Name][id]) == 0 {
			known = firstKnown(t, f.Name, columns, row, now)
		}
		a.rows[f.Name][id] = append(a.rows[f.Name][id], version{known, row})
	}
}

func firstKnown(t testing.TB, file string, columns map[string]int, row []string, now time.Time) time.Time {
	t.Helper()
	if i, ok := columns["recorded_at"]; ok && row[i] != "" {
		known, err := time.Parse(time.RFC3339, row[i])
		if err != nil {
			t.Fatalf("%s: %s: %v", file, row[0], err)
		}
		return known
	}
	if facts[file] {
		return now
	}
	return time.Time{}
}

func parse(t testing.TB, f File) ([]string, [][]string) {
	t.Helper()
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&buf).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return rows[0], rows[1:]
}

// view is the archive as known at the end of a day.
type view struct {
	*archive
	end time.Time
}

func (a *archive) knownOn(day string) view {
	return view{a, (clock.MustDay(day) + 1).Start().Time()}
}

// each calls f for every row known, with a lookup of its cells.
func (v view) each(file string, f func(cell func(string) string)) {
	columns := v.columns[file]
	for id := range v.rows[file] {
		if row := v.newest(file, id); row != nil {
			f(func(column string) string { return row[columns[column]] })
		}
	}
}

func (v view) newest(file, id string) []string {
	var row []string
	for _, ver := range v.rows[file][id] {
		if ver.known.Before(v.end) {
			row = ver.row
		}
	}
	return row
}

func (v view) cell(file, id, column string) string {
	return v.newest(file, id)[v.columns[file][column]]
}

// during says whether a validity with open ends has a day in common with from..to.
func during(validFrom, validTo, from, to string) bool {
	return (validFrom == "" || validFrom <= to) && (validTo == "" || validTo >= from)
}

// recount counts the figures of the fact sheet from..to as known, by the words of the counting rules.
func (v view) recount(from, to string) map[string]int {
	n := map[string]int{}
	in := func(day string) bool { return day >= from && day <= to }
	v.countCounselling(n, in)
	v.countStructure(n, from, to)
	v.each("measures.csv", func(cell func(string) string) {
		if in(cell("starts_on")) {
			n["measures.schemes"]++
		}
	})
	v.each("participations.csv", func(cell func(string) string) {
		if in(cell("entered_on")) {
			n["measures.persons"]++
			if cell("funding") == "federal" {
				n["measures.persons.federal"]++
			}
		}
	})
	v.each("trainings.csv", func(cell func(string) string) {
		if !in(cell("held_on")) {
			return
		}
		heads, _ := strconv.Atoi(cell("participants"))
		n["trainings.total"]++
		n["trainings.participants"] += heads
		if cell("asylum_awareness") == "true" {
			n["trainings.asylum_awareness"]++
			n["trainings.asylum_awareness.participants"] += heads
		}
	})
	people := map[string]bool{}
	v.each("fair_services.csv", func(cell func(string) string) {
		if in(cell("held_on")) {
			n["fair.services"]++
			people[cell("project_id")+" "+cell("person_ref")] = true
		}
	})
	n["fair.persons"] = len(people)
	return n
}

type talked struct{ day, recorded, id, themes string }

// countCounselling counts within the round that the period begins.
func (v view) countCounselling(n map[string]int, in func(string) bool) {
	byCase := map[string][]talked{}
	v.each("contacts.csv", func(cell func(string) string) {
		if in(cell("held_on")) { // the periods here begin with a round: nothing of it lies before
			byCase[cell("case_id")] = append(byCase[cell("case_id")], talked{cell("held_on"), cell("recorded_at"), cell("id"), cell("themes")})
		}
	})
	for id, contacts := range byCase {
		if scope := v.cell("cases.csv", id, "scope"); scope != "" && scope != "professional" {
			n["counselling.other_scope"]++
			continue
		}
		n["counselling.cases"]++
		n["counselling.contacts"] += len(contacts)
		sort.Slice(contacts, func(i, j int) bool {
			a, b := contacts[i], contacts[j]
			return a.day+a.recorded+a.id < b.day+b.recorded+b.id // one offset a day, so the texts compare like the instants
		})
		had := map[string]bool{}
		for _, c := range contacts {
			for theme := range strings.FieldsSeq(c.themes) {
				if !had[theme] {
					had[theme] = true
					n["counselling."+theme+".initial"]++
				}
			}
		}
	}
}

func (v view) countStructure(n map[string]int, from, to string) {
	for figure, file := range map[string]string{"network.networks": "networks.csv", "network.competence_centres": "competence_centres.csv"} {
		v.each(file, func(cell func(string) string) {
			if during(cell("valid_from"), cell("valid_to"), to, to) {
				n[figure]++
			}
		})
	}
	dates := func(id string) (string, string) {
		starts, ends := v.cell("projects.csv", id, "starts_on"), v.cell("projects.csv", id, "ends_on")
		round := v.cell("projects.csv", id, "round_id")
		if starts == "" {
			starts = v.cell("rounds.csv", round, "starts_on")
		}
		if ends == "" {
			ends = v.cell("rounds.csv", round, "ends_on")
		}
		return starts, ends
	}
	v.each("projects.csv", func(cell func(string) string) {
		starts, ends := dates(cell("id"))
		if cell("kind") == "supporting" && during(starts, ends, from, to) {
			n["measures.supporting_projects"]++
		}
		if cell("network_id") != "" && during(starts, ends, to, to) {
			n["network.projects"]++
			if cell("for_refugees") == "true" {
				n["network.refugee_projects"]++
			}
		}
	})
	v.each("sites.csv", func(cell func(string) string) {
		starts, ends := dates(cell("project_id"))
		if v.cell("projects.csv", cell("project_id"), "kind") == "counselling" && during(starts, ends, to, to) && during(cell("valid_from"), cell("valid_to"), to, to) {
			n["counselling.sites."+cell("kind")]++
		}
	})
}
