package programme

import (
	"context"
	"slices"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// Edit is what somebody wants to store of one record.
type Edit struct {
	Kind    Kind
	ID      string            // empty for a new record
	Version int64             // the version that was opened; of no meaning for a new record
	Cells   map[string]string // by column; a column left out keeps its value
	Key     string            // idempotency key of the form
}

// Save stores a new record or a correction of one and returns its id. A correction holds for the record's whole time, as
// known from now on; what changes on a day has commands of its own: [Service.TransferProject], [Service.ChangeCoordinator]
// and [Service.SplitNetwork]. Errors: Invalid with the fields by column, Conflict with [Stale], NotFound, Forbidden.
func (s *Service) Save(ctx context.Context, e Edit) (string, error) {
	if e.Kind.Type() == nil || e.Kind == KindTransfer {
		return "", errs.Missing()
	}
	return s.command(ctx, "programme.save", e.Key, func(c *change) (string, error) {
		row, prev := c.blank(e.Kind), (*record.Row)(nil)
		if e.ID != "" {
			var err error
			if prev, err = c.stored(e.Kind, e.ID); err != nil {
				return "", err
			}
			row = with(e.Kind, *prev)
		}
		wrong := c.fill(e.Kind, &row, e.Cells)
		if err := c.allowed(e.Kind, prev, &row, wrong); err != nil {
			return "", err
		}
		if prev != nil && prev.Version != e.Version {
			return "", errs.Wrap(&Stale{newRecord(e.Kind, prev)}, errs.Conflict, "error.conflict")
		}
		c.check(e.Kind, prev, &row, wrong)
		if e.Kind == KindRound && prev != nil && len(*wrong) == 0 {
			if err := s.keepsRecords(c, prev, &row, wrong); err != nil {
				return "", err
			}
		}
		if err := wrong.Err(); err != nil {
			return "", err
		}
		return row.ID, c.put(e.Kind, row)
	})
}

// allowed checks the right to edit where the record lies, where it will lie and what changes of it. Where the form says
// nothing about that yet, this is an error of the form.
func (c *change) allowed(k Kind, prev, row *record.Row, wrong *errs.Fields) error {
	if prev != nil {
		if err := requireAll(c.ctx, c.d.places(k, prev)); err != nil {
			return err
		}
	}
	if place := placeColumn[k]; place != "" && k.Type().Str(row, place) == "" && !MayEditAll(c.ctx) {
		fault(wrong, place, "error.required")
		return nil
	}
	if err := requireAll(c.ctx, c.d.places(k, row)); err != nil {
		return err
	}
	return requireAll(c.ctx, placesOfChange(k, prev, row))
}

// placeColumn is the column that says where a record lies.
var placeColumn = map[Kind]string{KindProject: "network_id", KindSite: "project_id"}

// Delete deletes a record. That is a correction: it never was. What has ended gets a last day instead. The error is a
// Conflict with [InUse] while something refers to the record, or with [Stale].
func (s *Service) Delete(ctx context.Context, k Kind, id string, version int64, key string) error {
	if k.Type() == nil {
		return errs.Missing()
	}
	_, err := s.command(ctx, "programme.delete", key, func(c *change) (string, error) {
		prev, err := c.stored(k, id)
		if err == nil {
			err = requireAll(c.ctx, c.d.places(k, prev))
		}
		if err != nil {
			return "", err
		}
		if prev.Version != version {
			return "", errs.Wrap(&Stale{newRecord(k, prev)}, errs.Conflict, "error.conflict")
		}
		by, err := s.users(c, k, prev)
		if err != nil {
			return "", err
		}
		if len(by) > 0 {
			return "", errs.Wrap(&InUse{by}, errs.Conflict, "programme.error.in_use")
		}
		gone := with(k, *prev)
		gone.Deleted = true
		return "", c.put(k, gone)
	})
	return err
}

// users are the record types in which something refers to a record.
func (s *Service) users(c *change, k Kind, row *record.Row) ([]string, error) {
	by := c.d.users(k.Type().Name, row.ID)
	for _, ref := range s.referring {
		if ref.of != k.Type().Name || slices.Contains(by, ref.table) {
			continue
		}
		used, err := exists(c.ctx, c.tx, ref.query, row.ID)
		if err != nil {
			return nil, err
		}
		if used {
			by = append(by, ref.table)
		}
	}
	if k == KindRound {
		for _, h := range s.happening {
			used, err := happened(c, h, Rounds.Span(row, "starts_on", "ends_on"))
			if err != nil {
				return nil, err
			}
			if used {
				by = append(by, h.table)
			}
		}
	}
	return by, nil
}

// users are the structure types in which something refers to a record of a type.
func (d *Directory) users(of, id string) []string {
	var out []string
	for _, k := range Kinds {
		for i, column := range k.Type().Columns {
			if column.Of != of || slices.Contains(out, k.Type().Name) {
				continue
			}
			for _, row := range d.rows[k] {
				if row.Values[i] == id {
					out = append(out, k.Type().Name)
					break
				}
			}
		}
	}
	return out
}

// keepsRecords refuses new dates of a round that leave something recorded outside every round.
func (s *Service) keepsRecords(c *change, prev, row *record.Row, wrong *errs.Fields) error {
	before, after := Rounds.Span(prev, "starts_on", "ends_on"), Rounds.Span(row, "starts_on", "ends_on")
	for _, h := range s.happening {
		head, err := happened(c, h, record.Span{From: before.From, To: min(before.To, after.From-1)})
		if err != nil {
			return err
		}
		tail, err := happened(c, h, record.Span{From: max(before.From, after.To+1), To: before.To})
		if err != nil {
			return err
		}
		if head {
			fault(wrong, "starts_on", "programme.error.records_outside")
		}
		if tail {
			fault(wrong, "ends_on", "programme.error.records_outside")
		}
	}
	return nil
}

// happened says whether something was recorded in a span of days, which may be empty.
func happened(c *change, h happening, span record.Span) (bool, error) {
	if span.From > span.To {
		return false, nil
	}
	return exists(c.ctx, c.tx, h.query, int64(span.From), int64(span.To))
}
