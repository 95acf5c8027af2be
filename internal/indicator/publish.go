package indicator

import (
	"context"
	"encoding/json"

	"openiq/internal/codelist"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// Published is a frozen sheet: the numbers as they were published, and the definitions and code lists by which they were
// counted. It is never changed.
type Published struct {
	ID          string
	Sheet       string
	Cutoff      clock.Day
	PublishedAt clock.Instant
	PublishedBy string
	Figures     []FrozenFigure
	frozen      frozen
}

// FrozenFigure is a published number.
type FrozenFigure struct {
	ID    string `json:"id"`
	Value int64  `json:"value"`
}

// frozen is what a published sheet keeps beside its numbers.
type frozen struct {
	Sheet       Sheet           `json:"sheet"`
	Definitions []Definition    `json:"definitions"`
	CodeLists   json.RawMessage `json:"code_lists"`
	From        string          `json:"from"`
	To          string          `json:"to"`
	Tables      [][]SheetRow    `json:"tables,omitempty"`
}

// Period is the first and last day of what the sheet counts.
func (p *Published) Period() (from, to clock.Day) {
	return clock.MustDay(p.frozen.From), clock.MustDay(p.frozen.To)
}

// Tables are the tables as they were published, one for each of the layout's.
func (p *Published) Tables() [][]SheetRow { return p.frozen.Tables }

// Layout is the sheet as it was defined then.
func (p *Published) Layout() *Sheet { return &p.frozen.Sheet }

// Action that publishing needs.
const publishAction authz.Action = "sheet.publish"

// Publish freezes a sheet at a cut-off day, which must have come. A sheet is published once for each cut-off; a second
// try is a Conflict. key is the idempotency key of the form.
func (e *Engine) Publish(ctx context.Context, sheetID string, cutoff clock.Day, key string) (string, error) {
	if err := authz.Require(ctx, publishAction, authz.Target{}); err != nil {
		return "", err
	}
	sheet, err := SheetNamed(sheetID)
	if err != nil {
		return "", err
	}
	if cutoff > clock.Today(e.clock) {
		var f errs.Fields
		f.Add("cutoff", "error.future")
		return "", f.Err()
	}
	// The sheet is what was stored by one instant, so that it can be computed again. Whatever is being stored at that
	// instant is waited for; nothing that is stored later can carry an earlier one.
	by := clock.InstantOf(e.clock.Now())
	if err := e.db.Housekeep(ctx, "import.wait", (*db.Tx).LockImports); err != nil {
		return "", err
	}
	then, err := AsStored(ctx, e.db.Bulk(), e.clock, by)
	if err != nil {
		return "", err
	}
	c, err := then.Compute(ctx, sheet, cutoff)
	if err != nil {
		return "", err
	}
	return e.db.Write(ctx, db.Command{Name: "sheet.publish", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		if exists, err := published(ctx, tx, sheetID, cutoff); err != nil || exists {
			if err == nil {
				err = errs.New(errs.Conflict, "error.published_before", "Cutoff", cutoff)
			}
			return "", err
		}
		id := ident.New(tx.Now())
		tx.Audit(db.Entry{Kind: "sheet", ID: id, Detail: sheetID + " " + cutoff.String()})
		return id, insertPublished(tx, id, c, by)
	})
}

// Again computes a published sheet anew: from what was stored by its publication, by its own definitions.
func (e *Engine) Again(ctx context.Context, p *Published) ([]int64, error) {
	then, err := AsStored(ctx, e.db.Bulk(), e.clock, p.PublishedAt)
	if err != nil {
		return nil, err
	}
	c, err := then.compute(ctx, &p.frozen.Sheet, p.Cutoff, p.Cutoff, p.frozen.Definitions)
	if err != nil {
		return nil, err
	}
	return c.Values, nil
}

// Today counts a published sheet's period as it is known today, for the list of differences: late entries and
// corrections, by today's definitions where they still exist.
func (e *Engine) Today(ctx context.Context, p *Published) ([]int64, error) {
	known := max(clock.Today(e.clock), p.Cutoff)
	c, err := e.compute(ctx, &p.frozen.Sheet, p.Cutoff, known, p.frozen.Definitions)
	if err != nil {
		return nil, err
	}
	return c.Values, nil
}

func freeze(c *Computed) (figures, rest []byte, err error) {
	list := make([]FrozenFigure, len(c.Values))
	f := frozen{Sheet: *c.Sheet, CodeLists: codelist.Version(), From: c.From.String(), To: c.To.String(), Tables: c.Tables}
	for i, figure := range c.Sheet.Figures {
		list[i] = FrozenFigure{figure.ID, c.Values[i]}
		if def, ok := Defined(figure.ID); ok {
			f.Definitions = append(f.Definitions, *def)
		}
	}
	if figures, err = json.Marshal(list); err == nil {
		rest, err = json.Marshal(f)
	}
	return figures, rest, err
}
