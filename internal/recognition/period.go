package recognition

import (
	"time"

	"openiq/internal/platform/clock"
)

// Period is the length of a deadline.
type Period struct {
	Days   int `json:"days,omitempty"`
	Weeks  int `json:"weeks,omitempty"`
	Months int `json:"months,omitempty"`
}

// IsZero says that there is no length.
func (p Period) IsZero() bool { return p == Period{} }

// After is the day on which a period ends that begins with an event on day d, whatever weekday it is. The day of the
// event does not count (§ 187 (1) BGB); a period of months ends on the day with the event's number, or on the last day of
// a month that has no such day (§ 188 (2) and (3) BGB).
func (p Period) After(d clock.Day) clock.Day {
	if p.Months > 0 {
		year, month, day := d.Date()
		lastOfMonth := clock.DateDay(year, month+time.Month(p.Months)+1, 0)
		d = min(clock.DateDay(year, month+time.Month(p.Months), day), lastOfMonth)
	}
	return d + clock.Day(7*p.Weeks+p.Days)
}
