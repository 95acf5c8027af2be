package programme

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// selectVersions reads all versions of one record, by kind.
var selectVersions = func() map[Kind]string {
	out := map[Kind]string{}
	for _, k := range Kinds {
		var columns []string
		for _, c := range k.Type().Columns {
			columns = append(columns, c.Name)
		}
		out[k] = db.SQL(k.Type().Versions("WHERE id = $1", columns...))
	}
	return out
}()

var (
	selectEntries = db.SQL(`SELECT at, actor, command FROM audit_entry WHERE tenant = 'federal' AND kind = $1 AND subject = $2`)

	// The lock is the row that every commit of the structure writes anyway; on SQLite there is one writer only.
	lockChangeNumber = db.SQL(`UPDATE change_number SET n = n WHERE tenant = $1 RETURNING n`)

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

// lockStructure lets one command at a time change the structure, on all instances.
func lockStructure(ctx context.Context, r db.Reader) error {
	var n int64
	err := r.Row(ctx, lockChangeNumber, db.Federal).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // nothing was ever stored
	}
	return err
}

// exists says whether a query finds a row.
func exists(ctx context.Context, r db.Reader, query string, args ...any) (bool, error) {
	var one int
	err := r.Row(ctx, query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// version is one stored version of a record.
type version struct {
	values  []any
	number  int64
	stored  clock.Instant
	deleted bool
}

// versions are all versions of a record, in no order.
func versions(ctx context.Context, r db.Reader, k Kind, id string) ([]version, error) {
	var out []version
	var v version
	var recorded, stored, deleted int64
	var replaced any
	values := make([]any, len(k.Type().Columns))
	var targets []any
	for i := range values {
		targets = append(targets, &values[i])
	}
	targets = append(targets, &recorded, &stored, &v.number, &deleted, &replaced)
	rows, err := r.Query(ctx, selectVersions[k], id)
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		v.values, v.stored, v.deleted = slices.Clone(values), clock.Instant(stored), deleted != 0
		out = append(out, v)
		return nil
	})
	return out, err
}

// entry is who did what, of the audit trail.
type entry struct{ actor, command string }

// entries are who changed a record, by instant. Records that came with a bundle have the entry of its file.
func entries(ctx context.Context, r db.Reader, kind, subject string, into map[clock.Instant]entry) error {
	var at int64
	var e entry
	rows, err := r.Query(ctx, selectEntries, kind, subject)
	return db.Each(rows, err, func() error {
		if err := rows.Scan(&at, &e.actor, &e.command); err != nil {
			return err
		}
		into[clock.Instant(at)] = e
		return nil
	})
}
