package office

import (
	"strings"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/web"
)

// instant is when something is to be published: day and time in Germany. No day is at once; no time is the day's beginning.
func instant(f *web.Form) (clock.Instant, bool) {
	f.Set("day", isoDay(f.Get("day")))
	if f.Get("day") == "" {
		return 0, true
	}
	day, err := clock.ParseDay(f.Get("day"))
	if err != nil {
		f.Fault("day", "error.date")
		return 0, false
	}
	if f.Get("time") == "" {
		return day.Start(), true
	}
	at, err := time.Parse("15:04", f.Get("time"))
	if err != nil {
		f.Fault("time", "page.error.time")
		return 0, false
	}
	year, month, date := day.Date()
	return clock.InstantOf(time.Date(year, month, date, at.Hour(), at.Minute(), 0, 0, clock.Berlin)), true
}

// isoDay reads a day the German way, as somebody types it where the browser has no calendar: 30.9.2018.
func isoDay(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 {
		return s
	}
	two := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	return strings.TrimSpace(parts[2]) + "-" + two(parts[1]) + "-" + two(parts[0])
}
