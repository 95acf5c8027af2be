package demo

import (
	"fmt"
	"slices"
	"sort"
	"sync"
	"time"

	"openiq/internal/platform/clock"
)

// moment is a minute of Berlin's local time, counted like days. All moments here lie in the daytime, where local time is
// unambiguous, so they compare like instants.
type moment int64

const (
	minutesOfDay = 24 * 60
	morning      = 6 * 60
	opening      = 8 * 60
	evening      = 18 * 60
)

func at(d clock.Day, minute int) moment { return moment(int64(d)*minutesOfDay + int64(minute)) }

func (m moment) day() clock.Day { return clock.Day(m / minutesOfDay) }

func (m moment) time() time.Time {
	y, mon, d := m.day().Date()
	return time.Date(y, mon, d, 0, int(m%minutesOfDay), 0, 0, clock.Berlin)
}

// String is RFC 3339 with Berlin's offset of that day.
func (m moment) String() string {
	minute := int(m % minutesOfDay)
	clockTime := []byte{'T', digit(minute / 600), digit(minute / 60 % 10), ':', digit(minute % 60 / 10), digit(minute % 10), ':', '0', '0'}
	e := entry(m.day())
	return e.text + string(clockTime) + e.offset
}

func digit(n int) byte { return byte('0' + n) }

// almanacDay is what is asked about a day a million times.
type almanacDay struct {
	text    string  // YYYY-MM-DD
	offset  string  // of Berlin's time at noon
	load    float64 // how much is done on it, 1 on an ordinary working day
	workday bool
}

var almanacStart = clock.MustDay("2014-06-01")

// almanac ends in 2029: nothing is held or recorded after the current round and its last import.
var almanac = sync.OnceValue(func() []almanacDay {
	days := make([]almanacDay, clock.MustDay("2029-12-31")-almanacStart+1)
	for i := range days {
		d := almanacStart + clock.Day(i)
		work := isWorkday(d)
		days[i] = almanacDay{text: d.String(), offset: at(d, 12*60).time().Format("-07:00"), load: load(d, work), workday: work}
	}
	return days
})

func entry(d clock.Day) almanacDay { return almanac()[d-almanacStart] }

// text is the day as the bundle writes it; an open end is empty.
func text(d clock.Day) string {
	switch all := almanac(); {
	case d == clock.NoDay:
		return ""
	case d < almanacStart || int(d-almanacStart) >= len(all):
		return d.String()
	default:
		return all[d-almanacStart].text
	}
}

// load has the dips of summer and Christmas; the odd Saturday is an information day.
func load(d clock.Day, workday bool) float64 {
	if !workday {
		if d.Weekday() == time.Saturday {
			return 0.02
		}
		return 0
	}
	_, month, day := d.Date()
	season := [...]float64{1.0, 1.06, 1.08, 1.0, 0.96, 1.0, 0.82, 0.74, 1.06, 1.1, 1.12, 0.92}[month-1]
	if month == time.December && day > 20 || month == time.January && day < 6 {
		season = 0.15
	}
	if d.Weekday() == time.Friday {
		season *= 0.7
	}
	return season
}

// isWorkday leaves out weekends and the holidays of all Laender.
func isWorkday(d clock.Day) bool {
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	year, month, day := d.Date()
	if slices.Contains([]string{"1-1", "5-1", "10-3", "12-25", "12-26"}, fmt.Sprintf("%d-%d", month, day)) {
		return false
	}
	goodFriday, easterMonday, ascension, whitMonday := clock.Day(-2), clock.Day(1), clock.Day(39), clock.Day(50)
	return !slices.Contains([]clock.Day{goodFriday, easterMonday, ascension, whitMonday}, d-easter(year))
}

// easter is Easter Sunday by the rule of Gauss, in Lichtenberg's form.
func easter(year int) clock.Day {
	k := year / 100
	m := 15 + (3*k+3)/4 - (8*k+13)/25
	s := 2 - (3*k+3)/4
	a := year % 19
	d := (19*a + m) % 30
	r := (d + a/11) / 29
	og := 21 + d - r
	sz := 7 - (year+year/4+s)%7
	return clock.DateDay(year, time.March, og+7-(og-sz)%7)
}

// nextWorkday is d itself or the first working day after it.
func nextWorkday(d clock.Day) clock.Day {
	for !entry(d).workday {
		d++
	}
	return d
}

// season spreads events over the days from start on, in proportion to what is done on each.
type season struct {
	start clock.Day
	cum   []float64
}

func newSeason(from, to clock.Day, trend func(clock.Day) float64) season {
	s := season{start: from}
	sum := 0.0
	for d := from; d <= to; d++ {
		sum += entry(d).load * trend(d)
		s.cum = append(s.cum, sum)
	}
	return s
}

func (s season) total() float64 {
	if len(s.cum) == 0 {
		return 0
	}
	return s.cum[len(s.cum)-1]
}

// day is the day by which the share q (0 to 1) of all events has happened.
func (s season) day(q float64) clock.Day {
	i := sort.Search(len(s.cum), func(i int) bool { return s.cum[i] > q*s.total() })
	return s.start + clock.Day(min(i, len(s.cum)-1))
}

// share is the share of the events up to day d.
func (s season) share(d clock.Day) float64 {
	i := min(int(d-s.start), len(s.cum)-1)
	if i < 0 {
		return 0
	}
	return s.cum[i] / s.total()
}

// steady is the trend of what neither grows nor shrinks.
func steady(clock.Day) float64 { return 1 }
