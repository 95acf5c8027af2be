package chart

import (
	"context"
	"fmt"
	"html"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"openiq/web"
)

// Dots is a map of the Laender with places on it. It is a picture for the eye: what it shows stands beside it as text.
type Dots struct {
	Caption
	Outlines web.Map
	Dots     []Dot
	Here     *Dot // where the reader is; nil: not known
}

// Dot is a place.
type Dot struct {
	Lat, Lon float64
	Title    string
}

// The outlines are drawn in Mercator's projection between these degrees: those of the map from which they are made, as its
// Laender prove to a unit of its view box.
const (
	west, east   = 5.864417, 15.043411
	north, south = 55.065334, 47.271679
)

// Render draws the map.
func (m Dots) Render(_ context.Context, w io.Writer) error {
	var d drawing
	width, height := m.size()
	d.open(m.Caption, "map dots", `viewBox="`+html.EscapeString(m.Outlines.ViewBox)+`"`)
	for _, code := range slices.Sorted(maps.Keys(m.Outlines.States)) {
		fmt.Fprintf(&d, `<path class="land step-0" d="%s"></path>`, html.EscapeString(m.Outlines.States[code]))
	}
	for _, dot := range m.Dots {
		m.dot(&d, dot, "dot", 7, width, height)
	}
	if m.Here != nil {
		m.dot(&d, *m.Here, "here", 12, width, height)
	}
	d.close()
	return d.writeTo(w)
}

func (m Dots) dot(d *drawing, dot Dot, class string, radius int, width, height float64) {
	x, y, inside := project(dot.Lat, dot.Lon)
	if inside {
		fmt.Fprintf(d, `<circle class="%s" cx="%s" cy="%s" r="%d"><title>%s</title></circle>`, class, decimal(x*width), decimal(y*height), radius, html.EscapeString(dot.Title))
	}
}

// size is that of the view box, "0 0 586 793".
func (m Dots) size() (width, height float64) {
	if sides := strings.Fields(m.Outlines.ViewBox); len(sides) == 4 {
		width, _ = strconv.ParseFloat(sides[2], 64)
		height, _ = strconv.ParseFloat(sides[3], 64)
	}
	return width, height
}

// project is where degrees lie on the map, as shares of its width and height; not inside: beyond its edges.
func project(lat, lon float64) (x, y float64, inside bool) {
	x = (lon - west) / (east - west)
	y = (mercator(north) - mercator(lat)) / (mercator(north) - mercator(south))
	return x, y, x >= 0 && x <= 1 && y >= 0 && y <= 1
}

func mercator(lat float64) float64 { return math.Log(math.Tan(math.Pi/4 + lat*math.Pi/360)) }
