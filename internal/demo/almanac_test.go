package demo

import (
	"testing"

	"openiq/internal/platform/clock"
)

func TestWorkdays(t *testing.T) {
	for day, want := range map[string]bool{
		"2018-03-30": false, "2018-04-02": false, "2018-05-10": false, "2018-05-21": false, // Good Friday, Easter Monday, Ascension, Whit Monday
		"2016-03-25": false, "2019-04-22": false, "2026-04-03": false, "2018-10-03": false, "2018-09-29": false, "2018-09-30": false,
		"2018-09-28": true, "2018-03-29": true, "2018-04-03": true, "2026-01-02": true, "2018-12-27": true,
	} {
		if got := isWorkday(clock.MustDay(day)); got != want {
			t.Errorf("isWorkday(%s) = %v", day, got)
		}
	}
}

func TestMomentsAreBerlinTime(t *testing.T) {
	for day, want := range map[string]string{"2018-09-28": "2018-09-28T18:00:00+02:00", "2019-01-15": "2019-01-15T18:00:00+01:00"} {
		m := at(clock.MustDay(day), evening)
		if m.String() != want || m.time().Format("2006-01-02T15:04:05-07:00") != want {
			t.Errorf("%s is %s, want %s", m.time(), m, want)
		}
	}
}

func TestTextOfDaysOutsideTheAlmanac(t *testing.T) {
	for _, day := range []string{"2011-01-01", "2014-06-01", "2029-12-31", "2030-01-01"} {
		if got := text(clock.MustDay(day)); got != day {
			t.Errorf("text(%s) = %s", day, got)
		}
	}
	if text(clock.NoDay) != "" {
		t.Error("an open end is not empty")
	}
}

func TestApportionKeepsTheTotal(t *testing.T) {
	for _, c := range []struct{ total, parts, least int }{{103, 16, 1}, {61297, 3737, 1}, {7, 7, 1}, {0, 3, 0}, {740, 498, 1}} {
		weights := make([]float64, c.parts)
		for i := range weights {
			weights[i] = float64(i*i%17) + 0.1
		}
		sum := 0
		for _, n := range apportion(c.total, weights, c.least) {
			if n < c.least {
				t.Errorf("%v: a part is %d", c, n)
			}
			sum += n
		}
		if sum != c.total {
			t.Errorf("%v: parts add up to %d", c, sum)
		}
	}
}
