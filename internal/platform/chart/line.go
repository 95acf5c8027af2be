package chart

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// Line is a trend: points from left to right in time (from right to left where one reads so), the last value labelled.
type Line struct {
	Caption
	Points []Point
	Format func(int64) string // writes the numbers of the scale
}

// Point is one value in time.
type Point struct {
	Label string // short: it stands below the line
	Value int64
	Text  string // the value as it is written
}

// Measures of a line chart in pixels.
const (
	lineTop    = 34
	lineBottom = 214
	lineLabels = 238
	lineWhole  = 246
	charWidth  = 8   // of a label, rather more than less
	phone      = 300 // the width in which the labels must fit
	mostDots   = 30  // more points are a line, and a dot at its end
)

// Render draws the line.
func (l Line) Render(_ context.Context, w io.Writer) error {
	var d drawing
	d.open(l.Caption, "trend", fmt.Sprintf(`width="100%%" height="%d"`, lineWhole))
	top := scale(l.Points)
	for _, value := range []int64{0, top / 2, top} {
		y := lineY(value, top)
		fmt.Fprintf(&d, `<line class="grid" x1="0" x2="100%%" y1="%s" y2="%s"></line>`, decimal(y), decimal(y))
	}
	d.path(l.Points, top)
	for _, value := range []int64{top / 2, top} {
		d.text(d.x(0), int(lineY(value, top))-5, "start", "muted", l.Format(value))
	}
	for i, p := range l.Points {
		if len(l.Points) > mostDots && i < len(l.Points)-1 {
			continue
		}
		fmt.Fprintf(&d, `<circle class="dot" cx="%s" cy="%s" r="3.5"></circle>`, d.x(l.at(i)), decimal(lineY(p.Value, top)))
	}
	l.labels(&d)
	if n := len(l.Points); n > 0 {
		last := l.Points[n-1]
		d.text(d.x(l.at(n-1)), int(lineY(last.Value, top))-10, "end", "last-value", last.Text)
	}
	d.close()
	return d.writeTo(w)
}

// path draws the line itself in a picture of its own, which is stretched to the width while its stroke is not.
func (d *drawing) path(points []Point, top int64) {
	steps := make([]string, len(points))
	for i, p := range points {
		x := share(i, len(points))
		if d.rtl {
			x = 1 - x
		}
		steps[i] = decimal(1000*x) + "," + decimal(lineY(p.Value, top))
	}
	fmt.Fprintf(d, `<svg x="0" y="0" width="100%%" height="%d" viewBox="0 0 1000 %d" preserveAspectRatio="none" aria-hidden="true">`, lineWhole, lineWhole)
	fmt.Fprintf(d, `<polyline class="line" points="%s" vector-effect="non-scaling-stroke"></polyline></svg>`, strings.Join(steps, " "))
}

// labels names the first, the last and as many points between as fit on a phone.
func (l Line) labels(d *drawing) {
	longest := 1
	for _, p := range l.Points {
		longest = max(longest, len([]rune(p.Label)))
	}
	for _, i := range spread(len(l.Points), max(2, phone/((longest+2)*charWidth))) {
		anchor := "middle"
		switch {
		case i == len(l.Points)-1 && i > 0:
			anchor = "end"
		case i == 0:
			anchor = "start"
		}
		d.text(d.x(l.at(i)), lineLabels, anchor, "", l.Points[i].Label)
	}
}

// at is a point's place along the width.
func (l Line) at(i int) float64 { return share(i, len(l.Points)) }

// share spaces n points evenly; a single one is the last one.
func share(i, n int) float64 {
	if n < 2 {
		return 1
	}
	return float64(i) / float64(n-1)
}

// spread chooses at most k of n indexes, evenly, with the first and the last.
func spread(n, k int) []int {
	if n <= k {
		k = n
	}
	var chosen []int
	for i := range k {
		at := n - 1
		if k > 1 {
			at = (i*(n-1) + (k-1)/2) / (k - 1)
		}
		chosen = append(chosen, at)
	}
	return chosen
}

// scale is the end of the scale: a round number that is not below any point and can be halved.
func scale(points []Point) int64 {
	var most int64
	for _, p := range points {
		most = max(most, p.Value)
	}
	for power := int64(1); ; power *= 10 {
		for _, step := range []int64{2, 4, 6, 8, 10} {
			if step*power >= most {
				return step * power
			}
		}
	}
}

func lineY(value, top int64) float64 {
	return lineBottom - float64(max(value, 0))/float64(top)*(lineBottom-lineTop)
}
