package centre_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
)

func day(s string) clock.Day { return clock.MustDay(s) }

func TestDatesOfAStop(t *testing.T) {
	for name, c := range map[string]struct {
		stop     centre.Stop
		from, to string
		want     string
	}{
		"once":                     {centre.Stop{On: day("2018-10-20"), Repeat: centre.Once}, "2018-10-15", "2019-10-15", "[2018-10-20]"},
		"once, over":               {centre.Stop{On: day("2018-10-14"), Repeat: centre.Once}, "2018-10-15", "2019-10-15", "[]"},
		"every week":               {centre.Stop{On: day("2018-10-08"), Repeat: centre.Weekly, Until: day("2018-10-30")}, "2018-10-15", "2019-10-15", "[2018-10-15 2018-10-22 2018-10-29]"},
		"every two weeks":          {centre.Stop{On: day("2018-10-08"), Repeat: centre.Fortnightly, Until: day("2018-11-05")}, "2018-10-01", "2018-12-01", "[2018-10-08 2018-10-22 2018-11-05]"},
		"every second Tuesday":     {centre.Stop{On: day("2018-10-09"), Repeat: centre.Monthly, Until: day("2019-02-28")}, "2018-10-15", "2019-10-15", "[2018-11-13 2018-12-11 2019-01-08 2019-02-12]"},
		"a fifth one is the last":  {centre.Stop{On: day("2018-10-31"), Repeat: centre.Monthly, Until: day("2019-02-28")}, "2018-10-15", "2019-10-15", "[2018-10-31 2018-11-28 2018-12-26 2019-01-30 2019-02-27]"},
		"nobody repeats unbounded": {centre.Stop{On: day("2018-10-31"), Repeat: centre.Weekly}, "2018-10-15", "2019-10-15", "[]"},
	} {
		if got := fmt.Sprint(c.stop.Dates(day(c.from), day(c.to))); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// aStop is any stop that may be stored.
func aStop() *rapid.Generator[centre.Stop] {
	return rapid.Custom(func(t *rapid.T) centre.Stop {
		s := centre.Stop{On: clock.Day(rapid.IntRange(17000, 19000).Draw(t, "on")), Repeat: rapid.SampledFrom(centre.Repeats).Draw(t, "repeat")}
		if s.Repeat != centre.Once {
			s.Until = s.On + clock.Day(rapid.IntRange(0, 1100).Draw(t, "days"))
		}
		return s
	})
}

// TestDatesAreThoseOfTheCalendar compares with asking of every single day whether the stop is on it.
func TestDatesAreThoseOfTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aStop().Draw(t, "stop")
		from := s.On + clock.Day(rapid.IntRange(-100, 1200).Draw(t, "from"))
		to := from + clock.Day(rapid.IntRange(-10, 400).Draw(t, "span"))
		var want []clock.Day
		for d := from; d <= to; d++ {
			if on(s, d) {
				want = append(want, d)
			}
		}
		if got := s.Dates(from, to); !slices.Equal(got, want) {
			t.Fatalf("%+v from %s to %s: %v, want %v", s, from, to, got, want)
		}
	})
}

// on says whether a stop is on a day, by looking at that day alone.
func on(s centre.Stop, d clock.Day) bool {
	if d == s.On {
		return s.Repeat == centre.Once || d <= s.Until
	}
	if s.Repeat == centre.Once || d < s.On || d > s.Until || d.Weekday() != s.On.Weekday() {
		return false
	}
	switch s.Repeat {
	case centre.Weekly:
		return true
	case centre.Fortnightly:
		return (d-s.On)%14 == 0
	}
	if which := ordinal(s.On); which < 5 {
		return ordinal(d) == which && !sameMonth(d, s.On)
	}
	return !sameMonth(d, d+7) && !sameMonth(d, s.On)
}

// ordinal is the how manieth of its weekday a day is in its month.
func ordinal(d clock.Day) int {
	n := 1
	for sameMonth(d, d-7) {
		d, n = d-7, n+1
	}
	return n
}

func sameMonth(a, b clock.Day) bool {
	ya, ma, _ := a.Date()
	yb, mb, _ := b.Date()
	return ya == yb && ma == mb
}

func TestNoDateIsTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aStop().Draw(t, "stop")
		dates := s.Dates(s.On, s.On+2000)
		for i := 1; i < len(dates); i++ {
			if dates[i] <= dates[i-1] {
				t.Fatalf("%v", dates)
			}
		}
		if s.Repeat == centre.Monthly && len(dates) > 1 && dates[1]-dates[0] > 36 {
			t.Fatalf("a month is left out: %v", dates)
		}
		if len(dates) > 0 && dates[0].Weekday() != s.On.Weekday() {
			t.Fatal("another weekday")
		}
	})
}
