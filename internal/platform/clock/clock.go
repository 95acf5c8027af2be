// Package clock is the only source of "now" and of the calendar used for counting.
//
// Days are days in Europe/Berlin (exchange.md section 2); the zone's data is inside the binary, so a
// server without tzdata counts the same.
package clock

import (
	"time"
	_ "time/tzdata" // the zone belongs to the counting rules, not to the machine
)

// Berlin is the zone in which days begin and end.
var Berlin = mustLoad("Europe/Berlin")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic("clock: embedded zone data is missing " + name)
	}
	return loc
}

// Clock tells the time. Everything that needs "now" gets one handed in.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
var System Clock = systemClock{}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// Fixed is a clock that stands still at t.
func Fixed(t time.Time) Clock { return fixedClock(t) }

type fixedClock time.Time

func (c fixedClock) Now() time.Time { return time.Time(c) }

// Today is the day in Europe/Berlin that c shows.
func Today(c Clock) Day { return DayOf(c.Now()) }
