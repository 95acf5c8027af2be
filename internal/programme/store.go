package programme

import (
	"context"
	"database/sql"
	"errors"

	"openiq/internal/platform/db"
)

var (
	selectChangeNumber = db.SQL(`SELECT n FROM change_number WHERE tenant = $1`)

	// Every change of the structure has one of these entries in the federal tenant; accounts and sheets have others.
	selectStructureChanges = db.SQL(`SELECT COUNT(*) FROM audit_entry WHERE tenant = $1 AND n > $2 AND n <= $3 AND kind IN
		('round', 'priority_area', 'network', 'competence_centre', 'organisation', 'project', 'project_transfer', 'site', 'import')`)
)

// changeNumber is the number of the last change among the records that belong to no network.
func changeNumber(ctx context.Context, r db.Reader) (int64, error) {
	var n int64
	err := r.Row(ctx, selectChangeNumber, db.Federal).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// structureChanged says whether one of the changes after a number up to another touched the structure.
func structureChanged(ctx context.Context, r db.Reader, after, upTo int64) (bool, error) {
	var n int64
	err := r.Row(ctx, selectStructureChanges, db.Federal, after, upTo).Scan(&n)
	return n > 0, err
}
