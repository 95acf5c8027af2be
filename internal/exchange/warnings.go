package exchange

import (
	"fmt"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/measure"
)

// warnOfUnadvised warns of cases that are new and have no contact.
func (r *run) warnOfUnadvised() {
	if r.hasErrors {
		return
	}
	var lines []int
	for _, e := range r.known["cases"] {
		if e.fresh && !e.advised {
			lines = append(lines, int(e.line))
		}
	}
	slices.Sort(lines)
	for _, f := range r.remarks {
		if f.file == FileName(counselling.Cases) {
			for _, line := range lines {
				f.warn(line, idColumn.Name, "the case has no contact")
			}
		}
	}
}

// meet keeps who takes part in which measure.
func (r *run) meet(f *file, d *draft) {
	if f.t == measure.Participations {
		at := pairKey(f.t.Str(&d.row, "measure_id"), f.t.Str(&d.row, "person_ref"))
		r.persons[at] = max(r.persons[at], int32(d.line))
	}
}

// warnOfRepeated warns of persons of the bundle who are in a measure several times, in the bundle or in what was stored
// before. It may be right: people come back.
func (r *run) warnOfRepeated(f *file) error {
	return repeatedPersons(r.ctx, r.tx, func(m, person string, times int) {
		if line, ok := r.persons[pairKey(m, person)]; ok {
			f.warn(int(line), "person_ref", fmt.Sprintf("%s is in measure %s %d times", quote(person), quote(m), times))
		}
	})
}
