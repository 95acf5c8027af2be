package programme

import (
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// formCheck applies what a form demands beyond a bundle. What an import brought stays as it is until somebody changes it.
type formCheck struct {
	*change
	t         *record.Type
	prev, row *record.Row
	wrong     *errs.Fields
}

// changed says whether the edit changes one of the columns.
func (f *formCheck) changed(columns ...string) bool {
	for _, column := range columns {
		i := f.t.Index(column)
		if f.prev == nil || f.prev.Values[i] != f.row.Values[i] {
			return true
		}
	}
	return false
}

func (f *formCheck) filled(column string) bool { return f.row.Values[f.t.Index(column)] != nil }

// column checks the length of a text and the plausibility of a day.
func (f *formCheck) column(column *record.Column, value any) {
	switch v := value.(type) {
	case string:
		if column.Kind == record.Text && len([]rune(v)) > MaxName || column.Kind == record.Tags && len(v) > MaxName {
			fault(f.wrong, column.Name, "error.too_long", "Max", MaxName)
		}
	case int64:
		if d := clock.Day(v); column.Kind == record.Date && (d < firstDay || d > lastDay) {
			fault(f.wrong, column.Name, "programme.error.year")
		}
	}
}

// mostAreas is the highest number of a priority area.
const mostAreas = 99

func (f *formCheck) priorityArea() {
	number, _ := f.t.Int(f.row, "number")
	if f.changed("number") && (number < 1 || number > mostAreas) {
		fault(f.wrong, "number", "error.range", "Min", 1, "Max", mostAreas)
	}
	for _, a := range f.d.PriorityAreas {
		if f.changed("number", "round_id") && a.ID != f.row.ID && a.RoundID == f.t.Str(f.row, "round_id") && a.Number == int(number) {
			fault(f.wrong, "number", "programme.error.number_taken")
		}
	}
}

// organisation demands a whole coordination or none, and one coordinator of a network at a time.
func (f *formCheck) organisation() {
	if !f.changed("network_id", "coordinates_from", "coordinates_to") {
		return
	}
	network := f.t.Str(f.row, "network_id")
	switch {
	case network == "" && (f.filled("coordinates_from") || f.filled("coordinates_to")):
		fault(f.wrong, "network_id", "error.required")
	case network != "" && !f.filled("coordinates_from"):
		fault(f.wrong, "coordinates_from", "error.required")
	}
	mine := f.t.Span(f.row, "coordinates_from", "coordinates_to")
	for _, o := range f.d.Organisations {
		if o.ID != f.row.ID && network != "" && o.NetworkID == network && overlap(mine, o.Coordinates) {
			fault(f.wrong, "coordinates_from", "programme.error.two_coordinators", "Name", o.Name)
		}
	}
}

func overlap(a, b record.Span) bool { return a.From <= b.To && b.From <= a.To }

// project demands a priority area of the project's own round.
func (f *formCheck) project() {
	area := f.d.areas[f.t.Str(f.row, "priority_area_id")]
	if area != nil && f.changed("priority_area_id", "round_id") && area.RoundID != f.t.Str(f.row, "round_id") {
		fault(f.wrong, "priority_area_id", "programme.error.area_round")
	}
}

// Germany lies within these degrees; whoever swaps latitude and longitude is outside.
var germany = map[string][2]int{"lat": {47, 56}, "lon": {5, 16}}

func (f *formCheck) site() {
	if f.changed("postcode") && f.filled("postcode") && !isPostcode(f.t.Str(f.row, "postcode")) {
		fault(f.wrong, "postcode", "programme.error.postcode")
	}
	for column, other := range map[string]string{"lat": "lon", "lon": "lat"} {
		value, ok := f.row.Values[f.t.Index(column)].(float64)
		if !ok && f.filled(other) && f.changed(column, other) {
			fault(f.wrong, column, "error.required")
		}
		if around := germany[column]; ok && f.changed(column) && (value < float64(around[0]) || value > float64(around[1])) {
			fault(f.wrong, column, "error.range", "Min", around[0], "Max", around[1])
		}
	}
}

// isPostcode says whether s looks like a German postcode: five digits.
func isPostcode(s string) bool {
	if len(s) != 5 {
		return false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}
