package clock

import (
	"fmt"
	"time"
)

// Instant is a point in time in microseconds since 1970-01-01 UTC. It is stored as that number.
type Instant int64

// InstantOf is t, cut to microseconds.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMicro()) }

// ParseInstant reads an RFC 3339 instant with its offset; digits beyond microseconds are dropped.
func ParseInstant(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.UTC().Year() < 1000 {
		return 0, fmt.Errorf("%q is not an instant like 2018-09-30T17:00:00+02:00", s)
	}
	return InstantOf(t), nil
}

// Time is the instant as a time in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// Add is the instant so much later, or earlier for less than nothing.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Microseconds()) }

// Day is the day in Europe/Berlin that contains the instant.
func (i Instant) Day() Day { return DayOf(i.Time()) }

// String is RFC 3339 in UTC with as many digits of the second as are needed.
func (i Instant) String() string { return i.Time().Format(time.RFC3339Nano) }
