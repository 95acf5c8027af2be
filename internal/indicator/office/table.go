package office

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"openiq/internal/indicator"
)

// The most columns of a cross table, and the most rows that a page shows; the files have all.
const (
	mostColumns = 12
	mostRows    = 500
)

// ranked are the dimensions whose codes have no order of their own: the largest one stands first.
var ranked = []string{
	"country", "nationality", "second_nationality", "lives_in", "reference_occupation",
	"network", "competence_centre", "organisation", "project", "site", "state",
}

// isRanked says whether a dimension, with or without the record in front, is one of those.
func isRanked(dimension string) bool {
	return slices.Contains(ranked, dimension[strings.LastIndexByte(dimension, '.')+1:])
}

// rows are the answer's rows as people read them; the files keep the order of the lists.
func (x answered) rows() []indicator.Row {
	return inOrder(x.a.By[0], x.a.Rows)
}

// inOrder puts rows of a dimension without an order of its own by their values.
func inOrder(dimension string, rows []indicator.Row) []indicator.Row {
	if !isRanked(dimension) {
		return rows
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b indicator.Row) int { return cmp.Compare(b.Value, a.Value) })
	return rows
}

// cross is an answer by two dimensions: rows by columns.
type cross struct {
	RowName, ColumnName string // the dimensions
	Rows, Columns       []string
	Cells               map[[2]string]int64 // by codes of row and column
	Adds                bool                // the cells add up, because no unit has several values
}

// cross puts an answer by two dimensions into rows and columns, with the shorter one as columns where the second is too
// long.
func (o office) cross(ctx context.Context, x answered) (*cross, error) {
	if len(x.a.By) != 2 || len(x.a.Rows) == 0 {
		return nil, nil
	}
	var codes [2][]string
	for i := range codes {
		var err error
		if codes[i], err = o.occurring(ctx, x, i); err != nil {
			return nil, err
		}
	}
	row, column := 0, 1
	if len(codes[1]) > mostColumns && len(codes[0]) < len(codes[1]) {
		row, column = 1, 0
	}
	c := &cross{RowName: x.a.By[row], ColumnName: x.a.By[column], Rows: codes[row], Columns: codes[column],
		Cells: map[[2]string]int64{}, Adds: !x.severalEach()}
	for _, r := range x.a.Rows {
		c.Cells[[2]string{r.Codes[row], r.Codes[column]}] = r.Value
	}
	return c, nil
}

// fits says whether there is room for a table with these columns.
func (c *cross) fits() bool {
	return c != nil && len(c.Columns) <= mostColumns && len(c.Rows) <= mostRows
}

// narrow says whether the table has room beside a picture.
func (c *cross) narrow() bool { return c == nil || len(c.Columns) <= 3 }

// codes are those of a cell in the order of the dimensions asked for.
func (c *cross) codes(by []string, row, column string) []string {
	if c.RowName == by[0] {
		return []string{row, column}
	}
	return []string{column, row}
}

// sum adds up cells.
func (c *cross) sum(rows, columns []string) int64 {
	var sum int64
	for _, row := range rows {
		for _, column := range columns {
			sum += c.Cells[[2]string{row, column}]
		}
	}
	return sum
}

func (c *cross) rowSum(row string) int64       { return c.sum([]string{row}, c.Columns) }
func (c *cross) columnSum(column string) int64 { return c.sum(c.Rows, []string{column}) }

// occurring are the codes of one of the two dimensions that are in the table, in the order in which an answer by that
// dimension alone is read.
func (o office) occurring(ctx context.Context, x answered, i int) ([]string, error) {
	alone := x.query
	alone.By = []string{x.a.By[i]}
	a, err := o.engine.Answer(ctx, alone)
	if err != nil {
		return nil, err
	}
	occurs := map[string]bool{}
	for _, r := range x.a.Rows {
		occurs[r.Codes[i]] = true
	}
	var codes []string
	for _, r := range inOrder(x.a.By[i], a.Rows) {
		if occurs[r.Codes[0]] {
			codes = append(codes, r.Codes[0])
		}
	}
	return codes, nil
}

// severalEach says that units have several values, so that the rows exceed the valid ones.
func (x answered) severalEach() bool {
	var sum int64
	for _, r := range x.a.Rows {
		sum += r.Value
	}
	return sum > x.a.Valid
}

// shown are the rows that the page has room for.
func (x answered) shown() []indicator.Row { return x.rows()[:min(len(x.a.Rows), mostRows)] }

// tableCaption says what is in the table.
func (x answered) tableCaption() string {
	by := x.Dimension(x.definition, x.a.By[0])
	if len(x.a.By) == 2 {
		by = x.P.T("figures.and", "First", by, "Second", x.Dimension(x.definition, x.a.By[1]))
	}
	return x.P.T("figures.by", "What", x.Label(x.a.ID), "By", by)
}
