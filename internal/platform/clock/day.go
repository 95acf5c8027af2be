package clock

import (
	"fmt"
	"time"
)

// Day is a calendar day, counted from 1970-01-01 (day 0). It is stored as that number.
type Day int32

// NoDay stands for an open or unknown date where a value is needed; it is before every real day.
const NoDay Day = -1 << 31

// DayOf is the day in Europe/Berlin that contains t.
func DayOf(t time.Time) Day {
	y, m, d := t.In(Berlin).Date()
	return DateDay(y, m, d)
}

// DateDay is the day of a calendar date; values outside the usual ranges are normalised as time.Date does.
func DateDay(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads YYYY-MM-DD. Years outside 1000 to 9999 are refused.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1000 {
		return 0, fmt.Errorf("%q is not a date like 2018-09-30", s)
	}
	return DateDay(t.Date()), nil
}

// MustDay is ParseDay for constants; it panics on a broken one.
func MustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Date gives year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// Year is the calendar year.
func (d Day) Year() int { return d.utc().Year() }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Week is the week of ISO 8601 to which the day belongs, as year and number: 2018-W39.
func (d Day) Week() string {
	year, week := d.utc().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// Monday is the first day of the day's week.
func (d Day) Monday() Day { return d - (Day(d.Weekday())+6)%7 }

// String is YYYY-MM-DD.
func (d Day) String() string { return d.utc().Format(time.DateOnly) }

// End is the last instant of the day in Europe/Berlin (microsecond precision).
func (d Day) End() Instant { return (d + 1).Start() - 1 }

// Start is the first instant of the day in Europe/Berlin.
func (d Day) Start() Instant {
	y, m, day := d.Date()
	return InstantOf(time.Date(y, m, day, 0, 0, 0, 0, Berlin))
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }
