package sheet

import (
	"iter"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
)

// Book is a file with one table a sheet.
type Book struct {
	Tables []Table
	RTL    bool // read from right to left: the first column stands at the right
}

// Table is a header and rows.
type Table struct {
	Name    string // of the sheet; what a spreadsheet does not allow in it is left out
	Columns []Column
	Rows    iter.Seq2[[]Cell, error] // an error ends the file
}

// Column heads a column.
type Column struct {
	Title string
	Width float64 // in characters; 0: as the title needs
	Wrap  bool    // long texts are broken into lines
}

// Cell is what stands in one place of a table. The zero Cell is empty.
type Cell struct {
	kind   kind
	text   string
	number float64
}

type kind uint8

const (
	empty kind = iota
	text
	number
	share
	date
)

// Text is a cell with words.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: text, text: s}
}

// Number is a cell with a whole number.
func Number(n int64) Cell { return Cell{kind: number, number: float64(n)} }

// Share is a cell with a percentage: 0.25 for 25 %.
func Share(of float64) Cell { return Cell{kind: share, number: of} }

// Day is a cell with a date.
func Day(d clock.Day) Cell { return Cell{kind: date, number: float64(d)} }

// Rows are rows that are there already.
func Rows(rows ...[]Cell) iter.Seq2[[]Cell, error] {
	return func(yield func([]Cell, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Safe keeps a text from being computed when a spreadsheet opens it: one that begins with =, +, -, @, a tab or a
// carriage return gets an apostrophe in front.
func Safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// plain is the cell as CSV has it.
func (c Cell) plain() string {
	switch c.kind {
	case text:
		return Safe(c.text)
	case number:
		return strconv.FormatInt(int64(c.number), 10)
	case share:
		return strconv.FormatFloat(c.number, 'f', -1, 64)
	case date:
		return clock.Day(c.number).String()
	}
	return ""
}
