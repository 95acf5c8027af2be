package recognition

import (
	"slices"

	"openiq/internal/platform/clock"
)

// The states of the European Union, of the European Economic Area, and Switzerland.
var eu = []string{"AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU",
	"LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}

// The law of the Union on recognition applied to the United Kingdom until the end of the transition period.
var lastDayOfUK = clock.MustDay("2020-12-31")

// FromEU says whether the law of the Union on recognition applies to what was learned in a country (ISO 3166-1 alpha-2) when
// it is applied for on a day.
func FromEU(country string, applied clock.Day) bool {
	return slices.Contains(eu, country) || country == "GB" && applied <= lastDayOfUK
}
