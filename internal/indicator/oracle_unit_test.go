package indicator_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// unit is one thing counted, with its values in each dimension: those of its own and those of its parts (a case's
// qualifications, a person's services).
type unit struct {
	weight int
	record string // the case and the contact at which it stands, where it does
	own    map[string][]string
	parts  []map[string][]string
	inPart map[string]bool // dimensions that parts have
}

func newUnit() unit { return unit{weight: 1, own: map[string][]string{}, inPart: map[string]bool{}} }

// values are all values of a unit in a dimension.
func (u unit) values(dimension string) []string {
	if !u.inPart[dimension] {
		v, ok := u.own[dimension]
		if !ok {
			panic("the oracle does not know " + dimension)
		}
		return v
	}
	var out []string
	for _, p := range u.parts {
		out = append(out, p[dimension]...)
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

// combinations are the values in all dimensions asked for: of two dimensions of the same part part by part, else each
// with each.
func (u unit) combinations(by []string) [][]string {
	switch {
	case len(by) == 0:
		return [][]string{{}}
	case len(by) == 1:
		return cross(u.values(by[0]), []string{}, 1)
	case u.inPart[by[0]] && u.inPart[by[1]]:
		var out [][]string
		for _, p := range u.parts {
			out = append(out, cross(p[by[0]], p[by[1]], 2)...)
		}
		if len(out) == 0 {
			return [][]string{{"", ""}}
		}
		return out
	}
	return cross(u.values(by[0]), u.values(by[1]), 2)
}

func cross(a, b []string, n int) [][]string {
	var out [][]string
	for _, x := range a {
		if n == 1 {
			out = append(out, []string{x})
			continue
		}
		for _, y := range b {
			out = append(out, []string{x, y})
		}
	}
	return out
}

// holds says whether the unit has one of the values asked for in each dimension named.
func (u unit) holds(where [][2]string) bool {
	for _, w := range where {
		any := false
		for _, other := range where {
			if other[0] == w[0] {
				value := other[1]
				if value == "not_filled" {
					value = ""
				}
				any = any || slices.Contains(u.values(w[0]), value)
			}
		}
		if !any {
			return false
		}
	}
	return true
}

// set gives the unit a record's dimension: the short name means the nearest record, so records are set from the
// farthest to the nearest.
func (u unit) set(record, column string, values ...string) {
	if len(values) == 0 {
		values = []string{""}
	}
	u.own[column], u.own[record+"."+column] = values, values
	delete(u.inPart, column)
}

func (u unit) setAll(record string, row cells, columns ...string) {
	for _, c := range columns {
		u.set(record, c, row[c])
	}
}

func (u unit) setDates(record, day string) {
	if day == "" {
		return
	}
	u.set(record, "year", day[:4])
	month, _ := strconv.Atoi(day[5:7])
	u.set(record, "quarter", day[:4]+"-Q"+strconv.Itoa((month+2)/3))
	u.set(record, "month", day[:7])
	date, _ := time.Parse(time.DateOnly, day)
	year, week := date.ISOWeek()
	u.set(record, "week", fmt.Sprintf("%d-W%02d", year, week))
}

// setPart lets parts decide a dimension.
func (u *unit) setPart(record string, i int, column string, values ...string) {
	if len(values) == 0 {
		values = []string{""}
	}
	for len(u.parts) <= i {
		u.parts = append(u.parts, map[string][]string{})
	}
	for _, name := range []string{column, record + "." + column} {
		u.inPart[name] = true
		u.parts[i][name] = values
	}
}

func (u *unit) setProject(k *known, id, day string) {
	p := k.rows["projects"][id]
	o := k.rows["organisations"][p["organisation_id"]]
	u.setAll("project", p, "kind", "funding", "for_refugees")
	u.set("project", "project", id)
	u.set("project", "network", k.networkOf(id, day))
	u.set("project", "organisation", p["organisation_id"])
	u.set("project", "organisation_kind", o["kind"])
	u.set("project", "competence_centre", p["competence_centre_id"])
	u.set("project", "priority_area", p["priority_area_id"])
	u.set("project", "round", p["round_id"])
}

func (u *unit) setSite(k *known, id, day string) {
	s := k.rows["sites"][id]
	u.setProject(k, s["project_id"], day)
	u.set("site", "site", id)
	u.setAll("site", s, "kind", "state")
}

func ageGroup(age string) string {
	n, err := strconv.Atoi(age)
	switch {
	case err != nil:
		return ""
	case n < 25:
		return "under_25"
	case n < 35:
		return "25_34"
	case n < 45:
		return "35_44"
	case n < 55:
		return "45_54"
	}
	return "55_plus"
}

func (u *unit) setCase(c cells) {
	u.setAll("case", c, "sex", "second_nationality", "lives_in", "residence_title", "german_level", "employment", "benefits",
		"access_route", "asked_by", "refugee", "anonymous")
	u.set("case", "age_group", ageGroup(c["age"]))
	nationality := c["nationality"]
	if second := c["second_nationality"]; nationality == "DE" && second != "" && second != "declined" {
		nationality = second
	}
	u.set("case", "nationality", nationality)
	scope := c["scope"]
	if scope == "" {
		scope = "professional"
	}
	u.set("case", "scope", scope)
}

var qualificationColumns = []string{"country", "kind", "reference_occupation", "regulated"}

func (u *unit) setQualifications(k *known, caseID string) {
	for _, c := range qualificationColumns {
		u.inPart[c], u.inPart["qualification."+c] = true, true
	}
	n := 0
	for _, id := range k.ids("qualifications") {
		if q := k.rows["qualifications"][id]; q["case_id"] == caseID {
			for _, c := range qualificationColumns {
				u.setPart("qualification", n, c, q[c])
			}
			n++
		}
	}
}

// unitAt is a unit that stands at a contact.
func (k *known) unitAt(c *contact) unit {
	u := newUnit()
	u.record = c.cells["case_id"] + " " + c.id
	u.setSite(k, k.siteOf(c.cells), c.cells["held_on"])
	u.setQualifications(k, c.cells["case_id"])
	u.setCase(k.rows["cases"][c.cells["case_id"]])
	u.setDates("contact", c.cells["held_on"])
	u.set("contact", "round", c.round)
	form := c.cells["form"]
	if form == "unknown" {
		form = "declined"
	}
	u.set("contact", "form", form)
	u.set("contact", "themes", strings.Fields(c.cells["themes"])...)
	u.set("contact", "contents", strings.Fields(c.cells["contents"])...)
	return u
}
