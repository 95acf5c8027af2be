package appointment

import (
	"context"
	"slices"
	"time"
)

// A waiting time is known from that many people on, of the last days.
const (
	knownFrom = 5
	lookBack  = 90 * 24 * time.Hour
)

// Wait is how long one waits at a centre.
type Wait struct {
	Known  bool // enough people asked lately
	Days   int  // half of them were offered a day at most so many days after they had asked
	People int  // wait for an answer now
}

// Wait is how long people who were answered in the last 90 days waited at a centre, from confirming their request to the
// first day they were offered.
func (s *Service) Wait(ctx context.Context, site string) (Wait, error) {
	var w Wait
	days, err := readWaited(ctx, s.db, site, s.now().Add(-lookBack))
	if err != nil {
		return w, err
	}
	if len(days) >= knownFrom {
		slices.Sort(days)
		w.Known, w.Days = true, days[len(days)/2]
	}
	return w, s.db.Row(ctx, countWaiting, site).Scan(&w.People)
}
