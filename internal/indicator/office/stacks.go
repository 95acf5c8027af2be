package office

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"openiq/internal/platform/chart"
)

// mostStacks is how many bars in parts one takes in; the table has the rest.
const mostStacks = 12

// times are the dimensions along which the latest matters most.
var times = []string{"year", "quarter", "month", "week"}

// stacks draws an answer by two dimensions: a bar for each of the largest rows, or the latest where they are times, cut
// into the largest columns and what is left.
func (x answered) stacks(c *cross) templ.Component {
	rows := c.Rows
	if slices.Contains(times, c.RowName) {
		rows = rows[max(0, len(rows)-mostStacks):]
	} else {
		rows = largest(rows, mostStacks, c.rowSum)
	}
	columns, others := c.Columns, []string(nil)
	if len(columns) > chart.MostSeries {
		columns = largest(columns, chart.MostSeries-1, c.columnSum)
		others = without(c.Columns, columns)
	}
	s := chart.Stacks{Caption: x.caption("figures.desc.stacks")}
	for _, column := range columns {
		s.Series = append(s.Series, x.Code(c.ColumnName, column))
	}
	if others != nil {
		s.Series = append(s.Series, x.P.T("figures.others"))
	}
	for _, row := range rows {
		s.Bars = append(s.Bars, x.stack(c, row, columns, others))
	}
	return s
}

// stack is the bar of a row: a part for each column and one for the others.
func (x answered) stack(c *cross, row string, columns, others []string) chart.Stack {
	bar := chart.Stack{Label: x.Code(c.RowName, row)}
	if c.Adds {
		bar.Text = x.Number(c.rowSum(row))
	}
	part := func(label string, columns ...string) {
		n := c.sum([]string{row}, columns)
		bar.Parts = append(bar.Parts, chart.Item{Label: label, Value: n, Text: x.Number(n)})
	}
	for _, column := range columns {
		part(x.Code(c.ColumnName, column), column)
	}
	if others != nil {
		part(x.P.T("figures.others"), others...)
	}
	return bar
}

// largest are the n codes with the largest sums, in the order in which they stand.
func largest(codes []string, n int, sum func(string) int64) []string {
	if len(codes) <= n {
		return codes
	}
	bySize := slices.SortedStableFunc(slices.Values(codes), func(a, b string) int { return cmp.Compare(sum(b), sum(a)) })
	return without(codes, bySize[n:])
}

func without(codes, left []string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return slices.Contains(left, code) })
}
