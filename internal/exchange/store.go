package exchange

import (
	"context"

	"openiq/internal/platform/db"
)

var (
	selectRepeating = db.SQL(`SELECT measure_id, person_ref, COUNT(*) FROM participations WHERE deleted = 0
		GROUP BY tenant, measure_id, person_ref HAVING COUNT(*) > 1`)
)

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
