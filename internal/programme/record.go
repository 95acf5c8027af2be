package programme

import (
	"context"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// Record is one stored version, as cells of the bundle by column.
type Record struct {
	Kind    Kind
	ID      string
	Version int64
	Cells   map[string]string
}

func newRecord(k Kind, row *record.Row) Record {
	out := Record{Kind: k, ID: row.ID, Version: row.Version, Cells: map[string]string{}}
	for i, c := range k.Type().Columns {
		out.Cells[c.Name] = c.Format(row.Values[i])
	}
	return out
}

// Open reads a record in order to change it; NotFound when there is none or it lies where one may not change anything.
func (s *Service) Open(ctx context.Context, k Kind, id string) (Record, error) {
	if !authz.From(ctx).May(ActionEdit) {
		return Record{}, authz.Require(ctx, ActionEdit, authz.Target{})
	}
	d, err := s.Directory(ctx)
	if err != nil {
		return Record{}, err
	}
	row := d.rows[k][id]
	if row == nil {
		return Record{}, errs.Missing()
	}
	if err := requireAll(ctx, d.places(k, row)); err != nil {
		return Record{}, err
	}
	return newRecord(k, row), nil
}

// Stale is the cause of a Conflict: somebody stored another version since the record was opened.
type Stale struct{ Stored Record }

func (e *Stale) Error() string { return "the record was changed meanwhile" }

// InUse is the cause of a Conflict: what should be deleted is still referred to.
type InUse struct{ By []string } // names of record types

func (e *InUse) Error() string { return "the record is still referred to" }

// Record is a stored record; false when there is none.
func (d *Directory) Record(k Kind, id string) (Record, bool) {
	row := d.rows[k][id]
	if row == nil {
		return Record{}, false
	}
	return newRecord(k, row), true
}
