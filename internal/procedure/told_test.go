package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
)

// told are the sentences of the letter, "key day".
func (h *house) told(caseID string) []string {
	h.t.Helper()
	held, err := h.cases.ForReading(bremen, caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	lines, err := h.Letter(bremen, held)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, l := range lines {
		words := strings.Join(append([]string{l.Key}, l.Documents...), " ")
		if l.On != clock.NoDay {
			words += " " + l.On.String()
		}
		out = append(out, words)
	}
	return out
}

func TestTheLetterTellsHowProceduresStand(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		if got := h.told(id); got != nil {
			t.Errorf("without a procedure: %q", got)
		}
		p := h.start(id, "2018-10-01", "regulated", "true")
		want := []string{"procedure.kind.equivalence", "procedure.step.applied 2018-10-01", "procedure.due.acknowledgement 2018-11-01"}
		if got := h.told(id); !slices.Equal(got, want) {
			t.Errorf("applied: %q, want %q", got, want)
		}
		h.step(id, p, "documents_requested", "2018-10-05", "until_day", "2018-11-05", "documents", "cv translations")
		want = []string{"procedure.kind.equivalence", "procedure.step.documents_requested 2018-10-05", "procedure.due.documents cv translations 2018-11-05"}
		if got := h.told(id); !slices.Equal(got, want) {
			t.Errorf("documents are missing: %q, want %q", got, want)
		}
		h.step(id, p, "withdrawn", "2018-10-10")
		if got := h.told(id); got != nil {
			t.Errorf("withdrawn: %q", got)
		}
	})
}

func TestTheHistoryOfACaseHasItsProcedures(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, _ := h.open()
		p := h.start(id, "2018-10-01", "regulated", "true")
		h.step(id, p, "acknowledged", "2018-10-05")
		other, _ := h.open()
		h.start(other, "2018-10-02")
		held, err := h.cases.ForReading(bremen, id)
		if err != nil {
			t.Fatal(err)
		}
		h.cases.Connect(counselling.Beside{Records: []counselling.HistoryPart{h.History}})
		all, err := h.cases.History(bremen, held)
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, r := range all.Revisions {
			n[r.Type.Name]++
			if r.By != "counsellor-s1" {
				t.Errorf("%s by %q", r.Type.Name, r.By)
			}
		}
		if n["procedures"] != 1 || n["procedure_steps"] != 2 || n["contacts"] != 1 {
			t.Errorf("versions: %v", n)
		}
	})
}
