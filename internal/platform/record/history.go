package record

import (
	"cmp"
	"context"
	"slices"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// WhereEver is the SQL text that reads all versions of the records for which a condition holds; see [Type.ReadVersions].
func (t *Type) WhereEver(condition string) string {
	columns := make([]string, 0, len(t.Columns)+2)
	if t.Tenanted() {
		columns = append(columns, "tenant")
	}
	columns = append(columns, "id")
	for _, c := range t.Columns {
		columns = append(columns, c.Name)
	}
	return db.SQL(t.Versions("WHERE "+condition, columns...))
}

// ReadVersions reads the rows of a text made by WhereEver, by id and version.
func (t *Type) ReadVersions(ctx context.Context, r db.Reader, text string, args ...any) ([]Row, error) {
	var row Row
	var recorded, stored, deleted int64
	var replaced any
	var targets []any
	if t.Tenanted() {
		targets = append(targets, &row.Tenant)
	}
	targets = append(targets, &row.ID)
	values := make([]any, len(t.Columns))
	for i := range values {
		targets = append(targets, &values[i])
	}
	targets = append(targets, &recorded, &stored, &row.Version, &deleted, &replaced)
	var out []Row
	rows, err := r.Query(ctx, text, args...)
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		one := row
		one.Values = slices.Clone(values)
		one.Recorded, one.Stored, one.Deleted = clock.Instant(recorded), clock.Instant(stored), deleted != 0
		out = append(out, one)
		return nil
	})
	slices.SortFunc(out, func(a, b Row) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version)) })
	return out, err
}
