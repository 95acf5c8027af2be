package counselling

import (
	"openiq/internal/platform/record"
)

// Gap is something that a complete case has and this one lacks.
type Gap struct {
	Type   *record.Type
	ID     string // of the record; empty: there is none of this type yet
	Nth    int    // its place among the case's qualifications, from 1
	Column string // empty where a whole record is missing
}

// asked are the facts of a case that are asked of everybody, in the order in which one asks them
// (domain/practice.md 1.7).
var asked = []string{"sex", "age", "nationality", "lives_in", "residence_title", "german_level", "employment", "benefits", "access_route"}

// Gaps lists what is missing until a case is complete, the gravest first: without the contents of the counselling or a
// qualification nothing can be said about a case at all. "No answer given" is an answer.
func (d *Detail) Gaps() []Gap {
	var gaps []Gap
	if len(d.Contacts) == 0 {
		gaps = append(gaps, Gap{Type: Contacts})
	} else if !d.hasContents() {
		first := d.Contacts[len(d.Contacts)-1]
		gaps = append(gaps, Gap{Type: Contacts, ID: first.ID, Column: "contents"})
	}
	if len(d.Qualifications) == 0 && Cases.Str(d.Case, "scope") != "no_formal_qualification" {
		gaps = append(gaps, Gap{Type: Qualifications})
	}
	for i := range d.Qualifications {
		for _, column := range []string{"country", "kind", "reference_occupation"} {
			if q := &d.Qualifications[i]; !filled(Qualifications, q, column) {
				gaps = append(gaps, Gap{Type: Qualifications, ID: q.ID, Nth: i + 1, Column: column})
			}
		}
	}
	columns := asked
	if Cases.Str(d.Case, "lives_in") == "DE" {
		columns = append(columns[:len(columns):len(columns)], "year_of_entry")
	}
	for _, column := range columns {
		if !filled(Cases, d.Case, column) {
			gaps = append(gaps, Gap{Type: Cases, ID: d.Case.ID, Column: column})
		}
	}
	return gaps
}

func (d *Detail) hasContents() bool {
	for _, c := range d.Contacts {
		if len(c.Contents) > 0 {
			return true
		}
	}
	return false
}

func filled(t *record.Type, r *record.Row, column string) bool {
	return r.Values[t.Index(column)] != nil
}
