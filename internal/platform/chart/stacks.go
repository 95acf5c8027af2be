package chart

import (
	"context"
	"fmt"
	"html"
	"io"
)

// Stacks is a horizontal bar chart of two dimensions: each bar is cut into the series, which are told apart by their
// patterns, so that the legend reads without colour. At most [MostSeries].
type Stacks struct {
	Caption
	Series []string // names, in the order of the parts from where reading begins
	Bars   []Stack
}

// Stack is one bar.
type Stack struct {
	Label string
	Text  string // the value of the whole bar as it is written; empty: its parts do not add up
	Parts []Item // one of each series
}

// MostSeries is how many patterns can be told apart.
const MostSeries = 5

// hatches are what is drawn over the colour of each series, in a square of eight pixels. The first one is plain.
var hatches = [MostSeries]string{"", "M-2 2L2 -2M-2 10L10 -2M6 10L10 6", "M4 0V8", "M0 4H8M4 0V8", "M0 4H8"}

// Render draws the legend and the bars.
func (s Stacks) Render(_ context.Context, w io.Writer) error {
	var most int64
	height := 0
	labels := make([][]string, len(s.Bars))
	for i, b := range s.Bars {
		most = max(most, b.sum())
		labels[i] = wrap(b.Label, labelLength)
		height += len(labels[i])*lineHeight + barHeight + barGap
	}
	var d drawing
	s.legend(&d)
	d.open(s.Caption, "bars", fmt.Sprintf(`width="100%%" height="%d"`, height))
	s.patterns(&d)
	y := 0
	for i, b := range s.Bars {
		y = d.head(y, labels[i], b.Text)
		s.parts(&d, y, b, most)
		y += barHeight + barGap
	}
	d.close()
	return d.writeTo(w)
}

// parts draws a bar's parts one after another, with a line between them.
func (s Stacks) parts(d *drawing, y int, b Stack, most int64) {
	fmt.Fprintf(d, `<rect class="bar-ground" x="0" y="%d" width="100%%" height="%d"></rect>`, y, barHeight)
	var before int64
	for i, part := range b.Parts {
		if part.Value <= 0 {
			continue
		}
		from, length := float64(before)/float64(most), float64(part.Value)/float64(most)
		if d.rtl {
			from = 1 - from - length
		}
		fmt.Fprintf(d, `<rect class="part" fill="url(#%s)" x="%s" y="%d" width="%s" height="%d"><title>%s</title></rect>`,
			s.pattern(i), percent(from), y, percent(length), barHeight, html.EscapeString(b.Label+", "+part.Label+": "+part.Text))
		before += part.Value
	}
}

// pattern is the id of the pattern of series i.
func (s Stacks) pattern(i int) string {
	return html.EscapeString(fmt.Sprintf("%s-series-%d", s.ID, i+1))
}

func (s Stacks) patterns(d *drawing) {
	d.WriteString(`<defs>`)
	for i := range s.Series {
		fmt.Fprintf(d, `<pattern id="%s" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="series-%d" width="8" height="8"></rect>`, s.pattern(i), i+1)
		fmt.Fprintf(d, `<path class="hatch" d="%s"></path></pattern>`, hatches[i])
	}
	d.WriteString(`</defs>`)
}

func (s Stacks) legend(d *drawing) {
	d.WriteString(`<div class="legend series"><ul>`)
	for i, name := range s.Series {
		fmt.Fprintf(d, `<li><svg class="swatch" width="28" height="20" aria-hidden="true" focusable="false"><rect fill="url(#%s)" width="28" height="20"></rect></svg> %s</li>`,
			s.pattern(i), html.EscapeString(name))
	}
	d.WriteString(`</ul></div>`)
}

func (b Stack) sum() int64 {
	var sum int64
	for _, part := range b.Parts {
		sum += max(part.Value, 0)
	}
	return sum
}
