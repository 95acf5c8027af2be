package recognition

import (
	"testing"

	"openiq/internal/platform/i18n"
)

func TestEveryCodeOfTheProceduresHasWordsInGermanAndEnglish(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"de", "en"} {
		p := bundle.Printer(lang)
		need := func(list, code string) {
			if code != "" && !p.HasCode(list, code) {
				t.Errorf("%s: %s %s has no words", lang, list, code)
			}
		}
		for list, codes := range codesOf(plans) {
			for _, code := range codes {
				need(list, code)
			}
		}
	}
	if bundle.Printer("de").HasCode("procedure_step", "nothing") {
		t.Error("there are words for what does not exist")
	}
}

// codesOf are the codes of a file by the name of their list.
func codesOf(f *PlanFile) map[string][]string {
	lists := map[string][]string{"recognition_procedure": f.Keys}
	add := func(list string, codes ...string) { lists[list] = append(lists[list], codes...) }
	for _, o := range Origins() {
		add("qualification_origin", string(o))
	}
	for _, c := range f.Courses {
		add("procedure_note", c.Notes...)
		add("compensation", c.Compensation...)
		add("procedure_kind", c.Kind)
	}
	for _, s := range f.Steps {
		add("procedure_step", s.Code)
	}
	for _, d := range f.Documents {
		add("document", d.Code)
		add("document_condition", d.When)
	}
	for _, l := range f.Languages {
		add("language_use", l.Use)
		add("language_for", l.For)
	}
	for _, c := range f.Costs {
		add("cost_kind", c.Kind)
	}
	for _, n := range f.Next {
		add("step_result", n.Outcome)
		add("procedure_next", n.Codes...)
	}
	for _, h := range f.Helps {
		add("cost_help", h.Help)
		add("cost_kind", h.Covers...)
	}
	return lists
}
