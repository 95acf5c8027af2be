package geo

import (
	"math"
	"testing"
)

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"Königs Wusterhausen":      "koenigs wusterhausen",
		"KO\u0308NIGS":             "koenigs",
		"Weißwasser/Oberlausitz":   "weisswasser oberlausitz",
		" Saint-Étienne  (Loire) ": "saint etienne loire",
		"حلب":                      "حلب",
		"–":                        "",
	} {
		if got := Fold(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	// Augsburg to Munich and Flensburg to Garmisch, as maps measure them.
	for _, way := range []struct{ lat1, lon1, lat2, lon2, want float64 }{
		{48.371, 10.898, 48.137, 11.575, 56.5},
		{54.794, 9.447, 47.492, 11.096, 820},
		{48, 11, 48, 11, 0},
	} {
		if got := Distance(way.lat1, way.lon1, way.lat2, way.lon2); math.Abs(got-way.want) > 1+way.want/100 {
			t.Errorf("%v: %.1f km", way, got)
		}
	}
}
