package report

import (
	"maps"
	"slices"
	"strings"

	"openiq/internal/indicator"
	"openiq/internal/platform/sheet"
)

// Fact is one thing said about a figure, as a name and what it is.
type Fact struct{ Name, Text string }

// About says what an indicator is: its name, what it counts, in which unit, of what.
func (w Words) About(d *indicator.Definition) []Fact {
	facts := []Fact{
		{w.P.T("figures.field.indicator"), w.Label(d.ID)},
		{w.P.T("definition.id"), d.ID},
		{w.P.T("definition.counts"), w.Definition(d.ID)},
		{w.P.T("definition.unit"), w.Unit(d.Unit, 0)},
		{w.P.T("definition.population"), w.P.T("definition.population." + d.Population)},
	}
	for _, dimension := range slices.Sorted(maps.Keys(d.Where)) {
		facts = append(facts, Fact{w.P.T("definition.only"), w.Condition(d, dimension, d.Where[dimension]...)})
	}
	return facts
}

// Condition is a condition in words: "Geschlecht: weiblich".
func (w Words) Condition(d *indicator.Definition, dimension string, codes ...string) string {
	var words []string
	for _, c := range codes {
		words = append(words, w.Code(dimension, c))
	}
	return w.P.T("figures.condition", "Name", w.Dimension(d, dimension), "Value", strings.Join(words, ", "))
}

// Book is an answer as a workbook: the table in words with numbers to calculate with, and a sheet with the facts that
// explain it.
func Book(w Words, d *indicator.Definition, a indicator.Answer, facts []Fact, rtl bool) sheet.Book {
	t := sheet.Table{Name: w.P.T("figures.sheet.table")}
	var rows [][]sheet.Cell
	if len(a.By) == 0 {
		t.Columns = []sheet.Column{{Title: w.P.T("figures.field.indicator"), Width: 50}, {Title: w.P.T("figures.value")}}
		rows = [][]sheet.Cell{{sheet.Text(w.Label(a.ID)), sheet.Number(a.Value)}}
	} else {
		for _, dimension := range a.By {
			t.Columns = append(t.Columns, sheet.Column{Title: w.Dimension(d, dimension), Width: 34})
		}
		t.Columns = append(t.Columns, sheet.Column{Title: w.P.T("figures.value"), Width: 14}, sheet.Column{Title: w.P.T("figures.share_of_valid"), Width: 18})
		rows = w.cells(a)
	}
	t.Rows = sheet.Rows(rows...)
	return sheet.Book{Tables: []sheet.Table{t, Explained(w, facts)}, RTL: rtl}
}

// cells are the rows and sums of a table.
func (w Words) cells(a indicator.Answer) [][]sheet.Cell {
	var rows [][]sheet.Cell
	for _, r := range a.Rows {
		var row []sheet.Cell
		for i, code := range r.Codes {
			row = append(row, sheet.Text(w.Code(a.By[i], code)))
		}
		rows = append(rows, append(row, sheet.Number(r.Value), sheet.Share(float64(r.Value)/float64(a.Valid))))
	}
	rows = append(rows, nil)
	for _, s := range w.Sums(a) {
		row := make([]sheet.Cell, len(a.By)+1)
		row[0], row[len(a.By)] = sheet.Text(s.Label), sheet.Number(s.Value)
		rows = append(rows, row)
	}
	return rows
}

// Explained is the sheet of a workbook that says what the others mean.
func Explained(w Words, facts []Fact) sheet.Table {
	t := sheet.Table{Name: w.P.T("figures.sheet.about"), Columns: []sheet.Column{
		{Title: w.P.T("figures.sheet.name"), Width: 30, Wrap: true}, {Title: w.P.T("figures.sheet.meaning"), Width: 100, Wrap: true}}}
	var rows [][]sheet.Cell
	for _, f := range facts {
		rows = append(rows, []sheet.Cell{sheet.Text(f.Name), sheet.Text(f.Text)})
	}
	t.Rows = sheet.Rows(rows...)
	return t
}
