package chart

import (
	"context"
	"fmt"
	"html"
	"io"
	"maps"
	"slices"

	"openiq/web"
)

// Map is a choropleth of the sixteen Laender: up to five classes from light to dark, each Land's number printed in it, and a
// legend with the classes' ranges.
type Map struct {
	Caption
	Outlines web.Map
	Lands    map[string]Land    // by ISO 3166-2 code without prefix; one that is left out has no value
	Format   func(int64) string // writes the numbers of the legend
	Legend   string             // what the legend is about, such as the unit
}

// Land is one of the Laender.
type Land struct {
	Name   string
	Value  int64
	Text   string // the value as it is written
	Hidden bool   // the value is not shown; Text says so
}

// printed is what stands in the outline.
func (l Land) printed() string {
	if l.Hidden {
		return "–"
	}
	return l.Text
}

// mostClasses is how many shades can be told apart.
const mostClasses = 5

// places is where a Land's number stands, in units of the map's view box: inside its outline, apart from its neighbours'.
var places = map[string][2]int{
	"BB": {500, 330}, "BE": {458, 264}, "BW": {195, 650}, "BY": {350, 610}, "HB": {168, 190}, "HE": {190, 450},
	"HH": {252, 150}, "MV": {400, 130}, "NI": {210, 260}, "NW": {90, 360}, "RP": {85, 515}, "SH": {215, 80},
	"SL": {68, 580}, "SN": {470, 415}, "ST": {355, 300}, "TH": {315, 425},
}

// Render draws the map and its legend.
func (m Map) Render(_ context.Context, w io.Writer) error {
	var d drawing
	classes := classify(m.values())
	d.WriteString(`<div class="map-with-legend">`)
	d.open(m.Caption, "map", `viewBox="`+html.EscapeString(m.Outlines.ViewBox)+`"`)
	codes := slices.Sorted(maps.Keys(m.Outlines.States))
	for _, code := range codes {
		land, ok := m.Lands[code]
		fmt.Fprintf(&d, `<path class="land step-%d" d="%s"><title>%s</title></path>`, step(classes, land.Value, ok && !land.Hidden),
			html.EscapeString(m.Outlines.States[code]), html.EscapeString(land.Name+": "+land.Text))
	}
	for _, code := range codes {
		if at, known := places[code]; known {
			fmt.Fprintf(&d, `<text class="land-value" x="%d" y="%d" text-anchor="middle">%s</text>`, at[0], at[1], html.EscapeString(m.Lands[code].printed()))
		}
	}
	d.close()
	m.legend(&d, classes)
	d.WriteString(`</div>`)
	return d.writeTo(w)
}

func (m Map) values() []int64 {
	var values []int64
	for code := range m.Outlines.States {
		if land, ok := m.Lands[code]; ok && !land.Hidden {
			values = append(values, land.Value)
		}
	}
	return values
}

func (m Map) legend(d *drawing, classes []class) {
	fmt.Fprintf(d, `<div class="legend"><p>%s</p><ul>`, html.EscapeString(m.Legend))
	for i, c := range classes {
		text := m.Format(c.from)
		if c.to > c.from {
			text += " – " + m.Format(c.to)
		}
		fmt.Fprintf(d, `<li><svg class="swatch" width="28" height="20" aria-hidden="true" focusable="false"><rect class="step-%d" width="28" height="20"></rect></svg> %s</li>`,
			shade(i, len(classes)), html.EscapeString(text))
	}
	d.WriteString(`</ul></div>`)
}

// class is a range of values that look the same.
type class struct{ from, to int64 }

// classify cuts values into at most five classes with about equally many values each; equal values share a class, and a
// range ends at values that occur, so that the legend promises nothing that is not there.
func classify(values []int64) []class {
	slices.Sort(values)
	distinct := slices.Compact(slices.Clone(values))
	n := min(mostClasses, len(distinct))
	var classes []class
	for i, start := 0, 0; i < n; i++ {
		// The class ends with the value at its share of the list, but leaves one distinct value for each class to come.
		end := start
		for end < len(distinct)-(n-i) && rank(values, distinct[end]) < (i+1)*len(values)/n {
			end++
		}
		if i == n-1 {
			end = len(distinct) - 1
		}
		classes = append(classes, class{distinct[start], distinct[end]})
		start = end + 1
	}
	return classes
}

// rank is how many of the sorted values are not above v.
func rank(values []int64, v int64) int {
	i, _ := slices.BinarySearch(values, v+1)
	return i
}

// step is the shade of a value: 0 without one, then from 1 up.
func step(classes []class, value int64, known bool) int {
	for i, c := range classes {
		if known && c.from <= value && value <= c.to {
			return shade(i, len(classes))
		}
	}
	return 0
}

// shade is how dark class i of n is, from 1 to 5: few classes lie far apart.
func shade(i, n int) int {
	if n == 1 {
		return (mostClasses + 1) / 2
	}
	return 1 + (i*(mostClasses-1)+(n-1)/2)/(n-1)
}
