package demo

import (
	"crypto/sha256"
	"fmt"
	"io"
	"testing"

	"openiq/internal/platform/clock"
)

// sheet2018 is the fact sheet of September 2018, typed in again.
var sheet2018 = map[string]int{
	"counselling.sites.fixed": 103, "counselling.sites.mobile": 58,
	"counselling.recognition.initial": 139412, "counselling.job_training.initial": 40655,
	"measures.schemes": 874, "measures.supporting_projects": 54, "measures.persons": 18746, "measures.persons.federal": 4032,
	"trainings.total": 4635, "trainings.participants": 61297, "trainings.asylum_awareness": 898, "trainings.asylum_awareness.participants": 24820,
	"network.refugee_projects": 49, "fair.persons": 498, "fair.services": 740,
	"network.projects": 381, "network.networks": 16, "network.competence_centres": 5,
}

var today = clock.MustDay("2026-11-22")

func TestSheetOfSeptember2018(t *testing.T) {
	a := read(t, Steps(today, 1))
	sheet := a.knownOn("2018-09-30").recount("2015-01-01", "2018-09-30")
	for id, want := range sheet2018 {
		if sheet[id] != want {
			t.Errorf("%s = %d, want %d", id, sheet[id], want)
		}
	}
	moving := []string{"counselling.recognition.initial", "counselling.job_training.initial", "measures.persons", "trainings.total", "trainings.participants", "fair.services"}
	for _, other := range []struct{ cutoff, to string }{{"2018-10-31", "2018-10-31"}, {"2018-09-20", "2018-09-20"}} {
		moved := a.knownOn(other.cutoff).recount("2015-01-01", other.to)
		for _, id := range moving {
			if moved[id] == sheet[id] {
				t.Errorf("%s is still %d at the cut-off %s for the period to %s", id, moved[id], other.cutoff, other.to)
			}
		}
	}
	late := a.knownOn("2018-10-31").recount("2015-01-01", "2018-09-30")
	for _, id := range moving {
		if late[id] == sheet[id] {
			t.Errorf("late entries and corrections leave %s at %d", id, late[id])
		}
	}
	end := a.knownOn("2019-01-31").recount("2015-01-01", "2018-12-31")
	if r := float64(end["counselling.contacts"]) / float64(end["counselling.cases"]); r < 1.55 || r > 1.65 {
		t.Errorf("%.2f contacts a case, want about 1.6", r)
	}
}

// TestScaledPlans shows for larger scales what makes the totals exact: the plans are dealt out in the sheet's numbers, and what a
// case shows by the cut-off day is its plan.
func TestScaledPlans(t *testing.T) {
	for _, scale := range []int{1, 2, 7, 10} {
		cases := pastCases(pastStructure(), scale)
		d, dealt := newDice(), map[themes]int{}
		for k := range cases.segments[0].cases {
			p := cases.segments[0].plan(k)
			if p.scope == professional {
				dealt[p.themes]++
			}
			if k%31 != 0 {
				continue
			}
			c, shown := cases.course(d, k), themes(0)
			for _, v := range c.visits[:c.count] {
				if v.recorded < afterCutoff {
					shown |= v.themes
				}
			}
			if shown != p.themes {
				t.Fatalf("scale %d: case %d shows %d, planned %d", scale, k, shown, p.themes)
			}
		}
		if got := dealt[recognition] + dealt[bothThemes]; got != scale*139412 {
			t.Errorf("scale %d: %d recognition", scale, got)
		}
		if got := dealt[jobTraining] + dealt[bothThemes]; got != scale*40655 {
			t.Errorf("scale %d: %d job training", scale, got)
		}
	}
}

func TestCurrentRound(t *testing.T) {
	for _, day := range []string{"2026-01-05", "2026-01-20", "2026-11-22", "2028-12-31", "2031-05-01"} {
		d := clock.MustDay(day)
		a := read(t, withoutPastRecords(Steps(d, 1)))
		n := a.knownOn(day).recount("2026-01-01", min(day, "2028-12-31"))
		want := map[string]int{"network.networks": 23, "network.competence_centres": 3, "counselling.sites.fixed": 60, "counselling.sites.mobile": 34}
		for id := range want {
			if n[id] != want[id] {
				t.Errorf("%s: %s = %d, want %d", day, id, n[id], want[id])
			}
		}
		for _, id := range []string{"counselling.cases", "measures.persons", "trainings.total", "fair.services", "counselling.other_scope"} {
			if n[id] == 0 && !(id == "measures.persons" && day == Earliest) { // nobody enters a measure between the years
				t.Errorf("%s: %s = 0", day, id)
			}
		}
		if day == "2026-11-22" && (n["counselling.cases"] < 5700 || n["counselling.cases"] > 6000) {
			t.Errorf("%d cases in three months, want nearly 6000", n["counselling.cases"])
		}
	}
}

func TestSameDaySameBytes(t *testing.T) {
	first, second := digests(t, Steps(today, 1), false), digests(t, Steps(today, 1), true)
	for file, sum := range first {
		if second[file] != sum {
			t.Errorf("%s differs", file)
		}
	}
	if len(first) != len(second) {
		t.Errorf("%d files, then %d", len(first), len(second))
	}
	dayBefore := digests(t, withoutPastRecords(Steps(today-1, 1)), false)
	if last := at(today, morning).String() + " cases.csv"; first[last] == "" || first[last] == dayBefore[at(today-1, morning).String()+" cases.csv"] {
		t.Error("another day gives the same cases")
	}
}

// digests are the sums of all files by import and name; the order in which they are written must not matter.
func digests(t *testing.T, steps []Step, backwards bool) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for i := range steps {
		if backwards {
			i = len(steps) - 1 - i
		}
		for j := range steps[i].Files {
			if backwards {
				j = len(steps[i].Files) - 1 - j
			}
			f, h := steps[i].Files[j], sha256.New()
			if err := f.Write(h); err != nil {
				t.Fatal(err)
			}
			sums[steps[i].At.Format("2006-01-02T15:04:05-07:00")+" "+f.Name] = fmt.Sprintf("%x", h.Sum(nil))
		}
	}
	return sums
}

func TestExamples(t *testing.T) {
	e := Examples()
	v := read(t, withoutPastRecords(Steps(clock.MustDay(Earliest), 1))).knownOn("2026-12-31")
	if got := v.cell("sites.csv", e.Site, "project_id"); got != e.Project {
		t.Errorf("site %s belongs to %s, not %s", e.Site, got, e.Project)
	}
	if got := v.cell("sites.csv", e.Site, "kind"); got != "fixed" {
		t.Errorf("site %s is %s", e.Site, got)
	}
	if got := v.cell("projects.csv", e.Project, "network_id"); got != e.Network {
		t.Errorf("project %s belongs to %s, not %s", e.Project, got, e.Network)
	}
	if v.cell("networks.csv", e.OtherNetwork, "valid_to") != "" || e.OtherNetwork == e.Network {
		t.Errorf("%s is not another current network", e.OtherNetwork)
	}
	cases := 0
	v.each("cases.csv", func(cell func(string) string) {
		if cell("site_id") == e.Site {
			cases++
		}
	})
	if cases == 0 {
		t.Errorf("site %s has no cases", e.Site)
	}
}

func TestWriteStopsAtTheWritersError(t *testing.T) {
	for _, s := range Steps(today, 1) {
		for _, f := range s.Files {
			if err := f.Write(full{}); err != io.ErrShortWrite {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		for _, s := range Steps(today, 1) {
			for _, f := range s.Files {
				if err := f.Write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
