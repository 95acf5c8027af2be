package appointment

import (
	"context"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// rowsKept is how long it is known that somebody asked, after nothing is known of who; the waiting time needs 90 days.
const rowsKept = 365 * 24 * time.Hour

// Tidy removes requests that nobody confirmed within a day, empties those whose time is over, and forgets slots of the past.
func (s *Service) Tidy(ctx context.Context) error {
	return s.db.Housekeep(ctx, "appointment.expire", func(tx *db.Tx) error {
		before := func(d time.Duration) int64 { return int64(clock.InstantOf(tx.Now().Time().Add(-d))) }
		for _, step := range []struct {
			query string
			until int64
		}{{deleteUnconfirmed, before(ConfirmWithin)}, {forgetDetails, before(0)}, {deleteOld, before(rowsKept)}, {deleteOldSlots, before(KeepFor)}} {
			if _, err := tx.Exec(step.query, step.until); err != nil {
				return err
			}
		}
		return nil
	})
}
