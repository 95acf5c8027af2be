package office

import (
	"fmt"
	"time"

	"openiq/internal/platform/clock"
)

// Start pages look back as far as this.
const (
	weeksBack    = 8
	quartersBack = 7 // and the one that runs
)

// quarterOf is the code of a day's quarter; quarterStart is its first day.
func quarterOf(d clock.Day) string {
	year, month, _ := d.Date()
	return fmt.Sprintf("%04d-Q%d", year, (int(month)+2)/3)
}

func quarterStart(d clock.Day) clock.Day {
	year, month, _ := d.Date()
	return clock.DateDay(year, (month-1)/3*3+1, 1)
}

// quarterBefore is the first day of the quarter n quarters before that of a day.
func quarterBefore(d clock.Day, n int) clock.Day {
	year, month, _ := quarterStart(d).Date()
	return clock.DateDay(year, month-time.Month(3*n), 1)
}

// quarters are the codes of the last quarters, the one that runs at the end.
func quarters(today clock.Day) []string {
	var codes []string
	for n := quartersBack; n >= 0; n-- {
		codes = append(codes, quarterOf(quarterBefore(today, n)))
	}
	return codes
}

// months are the codes of the last twelve months and the one that runs.
func months(today clock.Day) []string {
	year, month, _ := today.Date()
	var codes []string
	for n := 12; n >= 0; n-- {
		codes = append(codes, clock.DateDay(year, month-time.Month(n), 1).String()[:len("2018-06")])
	}
	return codes
}

// byQuarter adds up months.
func byQuarter(months map[string]int64) map[string]int64 {
	out := map[string]int64{}
	for month, n := range months {
		out[quarterOf(clock.MustDay(month+"-01"))] += n
	}
	return out
}

// weeks are the codes of the last weeks, the one that runs at the end.
func weeks(today clock.Day) []string {
	var codes []string
	for n := weeksBack; n >= 0; n-- {
		codes = append(codes, (today - clock.Day(7*n)).Week())
	}
	return codes
}
