package programme

import (
	"slices"
	"strings"
	"unicode/utf8"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// MaxName is the longest name that a form takes; a bundle may have longer texts.
const MaxName = 200

// The days that a form takes for the structure; others are slips of the key.
var (
	firstDay = clock.MustDay("1990-01-01")
	lastDay  = clock.MustDay("2100-12-31")
)

// fault notes what is wrong with a field, unless something else is already.
func fault(wrong *errs.Fields, name, key string, args ...any) {
	if !faulty(wrong, name) {
		wrong.Add(name, key, args...)
	}
}

func faulty(wrong *errs.Fields, names ...string) bool {
	return slices.ContainsFunc(*wrong, func(f errs.Field) bool { return slices.Contains(names, f.Name) })
}

// fill reads the cells into the row, by the same columns as a bundle, and notes what cannot be read.
func (c *change) fill(k Kind, row *record.Row, given map[string]string) *errs.Fields {
	wrong := &errs.Fields{}
	for i := range k.Type().Columns {
		column := &k.Type().Columns[i]
		cell, ok := given[column.Name]
		if !ok && row.Version > 0 {
			continue
		}
		cell = tidy(column, cell)
		value, err := column.Parse(cell)
		if err == nil && !utf8.ValidString(cell) {
			err = errs.New(errs.Invalid, "error.encoding") // PostgreSQL would refuse it
		}
		if err == nil {
			err = c.refers(column, value)
		}
		if err != nil {
			key, args := unreadable(column, cell)
			fault(wrong, column.Name, key, args...)
			value = nil
		}
		row.Values[i] = value
	}
	return wrong
}

// tidy forgives what only looks different: blanks, and the comma of a German number.
func tidy(column *record.Column, cell string) string {
	switch column.Kind {
	case record.Text, record.Tags, record.Codes:
		return strings.Join(strings.Fields(cell), " ")
	case record.Float:
		return strings.Replace(strings.TrimSpace(cell), ",", ".", 1)
	}
	return strings.TrimSpace(cell)
}

// refers checks that a reference leads somewhere.
func (c *change) refers(column *record.Column, value any) error {
	id, _ := value.(string)
	if column.Kind == record.Ref && id != "" && c.Row(column.Of, id) == nil {
		return errs.Missing()
	}
	return nil
}

// unreadable is the message for a cell that a column does not take.
func unreadable(column *record.Column, cell string) (key string, args []any) {
	switch {
	case cell == "":
		return "error.required", nil
	case !utf8.ValidString(cell):
		return "error.encoding", nil
	}
	switch column.Kind {
	case record.Text:
		if len([]rune(cell)) > record.MaxText {
			return "error.too_long", []any{"Max", MaxName}
		}
		return "error.encoding", nil
	case record.Ref:
		return "error.unknown_id", nil
	case record.Date:
		return "error.date", nil
	case record.Int:
		return "error.number", nil
	case record.Float:
		return "programme.error.degrees", nil
	case record.Tags:
		return "programme.error.languages", nil
	}
	return "error.code", nil
}

// check applies the rules of the bundle and, to what this edit changes, the stricter ones of a form.
func (c *change) check(k Kind, prev, row *record.Row, wrong *errs.Fields) {
	t := k.Type()
	f := &formCheck{change: c, t: t, prev: prev, row: row, wrong: wrong}
	for i := range t.Columns {
		if column := &t.Columns[i]; f.changed(column.Name) {
			f.column(column, row.Values[i])
		}
	}
	if t.Check != nil && !(k == KindRound && faulty(wrong, "starts_on", "ends_on")) {
		for _, p := range t.Check(row, c) {
			if !p.Warning || f.changed(p.Column) {
				fault(wrong, p.Column, keyOf(k, p))
			}
		}
	}
	switch k {
	case KindPriorityArea:
		f.priorityArea()
	case KindOrganisation:
		f.organisation()
	case KindProject:
		f.project()
	case KindSite:
		f.site()
	}
	slices.SortStableFunc(*wrong, func(a, b errs.Field) int { return t.Index(a.Name) - t.Index(b.Name) })
}

// keyOf is the message for what a rule of the bundle says in English.
func keyOf(k Kind, p record.Problem) string {
	switch {
	case k == KindRound && p.Column == "starts_on":
		return "programme.error.round_overlap"
	case p.Warning && k == KindProject:
		return "programme.error.outside_round"
	case p.Warning:
		return "programme.error.outside_project"
	}
	return "programme.error.before_start"
}
