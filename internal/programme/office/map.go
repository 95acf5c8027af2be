package office

import (
	"context"
	"fmt"
	"html"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"openiq/internal/platform/i18n"
	"openiq/internal/programme"
	assets "openiq/web"
)

// siteMap shows sites as dots on the outlines of the Laender: circles where one can go, squares for mobile offers. The
// list on the same page says the same in words.
type siteMap struct {
	outlines assets.Map
	sites    []*programme.Site
	p        *i18n.Printer
}

// dot is the radius of a site in units of the map, which is 586 wide.
const dot = 6

// project is where a position lies on the map. The map is a Mercator projection; the numbers are the least squares fit
// of its outlines to the westernmost, easternmost, southernmost and northernmost points of eleven Laender, with
// residuals below half a unit (about 600 m).
func project(lat, lon float64) (x, y float64) {
	mercator := math.Log(math.Tan(math.Pi/4+lat*math.Pi/360)) * 180 / math.Pi
	return -373.707 + 63.7484*lon, 4210.440 - 63.5639*mercator
}

// Render draws the map and its legend.
func (m siteMap) Render(_ context.Context, w io.Writer) error {
	var b strings.Builder
	b.WriteString(`<div class="map-with-legend">`)
	fmt.Fprintf(&b, `<svg class="chart map" role="img" aria-labelledby="sites-title sites-desc" focusable="false" viewBox="%s">`, html.EscapeString(m.outlines.ViewBox))
	fmt.Fprintf(&b, `<title id="sites-title">%s</title><desc id="sites-desc">%s</desc>`, html.EscapeString(m.p.T("programme.sites.map")),
		html.EscapeString(m.p.T("programme.sites.map_text", "Shown", shown(m.sites), "Count", len(m.sites))))
	for _, state := range slices.Sorted(maps.Keys(m.outlines.States)) {
		fmt.Fprintf(&b, `<path class="land step-1" d="%s"><title>%s</title></path>`, html.EscapeString(m.outlines.States[state]), html.EscapeString(m.p.Code("state", state)))
	}
	for _, s := range m.sites {
		if s.Located {
			x, y := project(s.Lat, s.Lon)
			b.WriteString(shape(s.Kind, x, y, "<title>"+html.EscapeString(s.Name)+"</title>"))
		}
	}
	b.WriteString(`</svg><div class="legend"><ul>`)
	for _, kind := range []string{"fixed", "mobile"} {
		fmt.Fprintf(&b, `<li><svg class="swatch" width="28" height="20" aria-hidden="true" focusable="false">%s</svg> %s</li>`, shape(kind, 14, 10, ""), html.EscapeString(m.p.Code("kind", kind)))
	}
	b.WriteString(`</ul></div></div>`)
	_, err := io.WriteString(w, b.String())
	return err
}

// shape is the mark of a kind of site.
func shape(kind string, x, y float64, inside string) string {
	if kind == "mobile" {
		return fmt.Sprintf(`<rect class="series-2" x="%.1f" y="%.1f" width="%d" height="%d">%s</rect>`, x-dot+1, y-dot+1, 2*dot-2, 2*dot-2, inside)
	}
	return fmt.Sprintf(`<circle class="series-1" cx="%.1f" cy="%.1f" r="%d">%s</circle>`, x, y, dot, inside)
}
