package clock

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDaysAreBerlinDays(t *testing.T) {
	for in, want := range map[string]string{
		"2018-09-30T21:59:59Z": "2018-09-30", // summer time: 23:59:59 in Berlin
		"2018-09-30T22:00:00Z": "2018-10-01",
		"2018-12-31T22:59:59Z": "2018-12-31", // winter time
		"2018-12-31T23:00:00Z": "2019-01-01",
	} {
		i, err := ParseInstant(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := i.Day().String(); got != want {
			t.Errorf("%s is on %s, want %s", in, got, want)
		}
	}
}

func TestDayEndIsTheLastMicrosecond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.Int32Range(-20000, 60000).Draw(t, "day"))
		if d.End().Day() != d || (d.End()+1).Day() != d+1 || d.Start().Day() != d {
			t.Fatalf("%s ends at %s", d, d.End())
		}
		back, err := ParseDay(d.String())
		if err != nil || back != d {
			t.Fatalf("%s reads back as %s, %v", d, back, err)
		}
	})
}

func TestWeeksBeginOnMonday(t *testing.T) {
	for day, want := range map[string][2]string{
		"2018-09-30": {"2018-W39", "2018-09-24"}, "2018-10-01": {"2018-W40", "2018-10-01"}, // a Sunday and a Monday
		"2018-12-31": {"2019-W01", "2018-12-31"}, "2021-01-03": {"2020-W53", "2020-12-28"},
	} {
		d := MustDay(day)
		if d.Week() != want[0] || d.Monday().String() != want[1] {
			t.Errorf("%s lies in %s, which begins on %s", day, d.Week(), d.Monday())
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "2018-02-30", "30.09.2018", "2018-9-3", "0001-01-01", "2018-09-30T00:00:00Z"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s", s, d)
		}
	}
	for _, s := range []string{"", "2018-09-30", "2018-09-30T25:00:00Z", "2018-09-30T10:00:00"} {
		if i, err := ParseInstant(s); err == nil {
			t.Errorf("ParseInstant(%q) = %s", s, i)
		}
	}
}

func TestFixed(t *testing.T) {
	c := Fixed(time.Date(2018, 9, 30, 22, 30, 0, 0, time.UTC))
	if Today(c).String() != "2018-10-01" {
		t.Error("today is not a Berlin day")
	}
}
