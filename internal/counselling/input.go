package counselling

import (
	"context"
	"maps"
	"slices"
	"strings"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Input is what somebody typed, by column or by the name of a text ([TextsOf]). What is missing stays as it is stored; what is
// empty is cleared.
type Input map[string]string

// The bounds of a form, where a bundle is only warned about: what somebody types now can be mended at once.
const (
	maxMinutes  = 24 * 60
	maxTraining = 15 // years
)

// read makes the next version of a row from a form and checks it as a bundle's row is checked, and by the bounds of a
// form. What refers to other records is none of its business.
func read(t *record.Type, prev *record.Row, in Input, rules record.Context) (record.Row, errs.Fields) {
	row := record.Row{Values: make([]any, len(t.Columns))}
	if prev != nil {
		row = *prev
		row.Values = slices.Clone(prev.Values)
	}
	var columns []string
	for _, c := range t.Columns {
		if _, given := in[c.Name]; c.Kind != record.Ref && !c.Hidden && (given || prev == nil && c.Required) {
			columns = append(columns, c.Name)
		}
	}
	wrong := t.FromForm(&row, func(column string) string { return in[column] }, columns...)
	wrong = append(wrong, record.Faults(t.Check(&row, rules))...)
	return row, append(wrong, outOfBounds(t, prev, &row, rules)...)
}

// outOfBounds finds numbers that cannot be meant. What was stored before stays allowed: it is no fault of who corrects
// something else.
func outOfBounds(t *record.Type, prev, row *record.Row, rules record.Context) (wrong errs.Fields) {
	thisYear := int64(rules.Now().Day().Year())
	for column, bound := range map[string][2]int64{"year_of_entry": {earliestYear, thisYear}, "completed_year": {earliestYear, thisYear},
		"training_years": {1, maxTraining}, "minutes": {1, maxMinutes}} {
		if !t.Has(column) {
			continue
		}
		least, most := bound[0], bound[1]
		i := t.Index(column)
		n, filled := row.Values[i].(int64)
		if filled && (n < least || n > most) && (prev == nil || prev.Values[i] != row.Values[i]) {
			// As text: years have no separators.
			wrong.Add(column, "error.range", "Min", text(least), "Max", text(most))
		}
	}
	if t == Cases {
		wrong = append(wrong, implausible(prev, row, rules)...)
	}
	return wrong
}

// errBeforeBirth is what the form says of a date before the person was born.
const errBeforeBirth = "counselling.error.before_birth"

// implausible finds facts of a case that cannot be true together, or not from now on.
func implausible(prev, row *record.Row, rules record.Context) (wrong errs.Fields) {
	changed := func(column string) bool {
		i := Cases.Index(column)
		return prev == nil || prev.Values[i] != row.Values[i]
	}
	today := rules.Now().Day()
	entry, entered := Cases.Int(row, "year_of_entry")
	if born, known := bornIn(row, today); known && entered && earliestYear <= entry && entry < born && (changed("age") || changed("year_of_entry")) {
		wrong.Add("year_of_entry", errBeforeBirth)
	}
	if day, planned := Cases.Day(row, "follow_up_on"); planned && day < today && changed("follow_up_on") {
		wrong.Add("follow_up_on", "counselling.error.past")
	}
	if day, closed := Cases.Day(row, "closed_on"); closed && day > today && changed("closed_on") {
		wrong.Add("closed_on", "error.future")
	}
	return wrong
}

// bornIn is the first year in which somebody can be born who was of an age when the case was opened.
func bornIn(c *record.Row, today clock.Day) (year int64, known bool) {
	age, known := Cases.Int(c, "age")
	return askedIn(c, int64(today.Year())) - age - 1, known
}

// readContact reads a contact of a case. Its site is stored only where it is not the case's. What was talked about in a new
// one says which themes it had (domain/practice.md 1.3).
func readContact(ctx context.Context, c *Held, prev *record.Row, in Input) (record.Row, errs.Fields) {
	if prev == nil {
		in = in.withThemes()
	}
	row, wrong := read(Contacts, prev, in, c.Rules)
	site, given := in["site_id"]
	i, own := Contacts.Index("site_id"), c.Site()
	switch {
	case !given:
	case site == "" || site == own:
		row.Values[i] = nil
	case site == Contacts.Str(&row, "site_id") || mayHoldAt(ctx, c.Structure, own, site):
		row.Values[i] = site
	default:
		wrong.Add("site_id", "error.unknown_id")
	}
	return row, wrong
}

// themeOf is the theme to which the contents that begin so belong.
var themeOf = map[byte]string{'r': "recognition", 'j': "job_training"}

// withThemes adds the themes of the contents that were ticked.
func (in Input) withThemes() Input {
	themes := strings.Fields(in["themes"])
	for _, content := range strings.Fields(in["contents"]) {
		if theme := themeOf[content[0]]; theme != "" && !slices.Contains(themes, theme) {
			themes = append(themes, theme)
		}
	}
	in = maps.Clone(in)
	in["themes"] = strings.Join(themes, " ")
	return in
}

// mayHoldAt says whether a contact of a case at its own site may have been held at another one: at the project's other
// sites, and where the actor records anyway.
func mayHoldAt(ctx context.Context, d *programme.Directory, own, site string) bool {
	here, there := d.Site(own), d.Site(site)
	if there == nil {
		return false
	}
	return here != nil && here.ProjectID == there.ProjectID || authz.From(ctx).MayAt(ActionRecord, d.PlaceOfSite(site))
}

// readQualification reads a qualification of a case. Nobody finishes a training before being born.
func readQualification(c *Held, prev *record.Row, in Input) (record.Row, errs.Fields) {
	row, wrong := read(Qualifications, prev, in, c.Rules)
	i := Qualifications.Index("completed_year")
	done, filled := row.Values[i].(int64)
	born, known := bornIn(c.Row, c.Rules.Now().Day())
	if known && filled && done < born && (prev == nil || prev.Values[i] != row.Values[i]) {
		wrong.Add("completed_year", errBeforeBirth)
	}
	return row, wrong
}

// empty says that nothing at all was typed.
func (in Input) empty() bool {
	for _, typed := range in {
		if typed != "" {
			return false
		}
	}
	return true
}
