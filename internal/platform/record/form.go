package record

import (
	"strconv"
	"strings"

	"openiq/internal/platform/errs"
)

// FromForm reads the columns named from a form into a row; get gives what was typed. What is wrong comes back as field
// errors, with the same rules as for a bundle's cells.
func (t *Type) FromForm(row *Row, get func(column string) string, columns ...string) errs.Fields {
	var wrong errs.Fields
	if row.Values == nil {
		row.Values = make([]any, len(t.Columns))
	}
	for _, name := range columns {
		i := t.Index(name)
		c, cell := &t.Columns[i], get(name)
		value, err := c.Parse(cell)
		if err != nil {
			key, args := c.fault(cell)
			wrong.Add(name, key, args...)
			continue
		}
		row.Values[i] = value
	}
	return wrong
}

// fault is the message for a cell that Parse refuses.
func (c *Column) fault(cell string) (key string, args []any) {
	if cell == "" {
		return "error.required", nil
	}
	switch c.Kind {
	case Code, Codes, Slug, Bool, Tags:
		return "error.code", nil
	case Ref:
		return "error.unknown_id", nil
	case Date, Instant:
		return "error.date", nil
	case Int, Float:
		return c.numberFault(cell)
	case ID:
		return "error.too_long", []any{"Max", MaxID}
	}
	if len([]rune(cell)) > MaxText {
		return "error.too_long", []any{"Max", MaxText}
	}
	return "error.encoding", nil
}

func (c *Column) numberFault(cell string) (key string, args []any) {
	if _, err := strconv.ParseFloat(cell, 64); err != nil {
		return "error.number", nil
	}
	if c.Min < c.Max {
		return "error.range", []any{"Min", int(c.Min), "Max", int(c.Max)}
	}
	if strings.HasPrefix(cell, "-") {
		return "error.negative", nil
	}
	return "error.number", nil
}

// Faults are the refusals among problems as field errors; warnings keep nothing from being stored.
func Faults(problems []Problem) errs.Fields {
	var wrong errs.Fields
	for _, p := range problems {
		if !p.Warning {
			wrong.Add(p.Column, p.Key)
		}
	}
	return wrong
}
