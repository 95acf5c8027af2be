package figures

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// The program is built without the race detector, with which filling the demo would take minutes: its rooms' own tests
// run with it.

// program is the built program beside a database with the demo.
type program struct {
	t       *testing.T
	path    string
	environ []string
}

func filled(t *testing.T) *program {
	t.Helper()
	folder := t.TempDir()
	p := &program{t: t, path: filepath.Join(folder, "openiq")}
	if out, err := exec.Command("go", "build", "-o", p.path, "openiq/cmd/openiq").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p.environ = append(os.Environ(), "OPENIQ_DB="+filepath.Join(folder, "demo.db"), "OPENIQ_KEY_FILE="+filepath.Join(folder, "key"))
	p.run("demo", "--no-serve", "--today", "2026-11-20")
	return p
}

func (p *program) run(args ...string) []byte {
	p.t.Helper()
	cmd := exec.Command(p.path, args...)
	cmd.Env = p.environ
	out, err := cmd.Output()
	if err != nil {
		if exit, ok := err.(*exec.ExitError); ok {
			p.t.Fatalf("%q: %v\n%s", args, err, exit.Stderr)
		}
		p.t.Fatal(err)
	}
	return out
}

// sheet is the fact sheet at a cut-off: value and display by indicator.
func (p *program) sheet(cutoff string) (values map[string]int, display map[string]string) {
	p.t.Helper()
	var sheet struct {
		Figures []struct {
			ID, Display string
			Value       int
		}
	}
	if err := json.Unmarshal(p.run("factsheet", "at-a-glance-2018", "--cutoff", cutoff, "--lang", "en", "--format", "json"), &sheet); err != nil {
		p.t.Fatal(err)
	}
	values, display = map[string]int{}, map[string]string{}
	for _, f := range sheet.Figures {
		values[f.ID], display[f.ID] = f.Value, f.Display
	}
	return values, display
}

// table is an indicator as JSON.
type table struct {
	Value, Valid int
	Missing      struct {
		NotFilled int `json:"not_filled"`
		Declined  int
	}
	Rows []map[string]any
}

func (p *program) indicator(id string, args ...string) (out table) {
	p.t.Helper()
	args = append([]string{"indicator", id, "--cutoff", "2018-09-30", "--format", "json"}, args...)
	if err := json.Unmarshal(p.run(args...), &out); err != nil {
		p.t.Fatal(err)
	}
	return out
}

// published is the fact sheet of September 2018.
var published = map[string]int{
	"counselling.sites.fixed": 103, "counselling.sites.mobile": 58,
	"counselling.recognition.initial": 139412, "counselling.job_training.initial": 40655,
	"measures.schemes": 874, "measures.supporting_projects": 54, "measures.persons": 18746, "measures.persons.federal": 4032,
	"trainings.total": 4635, "trainings.participants": 61297,
	"trainings.asylum_awareness": 898, "trainings.asylum_awareness.participants": 24820,
	"network.refugee_projects": 49, "fair.persons": 498, "fair.services": 740,
	"network.projects": 381, "network.networks": 16, "network.competence_centres": 5,
}

func TestTheDemoShowsTheSheetOfSeptember2018(t *testing.T) {
	p := filled(t)
	sheet, display := p.sheet("2018-09-30")
	if !maps.Equal(sheet, published) {
		t.Errorf("the sheet says %v, want %v", sheet, published)
	}
	for id, want := range map[string]string{"counselling.sites.mobile": "almost 60", "network.refugee_projects": "about 50",
		"counselling.recognition.initial": "139,412"} {
		if display[id] != want {
			t.Errorf("%s is shown as %q, want %q", id, display[id], want)
		}
	}
	later, _ := p.sheet("2018-10-31")
	for _, id := range []string{"counselling.recognition.initial", "counselling.job_training.initial", "measures.persons", "trainings.total", "fair.services"} {
		if later[id] <= sheet[id] {
			t.Errorf("a month later %s is %d, not more than %d", id, later[id], sheet[id])
		}
	}
	p.addsUp()
}

// addsUp checks that the networks' numbers are the nation's, and the total what it is the sum of.
func (p *program) addsUp() {
	p.t.Helper()
	sum := 0
	for _, id := range []string{"counselling.recognition.initial", "counselling.job_training.initial", "counselling.follow_up"} {
		byNetwork := p.indicator(id, "--by", "network")
		networks := byNetwork.Missing.NotFilled + byNetwork.Missing.Declined
		for _, row := range byNetwork.Rows {
			n, err := strconv.Atoi(strconv.FormatFloat(row["value"].(float64), 'f', 0, 64))
			if err != nil {
				p.t.Fatal(err)
			}
			networks += n
		}
		if networks != byNetwork.Value || len(byNetwork.Rows) != 16 {
			p.t.Errorf("%s: %d networks have %d, the nation %d", id, len(byNetwork.Rows), networks, byNetwork.Value)
		}
		sum += byNetwork.Value
	}
	if total := p.indicator("counselling.total").Value; total != sum {
		p.t.Errorf("counselling.total is %d, not %d", total, sum)
	}
}
