// Package geo compares names of places and measures the way between them.
package geo

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Distance is the way between two points of the earth as the crow flies, in kilometres (haversine, mean radius). Latitudes and
// longitudes are in degrees.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, degree = 6371.0, math.Pi / 180
	a := math.Sin((lat2 - lat1) * degree / 2)
	b := math.Sin((lon2 - lon1) * degree / 2)
	h := a*a + math.Cos(lat1*degree)*math.Cos(lat2*degree)*b*b
	return 2 * radius * math.Asin(min(1, math.Sqrt(h)))
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// Fold writes a name in small letters without accents, umlauts as two letters, everything else as single spaces.
func Fold(name string) string {
	name = umlauts.Replace(strings.ToLower(norm.NFC.String(name)))
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		plain = name
	}
	return strings.Join(strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
