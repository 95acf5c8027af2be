package office

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	assets "openiq/web"
)

// towns lie in the middle and at the edges of the country.
var towns = map[string]struct {
	state    string
	lat, lon float64
}{
	"Berlin": {"BE", 52.520, 13.405}, "Hamburg": {"HH", 53.551, 9.994}, "Bremen": {"HB", 53.079, 8.802}, "Munich": {"BY", 48.137, 11.575},
	"Cologne": {"NW", 50.938, 6.960}, "Aachen": {"NW", 50.776, 6.084}, "Dresden": {"SN", 51.050, 13.737}, "Görlitz": {"SN", 51.150, 14.960},
	"Freiburg": {"BW", 47.999, 7.842}, "Flensburg": {"SH", 54.770, 9.430}, "Saarbrücken": {"SL", 49.240, 6.997}, "Erfurt": {"TH", 50.978, 11.030},
	"Schwerin": {"MV", 53.630, 11.410}, "Magdeburg": {"ST", 52.130, 11.630}, "Potsdam": {"BB", 52.396, 13.058}, "Trier": {"RP", 49.757, 6.641},
	"Kassel": {"HE", 51.313, 9.480}, "Emden": {"NI", 53.367, 7.206}, "Passau": {"BY", 48.570, 13.430},
}

// TestTownsLieInTheirLand: the projection fits the outlines.
func TestTownsLieInTheirLand(t *testing.T) {
	outlines, err := assets.Assets().Germany()
	if err != nil {
		t.Fatal(err)
	}
	for name, town := range towns {
		x, y := project(town.lat, town.lon)
		for state, path := range outlines.States {
			// Berlin and Bremen lie within another Land, whose outline may have no hole for them.
			if in := inside(path, x, y); in != (state == town.state) && !(in && (town.state == "BE" && state == "BB" || town.state == "HB" && state == "NI")) {
				t.Errorf("%s is in %s: %v", name, state, in)
			}
		}
	}
}

var numbers = regexp.MustCompile(`-?\d*\.?\d+`)

// inside says whether a point lies within an outline, by counting the borders to its right.
func inside(path string, x, y float64) bool {
	in := false
	for _, part := range strings.Split(path, "M")[1:] {
		n := numbers.FindAllString(part, -1)
		var px, py []float64
		at := [2]float64{}
		for i := 0; i+1 < len(n); i += 2 {
			dx, _ := strconv.ParseFloat(n[i], 64)
			dy, _ := strconv.ParseFloat(n[i+1], 64)
			at[0], at[1] = at[0]+dx, at[1]+dy
			px, py = append(px, at[0]), append(py, at[1])
		}
		for i := range px {
			j := (i + 1) % len(px)
			if (py[i] > y) != (py[j] > y) && x < (px[j]-px[i])*(y-py[i])/(py[j]-py[i])+px[i] {
				in = !in
			}
		}
	}
	return in
}

func TestMercatorIsSteeperThanDegrees(t *testing.T) {
	_, south := project(48, 10)
	_, middle := project(51, 10)
	_, north := project(54, 10)
	if math.Abs(middle-north) <= math.Abs(south-middle) || north >= south {
		t.Errorf("from south to north: %.1f, %.1f, %.1f", south, middle, north)
	}
}
