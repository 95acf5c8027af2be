package measure

import (
	"context"

	"openiq/internal/platform/db"
)

var selectOpen = db.SQL(`SELECT id, name FROM measures WHERE (tenant = $1 OR tenant = $2) AND deleted = 0
	AND (ends_on >= $3 OR ends_on IS NULL AND starts_on >= $4)`)

func namesOf(ctx context.Context, r db.Reader, query string, args ...any) (map[string]string, error) {
	names := map[string]string{}
	var id, name string
	rows, err := r.Query(ctx, query, args...)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&id, &name)
		names[id] = name
		return err
	})
	return names, err
}
