package recognition

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"

	"openiq/internal/platform/clock"
)

// The lists of package de are those of today. Periods also begin and end in years before a Land got a holiday, and there
// were and will be holidays of a single year.
var (
	frauentagBE     = since(2019, de.Frauentag) // Berlin, law of 30 January 2019
	frauentagMV     = since(2023, de.Frauentag) // Mecklenburg-Vorpommern, law of 21 June 2022
	reformation2018 = since(2018, de.Reformationstag)
	reformation2017 = once(2017, time.October, 31) // its five hundredth year, in all Laender
	liberation2020  = once(2020, time.May, 8)      // Berlin: 75 and 80 years after the end of the war
	liberation2025  = once(2025, time.May, 8)
	uprising2028    = once(2028, time.June, 17) // Berlin: 75 years after the uprising of 1953
)

// holidays are the holidays of each Land; the empty Land has those that all have. Those of some municipalities only are
// left out (Assumption Day in Bavaria, Corpus Christi in parts of Saxony and Thuringia, the Augsburg peace festival): the
// due day is the earlier one then, which is the safe one.
var holidays = map[string][]*cal.Holiday{
	"":   de.Holidays,
	"BB": de.HolidaysBB,
	"BE": with(de.HolidaysBE, de.Frauentag, frauentagBE, liberation2020, liberation2025, uprising2028),
	"BW": de.HolidaysBW,
	"BY": de.HolidaysBY,
	"HB": with(de.HolidaysHB, de.Reformationstag, reformation2018),
	"HE": de.HolidaysHE,
	"HH": with(de.HolidaysHH, de.Reformationstag, reformation2018),
	"MV": with(de.HolidaysMV, nil, frauentagMV),
	"NI": with(de.HolidaysNI, de.Reformationstag, reformation2018),
	"NW": de.HolidaysNW,
	"RP": de.HolidaysRP,
	"SH": with(de.HolidaysSH, de.Reformationstag, reformation2018),
	"SL": de.HolidaysSL,
	"SN": de.HolidaysSN,
	"ST": de.HolidaysST,
	"TH": de.HolidaysTH,
}

// since is a holiday that exists from a year on.
func since(year int, h *cal.Holiday) *cal.Holiday {
	return h.Clone(&cal.Holiday{StartYear: year})
}

// once is the holiday of a single year.
func once(year int, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Month: month, Day: day, StartYear: year, EndYear: year, Func: cal.CalcDayOfMonth}
}

// with is a list without one holiday and with others.
func with(list []*cal.Holiday, without *cal.Holiday, more ...*cal.Holiday) []*cal.Holiday {
	var out []*cal.Holiday
	for _, h := range list {
		if h != without {
			out = append(out, h)
		}
	}
	return append(out, more...)
}

// IsHoliday says whether a day is a public holiday in a Land; the empty Land has only the holidays of the whole country.
func IsHoliday(state string, d clock.Day) bool {
	year := d.Year()
	is := func(h *cal.Holiday) bool {
		day, _ := h.Calc(year)
		return !day.IsZero() && clock.DateDay(day.Date()) == d
	}
	for _, h := range holidays[state] {
		if is(h) {
			return true
		}
	}
	return is(reformation2017)
}

// Workday is the day itself or, when that is a Saturday, a Sunday or a holiday of the Land, the next working day (§ 193 BGB).
func Workday(state string, d clock.Day) clock.Day {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || IsHoliday(state, d) {
		d++
	}
	return d
}
