package chart

import (
	"context"
	"fmt"
	"io"
)

// Bars is a horizontal bar chart: each label stands above its bar, the number at the line's end, so that long labels fit on a phone.
type Bars struct {
	Caption
	Items []Item
}

// Item is one bar.
type Item struct {
	Label string
	Value int64
	Text  string // the value as it is written
}

// Measures of the bars in pixels, and the most characters of a label's line.
const (
	lineHeight  = 20
	barHeight   = 14
	barGap      = 12
	labelLength = 36
)

// Render draws the bars.
func (b Bars) Render(_ context.Context, w io.Writer) error {
	var most int64
	height := 0
	labels := make([][]string, len(b.Items))
	for i, item := range b.Items {
		most = max(most, item.Value)
		labels[i] = wrap(item.Label, labelLength)
		height += len(labels[i])*lineHeight + barHeight + barGap
	}
	var d drawing
	d.open(b.Caption, "bars", fmt.Sprintf(`width="100%%" height="%d"`, height))
	y := 0
	for i, item := range b.Items {
		y = d.bar(y, labels[i], item, most)
	}
	d.close()
	return d.writeTo(w)
}

// bar draws one and gives the place where the next one begins.
func (d *drawing) bar(y int, label []string, item Item, most int64) int {
	y = d.head(y, label, item.Text)
	length := 0.0
	if most > 0 {
		length = float64(max(item.Value, 0)) / float64(most)
	}
	from := 0.0
	if d.rtl {
		from = 1 - length
	}
	fmt.Fprintf(d, `<rect class="bar-ground" x="0" y="%d" width="100%%" height="%d"></rect>`, y, barHeight)
	fmt.Fprintf(d, `<rect class="bar" x="%s" y="%d" width="%s" height="%d"></rect>`, percent(from), y, percent(length), barHeight)
	return y + barHeight + barGap
}

// head writes label and value above a bar and gives the place where the bar begins.
func (d *drawing) head(y int, label []string, value string) int {
	for _, line := range label {
		y += lineHeight
		d.text(d.x(0), y-6, "start", "", line)
	}
	d.text(d.x(1), y-6, "end", "bar-value", value)
	return y
}
