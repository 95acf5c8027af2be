package programme

import (
	"context"
	"encoding/json"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
)

// change is a command under way: the structure as its transaction sees it.
type change struct {
	ctx context.Context
	tx  *db.Tx
	d   *Directory
}

// command runs fn with the structure locked, so that what it found to be right is still right when it is stored.
func (s *Service) command(ctx context.Context, name, key string, fn func(*change) (string, error)) (string, error) {
	if !authz.From(ctx).May(ActionEdit) {
		return "", authz.Require(ctx, ActionEdit, authz.Target{})
	}
	return s.db.Write(ctx, db.Command{Name: name, Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		if err := lockStructure(ctx, tx); err != nil {
			return "", err
		}
		d, err := load(ctx, tx, tx.Today())
		if err != nil {
			return "", err
		}
		return fn(&change{ctx: ctx, tx: tx, d: d})
	})
}

// Now, Row and Rows let the rules of the record types look at the structure.

// Now is the instant taken as now.
func (c *change) Now() clock.Instant { return c.tx.Now() }

// Row is the newest version of a structure record; nil when there is none.
func (c *change) Row(typ, id string) *record.Row {
	for _, k := range Kinds {
		if k.Type().Name == typ {
			return c.d.rows[k][id]
		}
	}
	return nil
}

// Rows are all newest versions of a structure type.
func (c *change) Rows(typ string) []*record.Row {
	var out []*record.Row
	for _, k := range Kinds {
		if k.Type().Name == typ {
			for _, row := range c.d.rows[k] {
				out = append(out, row)
			}
		}
	}
	return out
}

// blank is a new record. It is known from now on, not since ever: a report as known on an earlier day lacks it.
func (c *change) blank(k Kind) record.Row {
	return record.Row{ID: ident.New(c.tx.Now()), Values: make([]any, len(k.Type().Columns)), Recorded: c.tx.Now()}
}

// revised is the stored version of a record with some values replaced (column and value in turn).
func (c *change) revised(k Kind, id string, pairs ...any) record.Row {
	return with(k, *c.d.rows[k][id], pairs...)
}

// with is a row with some values replaced (column and value in turn); the row given stays as it is.
func with(k Kind, row record.Row, pairs ...any) record.Row {
	row.Values = append([]any(nil), row.Values...)
	for i := 0; i+1 < len(pairs); i += 2 {
		row.Values[k.Type().Index(pairs[i].(string))] = pairs[i+1]
	}
	return row
}

// put stores a version of a record and its audit entry.
func (c *change) put(k Kind, row record.Row) error {
	prev := c.d.rows[k][row.ID]
	done, err := k.Type().Put(c.tx, row, prev)
	if err != nil || done == record.Unchanged {
		return err
	}
	detail, err := json.Marshal(differences(k, prev, &row))
	if err == nil {
		c.tx.Audit(db.Entry{Kind: string(k), ID: row.ID, Detail: string(detail)})
	}
	return err
}

// differences are the changed columns with the cells before and after.
func differences(k Kind, prev, row *record.Row) map[string][2]string {
	out := map[string][2]string{}
	if row.Deleted {
		return map[string][2]string{"deleted": {"false", "true"}}
	}
	t := k.Type()
	for i := range t.Columns {
		before, after := "", t.Columns[i].Format(row.Values[i])
		if prev != nil {
			before = t.Columns[i].Format(prev.Values[i])
		}
		if before != after {
			out[t.Columns[i].Name] = [2]string{before, after}
		}
	}
	return out
}

// stored is the newest version of a record; NotFound when there is none.
func (c *change) stored(k Kind, id string) (*record.Row, error) {
	row := c.d.rows[k][id]
	if row == nil {
		return nil, errs.Missing()
	}
	return row, nil
}
