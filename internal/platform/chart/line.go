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
	charWidth  = 8    // of a label, rather more than less
	phone      = 300  // the width in which the labels must fit
	besideDot  = 0.03 // from a dot to its label, as a share of the width
	mostDots   = 30   // more points are a line, and a dot at its end
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
	l.path(&d, top)
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
		d.text(d.x(l.at(n-1)+besideDot), int(lineY(last.Value, top))+5, "start", "last-value", last.Text)
	}
	d.close()
	return d.writeTo(w)
}

// path draws the line itself in a picture of its own, which is stretched to the width while its stroke is not.
func (l Line) path(d *drawing, top int64) {
	steps := make([]string, len(l.Points))
	for i, p := range l.Points {
		x := l.at(i)
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
	for _, i := range spread(len(l.Points), max(2, int(l.width()*phone)/((longest+2)*charWidth))) {
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

// at is a point's place along the width: after the numbers of the scale, before the last value.
func (l Line) at(i int) float64 { return l.indent() + l.width()*share(i, len(l.Points)) }

// indent is the share of the width that the numbers of the scale take.
func (l Line) indent() float64 { return textShare(l.Format(scale(l.Points))) }

// width is the share of the width that is left for the line.
func (l Line) width() float64 {
	if len(l.Points) == 0 {
		return 1
	}
	return 1 - l.indent() - besideDot - textShare(l.Points[len(l.Points)-1].Text)
}

// textShare is the share of a phone's width that a number takes.
func textShare(s string) float64 {
	return min(float64(len([]rune(s))*charWidth)/phone, 0.25)
}

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

// ends are the round numbers at which a scale may end, and their tenfolds; each can be halved and is at most a quarter
// above the one before, so that a line uses the height.
var ends = []int64{8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 50, 60, 70}

// scale is the end of the scale: a round number that is not below any point and can be halved.
func scale(points []Point) int64 {
	var most int64
	for _, p := range points {
		most = max(most, p.Value)
	}
	for _, few := range []int64{2, 4, 6} {
		if few >= most {
			return few
		}
	}
	for power := int64(1); ; power *= 10 {
		for _, end := range ends {
			if end*power >= most {
				return end * power
			}
		}
	}
}

func lineY(value, top int64) float64 {
	return lineBottom - float64(max(value, 0))/float64(top)*(lineBottom-lineTop)
}
