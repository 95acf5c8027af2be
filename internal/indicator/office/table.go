package office

import (
	"context"

	"openiq/internal/indicator"
)

// The most columns of a cross table, and the most rows that a page shows; the files have all.
const (
	mostColumns = 12
	mostRows    = 500
)

// cross is a table of two dimensions: rows by columns.
type cross struct {
	RowName, ColumnName string // the dimensions
	Rows, Columns       []string
	Cells               map[[2]string]int64 // by codes of row and column
}

// cross puts an answer by two dimensions into a cross table, with the shorter one as columns where the second is too long;
// nil when both are.
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
	if len(codes[1]) > mostColumns {
		row, column = 1, 0
	}
	if len(codes[column]) > mostColumns || len(codes[row]) > mostRows {
		return nil, nil
	}
	c := &cross{RowName: x.a.By[row], ColumnName: x.a.By[column], Rows: codes[row], Columns: codes[column], Cells: map[[2]string]int64{}}
	for _, r := range x.a.Rows {
		c.Cells[[2]string{r.Codes[row], r.Codes[column]}] = r.Value
	}
	return c, nil
}

// occurring are the codes of one of the two dimensions that are in the table, in the order of their list, which an answer
// by that dimension alone has.
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
	for _, r := range a.Rows {
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
func (x answered) shown() []indicator.Row { return x.a.Rows[:min(len(x.a.Rows), mostRows)] }

// tableCaption says what is in the table.
func (x answered) tableCaption() string {
	by := x.Dimension(x.definition, x.a.By[0])
	if len(x.a.By) == 2 {
		by = x.P.T("figures.and", "First", by, "Second", x.Dimension(x.definition, x.a.By[1]))
	}
	return x.P.T("figures.by", "What", x.Label(x.a.ID), "By", by)
}
