package app

import (
	"context"
	"database/sql"
	"errors"

	"openiq/internal/platform/db"
)

var (
	selectFederal = db.SQL(`SELECT n FROM change_number WHERE tenant = 'federal'`)

	// What belongs to no network and is told to nobody outside; every other change there may be seen on public pages.
	selectPublic = db.SQL(`SELECT COALESCE(MAX(n), 0) FROM audit_entry WHERE tenant = 'federal' AND n > $1 AND n <= $2
		AND kind NOT IN ('account', 'read', 'export', 'appointment', 'slot', 'feedback', 'finder_code', 'link', 'person')`)
)

// federalChanges is the number of the last change of what belongs to no network.
func federalChanges(ctx context.Context, r db.Reader) (n int64, err error) {
	if err = r.Row(ctx, selectFederal).Scan(&n); errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// lastPublic is the number of the last change of what the public sees, after one up to another; 0: there is none.
func lastPublic(ctx context.Context, r db.Reader, after, upTo int64) (n int64, err error) {
	err = r.Row(ctx, selectPublic, after, upTo).Scan(&n)
	return n, err
}
