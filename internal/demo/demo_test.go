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
	t.Logf("%v", sheet)
	moving := []string{"counselling.recognition.initial", "counselling.job_training.initial", "measures.persons", "trainings.total", "trainings.participants", "fair.services"}
	for _, other := range []struct{ cutoff, to string }{{"2018-10-31", "2018-09-30"}, {"2018-10-31", "2018-10-31"}, {"2018-09-20", "2018-09-20"}, {"2018-07-02", "2018-06-30"}} {
		moved := a.knownOn(other.cutoff).recount("2015-01-01", other.to)
		for _, id := range moving {
			if moved[id] == sheet[id] {
				t.Errorf("%s is still %d at the cut-off %s for the period to %s", id, moved[id], other.cutoff, other.to)
			}
		}
		t.Logf("%v %v", other, moved)
	}
	end := a.knownOn("2019-01-31").recount("2015-01-01", "2018-12-31")
	t.Logf("end of the round %v", end)
	if r := float64(end["counselling.contacts"]) / float64(end["counselling.cases"]); r < 1.55 || r > 1.65 {
		t.Errorf("%.2f contacts a case, want about 1.6", r)
	}
}

func TestScaleMultipliesCasesOnly(t *testing.T) {
	sheet := read(t, Steps(clock.MustDay("2020-01-01"), 2)).knownOn("2018-09-30").recount("2015-01-01", "2018-09-30")
	for id, want := range sheet2018 {
		if id == "counselling.recognition.initial" || id == "counselling.job_training.initial" {
			want *= 2
		}
		if sheet[id] != want {
			t.Errorf("%s = %d, want %d", id, sheet[id], want)
		}
	}
}

func TestCurrentRound(t *testing.T) {
	for _, day := range []string{"2026-01-05", "2026-01-20", "2026-11-22", "2028-12-31", "2031-05-01"} {
		d := clock.MustDay(day)
		a := read(t, Steps(d, 1))
		n := a.knownOn(day).recount("2026-01-01", min(day, "2028-12-31"))
		t.Logf("%s %v", day, n)
		want := map[string]int{"network.networks": 23, "network.competence_centres": 3, "counselling.sites.fixed": 60, "counselling.sites.mobile": 34}
		for id := range want {
			if n[id] != want[id] {
				t.Errorf("%s: %s = %d, want %d", day, id, n[id], want[id])
			}
		}
		for _, id := range []string{"counselling.cases", "measures.persons", "trainings.total", "fair.services", "counselling.other_scope"} {
			if n[id] == 0 {
				t.Errorf("%s: %s = 0", day, id)
			}
		}
		if day == "2026-11-22" && (n["counselling.cases"] < 5700 || n["counselling.cases"] > 6000) {
			t.Errorf("%d cases in three months, want nearly 6000", n["counselling.cases"])
		}
	}
}

func TestSameDaySameBytes(t *testing.T) {
	first, second, other := digest(t, Steps(today, 1)), digest(t, Steps(today, 1)), digest(t, Steps(today-1, 1))
	if first != second {
		t.Error("two runs differ")
	}
	if first == other {
		t.Error("another day gives the same")
	}
}

// digest writes every file twice, the files of a step backwards the second time: order and repetition must not matter.
func digest(t *testing.T, steps []Step) string {
	t.Helper()
	sum := func(f File) string {
		h := sha256.New()
		if err := f.Write(h); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x", h.Sum(nil))
	}
	all := ""
	for _, s := range steps {
		sums := make([]string, len(s.Files))
		for i := range s.Files {
			sums[len(s.Files)-1-i] = sum(s.Files[len(s.Files)-1-i])
		}
		for i, f := range s.Files {
			if again := sum(f); again != sums[i] {
				t.Errorf("%s of %s differs when written again", f.Name, s.At)
			}
			all += s.At.String() + f.Name + sums[i] + "\n"
		}
	}
	return all
}

func TestExamples(t *testing.T) {
	e := Examples()
	v := read(t, Steps(clock.MustDay(Earliest), 1)).knownOn("2026-12-31")
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
