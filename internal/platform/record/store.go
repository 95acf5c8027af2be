package record

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Change is what storing a row did.
type Change int

// The changes.
const (
	Unchanged Change = iota
	New
	Changed
)

func placeholder(n int) string { return "$" + strconv.Itoa(n) }

// Put stores a row as the newest version of its record. prev is the version stored until now, nil for a new record.
// Recorded of a new row is taken as it is; the first stored one stays. When somebody else stored a version since prev
// was read, the answer is a Conflict.
func (t *Type) Put(tx *db.Tx, row Row, prev *Row) (Change, error) {
	if prev == nil {
		row.Version, row.Stored = 1, tx.Now()
		return New, tx.Insert(t.Name, t.columns, [][]any{t.stored(&row)})
	}
	if slices.Equal(row.Values, prev.Values) && row.Deleted == prev.Deleted {
		return Unchanged, nil
	}
	keep := []any{int64(tx.Now()), prev.ID, prev.Version}
	update := append(slices.Clone(row.Values), int64(tx.Now()), number(row.Deleted), prev.ID, prev.Version)
	if t.Tenanted() {
		keep, update = append(keep, prev.Tenant), append(update, prev.Tenant)
	}
	if _, err := tx.Exec(t.sql.keep, keep...); err != nil {
		return Unchanged, err
	}
	n, err := tx.Exec(t.sql.update, update...)
	if err == nil && n != 1 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return Changed, err
}

// Insert stores new records, many at once.
func (t *Type) Insert(tx *db.Tx, rows []Row) error {
	values := make([][]any, len(rows))
	for i := range rows {
		rows[i].Version, rows[i].Stored = 1, tx.Now()
		values[i] = t.stored(&rows[i])
	}
	return tx.Insert(t.Name, t.columns, values)
}

func (t *Type) stored(r *Row) []any {
	out := make([]any, 0, len(t.columns))
	if t.Tenanted() {
		out = append(out, r.Tenant)
	}
	out = append(out, r.ID)
	out = append(out, r.Values...)
	return append(out, int64(r.Recorded), int64(r.Stored), r.Version, number(r.Deleted))
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Get reads the newest version of a record, deleted ones included; nil when there is none.
func (t *Type) Get(ctx context.Context, r db.Reader, id string) (*Row, error) {
	found, err := t.Find(ctx, r, []string{id})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[id], nil
}

// Find reads the newest versions of several records by id, deleted ones included, whatever their tenant.
func (t *Type) Find(ctx context.Context, r db.Reader, ids []string) (map[string]*Row, error) {
	const most = 100
	out := make(map[string]*Row, len(ids))
	for len(ids) > 0 {
		n := min(most, len(ids))
		args := make([]any, n)
		for i, id := range ids[:n] {
			args[i] = id
		}
		if n > 1 { // one text for every number of ids: the last id fills the rest
			for len(args) < most {
				args = append(args, ids[n-1])
			}
		}
		rows, err := r.Query(ctx, t.selectRows("WHERE id IN ("+placeholders(len(args))+")"), args...)
		if err := t.each(rows, err, func(row Row) error { out[row.ID] = &row; return nil }); err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

// Scan reads the newest version of every record that is not deleted, by id in byte order.
func (t *Type) Scan(ctx context.Context, r db.Reader, fn func(Row) error) error {
	rows, err := r.Query(ctx, t.selectRows("WHERE deleted = 0 ORDER BY id"))
	return t.each(rows, err, fn)
}

// Where is the SQL text that reads the newest versions of the records for which a condition holds; see Read.
func (t *Type) Where(condition string) string { return db.SQL(t.selectRows("WHERE " + condition)) }

// Read reads the rows of a text made by Where, which says itself what about deleted ones.
func (t *Type) Read(ctx context.Context, r db.Reader, where string, args ...any) ([]Row, error) {
	var out []Row
	rows, err := r.Query(ctx, where, args...)
	err = t.each(rows, err, func(row Row) error {
		out = append(out, row)
		return nil
	})
	return out, err
}

// Empty says whether the table holds no record at all.
func (t *Type) Empty(ctx context.Context, r db.Reader) (bool, error) {
	var one int
	err := r.Row(ctx, "SELECT 1 FROM "+t.Name+" LIMIT 1").Scan(&one)
	if err == sql.ErrNoRows {
		return true, nil
	}
	return false, err
}

// Versions is the SQL text that reads all versions of all records: the named columns, then recorded_at, stored_at,
// version, deleted and replaced_at (NULL for the newest). where, which may be empty, limits both tables.
func (t *Type) Versions(where string, columns ...string) string {
	list := strings.Join(columns, ", ") + ", recorded_at, stored_at, version, deleted"
	return "SELECT " + list + ", CAST(NULL AS BIGINT) FROM " + t.Name + " " + where +
		" UNION ALL SELECT " + list + ", replaced_at FROM " + t.Name + "_history " + where
}

func (t *Type) selectRows(rest string) string {
	return "SELECT " + strings.Join(t.columns, ", ") + " FROM " + t.Name + " " + rest
}

func (t *Type) each(rows *sql.Rows, err error, fn func(Row) error) error {
	var row Row
	var recorded, stored, deleted int64
	targets := make([]any, 0, len(t.columns))
	if t.Tenanted() {
		targets = append(targets, &row.Tenant)
	}
	targets = append(targets, &row.ID)
	values := make([]any, len(t.Columns))
	for i := range values {
		targets = append(targets, &values[i])
	}
	targets = append(targets, &recorded, &stored, &row.Version, &deleted)
	return db.Each(rows, err, func() error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		row.Values = slices.Clone(values)
		row.Recorded, row.Stored, row.Deleted = clock.Instant(recorded), clock.Instant(stored), deleted != 0
		return fn(row)
	})
}

func placeholders(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(placeholder(i + 1))
	}
	return b.String()
}

// Reads are the texts with which the store reads this type, for the test that prepares every query.
func (t *Type) Reads() []string {
	return []string{t.selectRows("WHERE id IN (" + placeholders(100) + ")"), t.selectRows("WHERE deleted = 0 ORDER BY id"),
		t.Versions("", "id")}
}
