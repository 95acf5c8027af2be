package report

import (
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/indicator"
	"openiq/internal/platform/i18n"
)

// Words says in one language what figures, dimensions and codes mean.
type Words struct {
	P     *i18n.Printer
	Names Names // nil: ids are shown as they are
}

// Label is an indicator's name.
func (w Words) Label(id string) string { return w.P.T("indicator." + id + ".label") }

// Definition is the sentence that explains an indicator.
func (w Words) Definition(id string) string { return w.P.T("indicator." + id + ".definition") }

// Unit is the unit's word after n.
func (w Words) Unit(unit string, n int64) string { return w.P.N("unit."+unit, int(n)) }

// Number writes a figure.
func (w Words) Number(n int64) string { return w.P.Number(int(n)) }

// Dimension is what a dimension's name means for an indicator: "kind" is the kind of a qualification for one and that
// of a measure for another.
func (w Words) Dimension(d *indicator.Definition, name string) string {
	record, column := d.Meaning(name)
	if own := "dimension." + record + "." + column; w.P.Has(own) {
		return w.P.T(own)
	}
	if !strings.Contains(name, ".") {
		return w.P.T("dimension." + name)
	}
	return w.P.T("dimension.of", "Name", w.P.T("dimension."+column), "Record", w.P.T("dimension.record."+record))
}

// lists are the code lists of dimensions that are not called as their list.
var lists = map[string]string{"organisation_kind": "kind"}

// Code is the word or name for a code of a dimension, with or without the record in front.
func (w Words) Code(dimension, code string) string {
	column := dimension[strings.LastIndexByte(dimension, '.')+1:]
	if w.Names != nil && code != codelist.NotFilled && code != codelist.Declined {
		if name := w.Names(column, code); name != "" {
			return name
		}
	}
	if list, ok := lists[column]; ok {
		column = list
	}
	return w.P.Code(column, code)
}

// Group is the part of the network that an indicator belongs to, as the first part of its id: "counselling".
func Group(id string) string {
	group, _, _ := strings.Cut(id, ".")
	return group
}
