package counselling

import (
	_ "embed"
	"encoding/json"
	"slices"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
)

// Light says how complete a case is.
type Light int

// The lights: without the contents of a counselling and a qualification nothing can be said about a case at all; yellow
// is a case with gaps (domain/practice.md 1.7).
const (
	Red Light = iota
	Yellow
	Green
)

// String is the light's code.
func (l Light) String() string { return [...]string{"red", "yellow", "green"}[l] }

// rule says what a complete case has. The rules are data (completeness.json), evaluated here for one case and by the
// database for all of them (gapsql.go).
type rule struct {
	Of     string     `json:"of"`     // the record type
	Column string     `json:"column"` // empty: there must be a record of the type at all
	Light  string     `json:"light"`  // of a case that lacks it
	When   *condition `json:"when"`   // nil: always
	From   string     `json:"from"`   // only for cases first advised on that day or later; empty: all

	typ  *record.Type
	from clock.Day
}

// condition looks at another column of the same record, or of the case where a whole record is asked for.
type condition struct {
	Column string   `json:"column"`
	In     []string `json:"in"`
	Not    []string `json:"not"`
}

//go:embed completeness.json
var completenessFile []byte

var rules = parseRules(completenessFile)

func parseRules(file []byte) []rule {
	var rules []rule
	if err := json.Unmarshal(file, &rules); err != nil {
		panic("counselling: " + err.Error())
	}
	types := map[string]*record.Type{Cases.Name: Cases, Qualifications.Name: Qualifications, Contacts.Name: Contacts}
	for i := range rules {
		r := &rules[i]
		r.typ = types[r.Of]
		if r.Column != "" {
			r.typ.Index(r.Column) // an unknown column is a mistake of the rules
		}
		if r.From != "" {
			r.from = clock.MustDay(r.From)
		}
	}
	return rules
}

// Gap is something that a complete case has and this one lacks.
type Gap struct {
	Type   *record.Type
	ID     string // of the record; empty: there is none of this type yet
	Nth    int    // its place among the case's qualifications, from 1
	Column string // empty where a whole record is missing
	Light  Light  // of a case that lacks it
}

// Gaps lists what is missing until a case is complete, the gravest first. "No answer given" is an answer.
func (d *Detail) Gaps() []Gap {
	var gaps []Gap
	for i := range rules {
		r := &rules[i]
		if r.From != "" && (len(d.Contacts) == 0 || d.firstContact().HeldOn < r.from) {
			continue
		}
		gaps = append(gaps, r.gaps(d)...)
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return int(a.Light - b.Light) })
	return gaps
}

// Light is the completeness of the case.
func (d *Detail) Light() Light {
	if gaps := d.Gaps(); len(gaps) > 0 {
		return gaps[0].Light
	}
	return Green
}

func (d *Detail) firstContact() *Contact { return &d.Contacts[len(d.Contacts)-1] }

func (r *rule) light() Light {
	if r.Light == Red.String() {
		return Red
	}
	return Yellow
}

// gaps are what a case lacks by this rule.
func (r *rule) gaps(d *Detail) (gaps []Gap) {
	lack := func(id string, nth int) {
		gaps = append(gaps, Gap{Type: r.typ, ID: id, Nth: nth, Column: r.Column, Light: r.light()})
	}
	switch {
	case r.typ == Cases:
		if r.When.holds(Cases, d.Row) && !filled(Cases, d.Row, r.Column) {
			lack(d.Row.ID, 0)
		}
	case r.Column == "":
		if r.When.holds(Cases, d.Row) && (r.typ == Contacts && len(d.Contacts) == 0 || r.typ == Qualifications && len(d.Qualifications) == 0) {
			lack("", 0)
		}
	case r.typ == Contacts: // contents: one conversation that has them is enough
		if len(d.Contacts) > 0 && !d.hasContents() {
			lack(d.firstContact().ID, 0)
		}
	default:
		for i := range d.Qualifications {
			if q := &d.Qualifications[i]; r.When.holds(Qualifications, q) && !filled(Qualifications, q, r.Column) {
				lack(q.ID, i+1)
			}
		}
	}
	return gaps
}

// holds says whether the condition is met; no condition always is.
func (c *condition) holds(t *record.Type, row *record.Row) bool {
	if c == nil {
		return true
	}
	value := t.Str(row, c.Column)
	if c.In != nil {
		return slices.Contains(c.In, value)
	}
	return !slices.Contains(c.Not, value)
}

func (d *Detail) hasContents() bool {
	return slices.ContainsFunc(d.Contacts, func(c Contact) bool { return len(c.Contents) > 0 })
}

func filled(t *record.Type, r *record.Row, column string) bool {
	return r.Values[t.Index(column)] != nil
}
