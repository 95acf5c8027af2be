package exchange

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

var (
	takeLock        = db.SQL(`UPDATE import_lock SET taken = $1 WHERE id = 1`)
	selectLast      = db.SQL(`SELECT COALESCE(MAX(at), 0) FROM change_number`)
	selectRepeating = db.SQL(`SELECT measure_id, person_ref, COUNT(*) FROM participations WHERE deleted = 0
		GROUP BY tenant, measure_id, person_ref HAVING COUNT(*) > 1`)
)

// lockImports waits until no other import runs. The lock ends with the transaction.
func lockImports(tx *db.Tx) error {
	_, err := tx.Exec(takeLock, int64(tx.Now()))
	return err
}

// lastStored is the instant of the newest change in the database.
func lastStored(ctx context.Context, r db.Reader) (clock.Instant, error) {
	var last int64
	err := r.Row(ctx, selectLast).Scan(&last)
	return clock.Instant(last), err
}

// repeatedPersons calls fn for every person with several participations in one measure.
func repeatedPersons(ctx context.Context, r db.Reader, fn func(measure, person string, times int)) error {
	var measure, person string
	var times int
	rows, err := r.Query(ctx, selectRepeating)
	return db.Each(rows, err, func() error {
		if err := rows.Scan(&measure, &person, &times); err != nil {
			return err
		}
		fn(measure, person, times)
		return nil
	})
}
