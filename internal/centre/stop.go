package centre

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"openiq/internal/platform/clock"
)

// Repeat is how a stop comes again.
type Repeat string

// How a stop comes again (words: code.centre_repeat).
const (
	Once        Repeat = "once"
	Weekly      Repeat = "weekly"
	Fortnightly Repeat = "fortnightly" // every two weeks
	Monthly     Repeat = "monthly"     // on the same weekday of the month, as the second Tuesday; a fifth one is the last
)

// Repeats are all ways.
var Repeats = []Repeat{Once, Weekly, Fortnightly, Monthly}

// Stop is a place at which mobile counselling stops, on one day or again and again until one.
type Stop struct {
	ID        string      `json:"id"`
	Street    string      `json:"street,omitempty"` // or the name of the building
	Postcode  string      `json:"postcode"`
	Place     string      `json:"place"`
	State     string      `json:"state,omitempty"` // follows from the postcode
	Lat       float64     `json:"lat,omitempty"`
	Lon       float64     `json:"lon,omitempty"`
	Located   bool        `json:"located,omitempty"` // Lat and Lon are known
	On        clock.Day   `json:"on"`                // the first day
	Span                  // the time of day
	Repeat    Repeat      `json:"repeat"`
	Until     clock.Day   `json:"until,omitempty"` // the last possible day; counts when it repeats
	Cancelled []clock.Day `json:"cancelled,omitempty"`
}

// Last is the last day on which the stop may be.
func (s *Stop) Last() clock.Day {
	if s.Repeat == Once {
		return s.On
	}
	return s.Until
}

// Dates are the days of a stop from a day up to another, cancelled ones among them.
func (s *Stop) Dates(from, to clock.Day) []clock.Day {
	var all []clock.Day
	to = min(to, s.Last())
	for day, n := s.On, 0; day <= to; n++ {
		if day >= from {
			all = append(all, day)
		}
		if day = s.nth(n + 1); day <= s.On {
			break // it does not repeat
		}
	}
	return all
}

// nth is the day of a stop after so many repetitions.
func (s *Stop) nth(n int) clock.Day {
	switch s.Repeat {
	case Weekly:
		return s.On + clock.Day(7*n)
	case Fortnightly:
		return s.On + clock.Day(14*n)
	case Monthly:
		return s.inMonth(n)
	}
	return s.On
}

// inMonth is the day of a stop so many months after its first one: the same weekday of the month, of a fifth one the last.
func (s *Stop) inMonth(n int) clock.Day {
	year, month, day := s.On.Date()
	first := clock.DateDay(year, month+time.Month(n), 1)
	next := clock.DateDay(year, month+time.Month(n)+1, 1)
	on := first + clock.Day((s.On.Weekday()-first.Weekday()+7)%7) + clock.Day((day-1)/7*7)
	if on >= next {
		on -= 7
	}
	return on
}

// IsCancelled says whether a date of the stop was cancelled.
func (s *Stop) IsCancelled(day clock.Day) bool { return slices.Contains(s.Cancelled, day) }

// Visit is one date of a stop.
type Visit struct {
	*Stop
	Day clock.Day
}

// Off says whether the date was cancelled.
func (v Visit) Off() bool { return v.IsCancelled(v.Day) }

// How far one looks ahead.
const (
	daysAhead  = 184
	mostVisits = 40 // of a centre
)

// visits are the dates of stops that are ahead on a day, the soonest first, without cancelled ones.
func visits(stops []Stop, today clock.Day) []Visit {
	return ahead(stops, today, func(s *Stop, day clock.Day) bool { return !s.IsCancelled(day) })
}

// ahead are the dates ahead of a kind.
func ahead(stops []Stop, today clock.Day, want func(*Stop, clock.Day) bool) []Visit {
	var all []Visit
	for i := range stops {
		s := &stops[i]
		for _, day := range s.Dates(today, today+daysAhead) {
			if want(s, day) {
				all = append(all, Visit{s, day})
			}
		}
	}
	slices.SortFunc(all, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.From, b.From), strings.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), mostVisits)]
}
