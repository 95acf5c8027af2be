package counselling

import (
	"context"
	"slices"

	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// versionsOf are the texts that read all versions of one record.
var versionsOf = func() map[*record.Type]string {
	all := map[*record.Type]string{}
	for _, t := range append(Types(), Referrals) {
		names := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			names[i] = c.Name
		}
		all[t] = db.SQL(t.Versions("WHERE id = $1 AND tenant = $2", names...))
	}
	return all
}()

// Version is a record of a case as it was in one of its versions, for who began to change it then. NotFound when there was
// no such version.
func (s *Service) Version(ctx context.Context, h *Held, t *record.Type, id string, version int64) (*record.Row, error) {
	var found *record.Row
	row := record.Row{Tenant: h.Tenant, ID: id}
	var recorded, stored, deleted int64
	var replaced any
	values := make([]any, len(t.Columns))
	targets := make([]any, 0, len(values)+5)
	for i := range values {
		targets = append(targets, &values[i])
	}
	targets = append(targets, &recorded, &stored, &row.Version, &deleted, &replaced)
	rows, err := s.db.Query(ctx, versionsOf[t], id, h.Tenant)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(targets...)
		if row.Version == version && (t == Cases || values[t.Index("case_id")] == any(h.ID)) {
			one := row
			one.Values, one.Deleted = slices.Clone(values), deleted != 0
			found = &one
		}
		return err
	})
	if err == nil && found == nil {
		err = errs.Missing()
	}
	return found, err
}
