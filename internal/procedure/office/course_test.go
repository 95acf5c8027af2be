package office_test

import (
	"strings"
	"testing"
)

func TestTheUsualCourseIsOnThePageOfAProcedure(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.open(bremen, "s1")
		for name, test := range map[string]struct {
			facts string
			steps []string
			want  string
		}{
			"planned":   {"kind=equivalence regulated=true state=HB", nil, "Antrag stellen: bis 15. Oktober 2018"},
			"applied":   {"kind=equivalence regulated=true state=HB", []string{"applied 2018-10-01"}, "Stelle entscheidet: bis 2. Januar 2019"},
			"statement": {"kind=statement", []string{"applied 2018-10-01"}, "Gebühr bezahlen: meist bis 15. Oktober 2018"},
			"decided":   {"kind=equivalence regulated=true state=HB", []string{"applied 2018-07-01", "decided 2018-10-01 result=compensation"}, "Stelle entscheidet abschließend: meist bis"},
		} {
			page := h.page(h.get(bremen, "/cases/"+id+"/procedures/"+h.start(bremen, id, test.facts, test.steps...)), 200)
			if s := text(page.Find("details.fold ol")); !strings.Contains(s, test.want) {
				t.Errorf("%s: %s", name, s)
			}
		}
		over := h.start(bremen, id, "kind=equivalence state=HB", "applied 2018-07-01", "withdrawn 2018-08-01")
		if page := h.page(h.get(bremen, "/cases/"+id+"/procedures/"+over), 200); strings.Contains(text(page.Find("main")), "Üblicher Ablauf") {
			t.Error("a withdrawn application goes on")
		}
	})
}
