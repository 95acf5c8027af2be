package recognition

import (
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/clock"
)

const allStates = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"

// TestHolidaysOfTheLaender has every holiday that not all Laender have, from the laws of the Laender.
func TestHolidaysOfTheLaender(t *testing.T) {
	for _, test := range []struct{ day, name, states string }{
		{"2024-01-06", "Heilige Drei Könige", "BW BY ST"},
		{"2018-03-08", "Frauentag, before", ""},
		{"2019-03-08", "Frauentag", "BE"},
		{"2022-03-08", "Frauentag", "BE"},
		{"2023-03-08", "Frauentag", "BE MV"},
		{"2026-03-08", "Frauentag", "BE MV"},
		{"2019-05-08", "8 May, before", ""},
		{"2020-05-08", "8 May", "BE"},
		{"2021-05-08", "8 May, between", ""},
		{"2025-05-08", "8 May", "BE"},
		{"2027-06-17", "17 June, before", ""},
		{"2028-06-17", "17 June", "BE"},
		{"2024-05-30", "Fronleichnam", "BW BY HE NW RP SL"},
		{"2024-08-15", "Mariä Himmelfahrt, in Bavaria not everywhere", "SL"},
		{"2018-09-20", "Weltkindertag, before", ""},
		{"2019-09-20", "Weltkindertag", "TH"},
		{"2025-09-20", "Weltkindertag", "TH"},
		{"2016-10-31", "Reformationstag", "BB MV SN ST TH"},
		{"2017-10-31", "Reformationstag, the 500th", allStates},
		{"2018-10-31", "Reformationstag", "BB HB HH MV NI SH SN ST TH"},
		{"2025-10-31", "Reformationstag", "BB HB HH MV NI SH SN ST TH"},
		{"2024-11-01", "Allerheiligen", "BW BY NW RP SL"},
		{"2018-11-21", "Buß- und Bettag", "SN"},
		{"2023-11-22", "Buß- und Bettag, as late as it can be", "SN"},
		{"2022-11-16", "Buß- und Bettag, as early as it can be", "SN"},
		{"2022-11-23", "a week later", ""},
		{"2024-12-24", "Christmas Eve", ""},
		{"2024-12-31", "New Year's Eve", ""},
	} {
		var got []string
		for _, state := range strings.Fields(allStates) {
			if IsHoliday(state, clock.MustDay(test.day)) {
				got = append(got, state)
			}
		}
		if s := strings.Join(got, " "); s != test.states {
			t.Errorf("%s (%s) is a holiday in %s, want %s", test.day, test.name, s, test.states)
		}
	}
}

func TestHolidaysOfTheCountry(t *testing.T) {
	for _, day := range []string{"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-10-03", "2024-12-25", "2024-12-26"} {
		for _, state := range append(strings.Fields(allStates), "") {
			if !IsHoliday(state, clock.MustDay(day)) {
				t.Errorf("%s is no holiday in %q", day, state)
			}
		}
	}
}

// TestNumberOfHolidays would notice a holiday too many, as Easter Sunday or one that the library adds.
func TestNumberOfHolidays(t *testing.T) {
	counts := map[string]map[int]int{
		"BB": {2018: 10}, "BE": {2017: 10, 2018: 9, 2019: 10, 2020: 11, 2025: 11}, "BW": {2017: 13, 2018: 12}, "BY": {2018: 12}, "HB": {2016: 9, 2018: 10},
		"HE": {2018: 10}, "HH": {2016: 9, 2018: 10}, "MV": {2022: 10, 2023: 11}, "NI": {2016: 9, 2018: 10}, "NW": {2018: 11}, "RP": {2018: 11},
		"SH": {2016: 9, 2018: 10}, "SL": {2018: 12}, "SN": {2018: 11}, "ST": {2018: 11}, "TH": {2018: 10, 2019: 11}, "": {2017: 10, 2018: 9},
	}
	for state, years := range counts {
		for year, want := range years {
			n := 0
			for d := clock.DateDay(year, time.January, 1); d.Year() == year; d++ {
				if IsHoliday(state, d) {
					n++
				}
			}
			if n != want {
				t.Errorf("%s has %d holidays in %d, want %d", state, n, year, want)
			}
		}
	}
	if len(counts) != 17 {
		t.Errorf("%d Laender", len(counts))
	}
}

func TestTheNextWorkingDay(t *testing.T) {
	for _, test := range [][3]string{
		{"BE", "2024-06-12", "2024-06-12"}, // a Wednesday
		{"BE", "2024-06-15", "2024-06-17"}, // a Saturday
		{"BE", "2024-03-29", "2024-04-02"}, // Good Friday to Easter Monday
		{"BB", "2024-10-31", "2024-11-01"},
		{"BY", "2024-11-01", "2024-11-04"},
		{"SN", "2024-11-20", "2024-11-21"},
		{"NW", "2024-12-25", "2024-12-27"},
		{"", "2024-10-31", "2024-10-31"},
	} {
		if got := Workday(test[0], clock.MustDay(test[1])); got.String() != test[2] {
			t.Errorf("%s in %s becomes %s, want %s", test[1], test[0], got, test[2])
		}
	}
}
