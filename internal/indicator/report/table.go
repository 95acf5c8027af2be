package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"openiq/internal/indicator"
)

// Table writes an answer in words, for people at a terminal.
func Table(out io.Writer, w Words, a indicator.Answer) error {
	d, ok := indicator.Defined(a.ID)
	if !ok {
		return fmt.Errorf("report: no indicator %s", a.ID)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%s\n\n", w.Label(a.ID), w.Definition(a.ID), w.Period(a))
	if len(a.By) == 0 {
		fmt.Fprintf(&b, "%s %s\n", w.Number(a.Value), w.Unit(a.Unit, a.Value))
	} else {
		columns(&b, len(a.By), w.lines(d, a))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// Period says what an answer is about and by when it was known.
func (w Words) Period(a indicator.Answer) string {
	line := "figures.period_line"
	if a.To > a.Cutoff {
		line = "figures.period_cut"
	}
	return w.P.T(line, "From", a.From, "To", a.To, "Cutoff", a.Cutoff)
}

// lines are head, rows and sums of a table, each with the number and its share of the valid ones.
func (w Words) lines(d *indicator.Definition, a indicator.Answer) [][]string {
	var head []string
	for _, dimension := range a.By {
		head = append(head, w.Dimension(d, dimension))
	}
	lines := [][]string{append(head, w.P.T("figures.value"), w.P.T("figures.share"))}
	for _, r := range a.Rows {
		var line []string
		for i, code := range r.Codes {
			line = append(line, w.Code(a.By[i], code))
		}
		lines = append(lines, append(line, w.Number(r.Value), w.Share(r.Value, a.Valid)))
	}
	for _, s := range w.Sums(a) {
		line := make([]string, len(a.By))
		line[0] = s.Label
		lines = append(lines, append(line, w.Number(s.Value), ""))
	}
	return lines
}

// Sum is a line below a table.
type Sum struct {
	Label string
	Value int64
	Part  indicator.Part // of the answer
}

// Sums are what stands below a table: the valid ones, the missing ones, all.
func (w Words) Sums(a indicator.Answer) []Sum {
	return []Sum{
		{w.P.T("figures.valid"), a.Valid, indicator.Valid},
		{w.P.Code("missing", "not_filled"), a.Missing.NotFilled, indicator.NotFilled},
		{w.P.Code("missing", "declined"), a.Missing.Declined, indicator.Declined},
		{w.P.T("figures.all"), a.Value, indicator.Whole},
	}
}

// Share is n as a percentage of all; a dash where there is nothing.
func (w Words) Share(n, all int64) string {
	if all == 0 {
		return "–"
	}
	return w.P.Percent(float64(n) / float64(all))
}

// columns writes lines under each other: the first ones begin at the same place, the numbers end at the same place.
func columns(b *strings.Builder, texts int, lines [][]string) {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, line := range lines {
		var row strings.Builder
		for i, cell := range line {
			gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i < texts {
				row.WriteString(cell + gap + "  ")
			} else {
				row.WriteString(gap + cell + "  ")
			}
		}
		b.WriteString(strings.TrimRight(row.String(), " ") + "\n")
	}
}
