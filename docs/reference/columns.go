package reference

import (
	"fmt"
	"slices"
	"strings"

	"openiq/internal/exchange"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
)

// columnsPage has every file of a bundle with its columns and codes.
func columnsPage(words *i18n.Printer) []byte {
	p := newPage("Files and columns of a bundle")
	p.line("The files in the order in which they are read. What the rules are, [exchange.md](exchange.md) says. Every file has two")
	p.line("columns that are not repeated below: `id` (required) and `recorded_at` (optional, an instant). Columns in **bold** are")
	p.line("required: a new record needs them, and no cell of them may be empty.")
	for _, t := range exchange.Types() {
		p.line("")
		p.line("## " + code(exchange.FileName(t)))
		p.line("")
		p.line(knownSince(t) + " " + belongsTo(t))
		p.line("")
		p.table("column", "meaning", "holds")
		for _, c := range visible(t) {
			name := code(c.Name)
			if c.Required {
				name = "**" + name + "**"
			}
			p.row(name, label(words, &c), holds(&c))
		}
		listed := false
		for _, c := range visible(t) {
			if len(c.Codes) > 0 && !isCountry(&c) {
				if !listed {
					p.line("")
					listed = true
				}
				p.line("* " + code(c.Name) + ": " + inWords(words, t, &c))
			}
		}
	}
	return p.bytes()
}

func visible(t *record.Type) []record.Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c record.Column) bool { return c.Hidden })
}

func knownSince(t *record.Type) string {
	if t.Known == record.OnImport {
		return "An empty `recorded_at` means the instant of the first import."
	}
	return "An empty `recorded_at` means known since ever."
}

func belongsTo(t *record.Type) string {
	if t.Tenanted() {
		return "Case data: its network follows from " + code(t.Tenant) + "."
	}
	return "Structure: it belongs to no network's data."
}

// label is a column's name in words; that of a reference is the name of what it refers to.
func label(words *i18n.Printer, c *record.Column) string {
	key := "column." + strings.TrimSuffix(c.Name, "_id")
	if !words.Has(key) {
		return ""
	}
	return words.T(key)
}

// isCountry tells the long list of countries from the lists that can be printed.
func isCountry(c *record.Column) bool { return slices.Contains(c.Codes, "XK") }

var kinds = map[record.Kind]string{
	record.Text: "text", record.ID: "text of at most 64 characters", record.Int: "whole number, not negative",
	record.Bool: "`true` or `false`", record.Date: "date", record.Tags: "language tags (BCP 47), separated by a space",
	record.Slug: "code of `a-z 0-9 _ -`, at most 40 characters",
}

// holds says what a cell of the column may hold.
func holds(c *record.Column) string {
	switch {
	case c.Kind == record.Ref:
		return "id in " + code(c.Of+".csv")
	case isCountry(c):
		return "country"
	case c.Kind == record.Code:
		return "one code"
	case c.Kind == record.Codes:
		return "one or more codes, separated by a space"
	case c.Kind == record.Instant && c.DayToo:
		return "instant or date"
	case c.Kind == record.Instant:
		return "instant"
	case c.Min < c.Max && c.Kind == record.Float:
		return fmt.Sprintf("number from %g to %g", c.Min, c.Max)
	case c.Min < c.Max:
		return fmt.Sprintf("whole number from %g to %g", c.Min, c.Max)
	}
	return kinds[c.Kind]
}

// inWords lists a column's codes with their meaning.
func inWords(words *i18n.Printer, t *record.Type, c *record.Column) string {
	out := make([]string, len(c.Codes))
	for i, x := range c.Codes {
		out[i] = code(x)
		if w := words.Code(t.Name+"."+c.Name, x); !strings.EqualFold(w, x) {
			out[i] += " " + w
		}
	}
	return strings.Join(out, ", ")
}
