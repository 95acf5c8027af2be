package chart_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"openiq/internal/platform/chart"
	"openiq/web"
)

var _ templ.Component = chart.Dots{}

// The corners of Berlin and Saarland lie on the built map where its outlines have them.
func TestDotsLieWhereTheOutlinesAre(t *testing.T) {
	outlines, err := web.Assets().Germany()
	if err != nil {
		t.Fatal(err)
	}
	doc := draw(t, chart.Dots{Caption: caption(true), Outlines: outlines, Here: &chart.Dot{Lat: 52.51, Lon: 13.40, Title: "I & me"},
		Dots: []chart.Dot{{Lat: 52.675, Lon: 13.088}, {Lat: 49.112, Lon: 7.404}, {Lat: 41.9, Lon: 12.5, Title: "Rome"}}})
	dots := doc.Find("circle.dot")
	if dots.Length() != 2 || doc.Find("path.land").Length() != 16 || !strings.Contains(doc.Find("circle.here title").Text(), "I & me") {
		t.Fatalf("%d dots, %d Laender", dots.Length(), doc.Find("path.land").Length())
	}
	for i, want := range [][2]float64{{461, 257}, {98, 617}} {
		x, _ := strconv.ParseFloat(dots.Eq(i).AttrOr("cx", ""), 64)
		y, _ := strconv.ParseFloat(dots.Eq(i).AttrOr("cy", ""), 64)
		if math.Abs(x-want[0]) > 3 || math.Abs(y-want[1]) > 3 {
			t.Errorf("dot %d lies at %.0f, %.0f, want %.0f, %.0f", i, x, y, want[0], want[1])
		}
	}
}
