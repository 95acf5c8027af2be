package procedure

import (
	"context"
	"maps"
	"slices"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/recognition"
)

// refresh brings the due days of a procedure of a case up to date, as its records are in the transaction; without a
// procedure there is nothing due.
func refresh(ctx context.Context, tx *db.Tx, h *counselling.Held, procedureID string) error {
	if procedureID == "" {
		return nil
	}
	all, err := read(ctx, tx, h.Tenant, h.ID, tx.Today())
	if err != nil {
		return err
	}
	var dues []counselling.Due
	if p := all.Of(procedureID); p != nil {
		dues = p.dues()
	}
	return counselling.ReplaceDues(tx, h.Tenant, h.ID, procedureID, dues)
}

// dues are the deadlines for the work lists: what is still open and has a day. They hold on any later day too, until
// something is recorded or, where it can then not be done any more, until the day is over (see [Service.Tidy]).
func (p *Procedure) dues() []counselling.Due {
	var dues []counselling.Due
	for _, d := range p.Deadlines {
		switch d.State {
		case recognition.Running, recognition.Overdue, recognition.Suspended:
			if d.Due != 0 {
				dues = append(dues, counselling.Due{CaseID: Procedures.Str(p.Row, "case_id"), Source: p.ID, Rule: d.Rule.What, On: d.Due})
			}
		}
	}
	return dues
}

// mostTouched is how many procedures are kept by id; beyond that the due days of all there are are made anew.
const mostTouched = 100_000

// Touched collects the procedures whose due days must be made anew after an import.
type Touched struct {
	procedures map[string]struct{}
	all        bool
}

// Add notes that a procedure, one of its steps or one of its costs was stored.
func (t *Touched) Add(procedureID string) {
	if _, known := t.procedures[procedureID]; known || t.all || procedureID == "" {
		return
	}
	if t.procedures == nil {
		t.procedures = map[string]struct{}{}
	}
	t.procedures[strings.Clone(procedureID)] = struct{}{}
	if len(t.procedures) > mostTouched {
		t.procedures, t.all = nil, true
	}
}

// atOnce is how many of many procedures are read together.
const atOnce = 100

// RefreshDues makes the due days of the touched procedures anew and notes their cases, whose summaries follow from them.
func RefreshDues(ctx context.Context, tx *db.Tx, touched *Touched, cases *counselling.Touched) error {
	if touched.all {
		return renewAll(ctx, tx, cases)
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(touched.procedures)), atOnce) {
		found, err := Procedures.Find(ctx, tx, ids)
		if err != nil {
			return err
		}
		rows := make([]record.Row, 0, len(found))
		for _, id := range ids {
			if row := found[id]; row != nil {
				rows = append(rows, *row)
			}
		}
		if err := renew(ctx, tx, rows, cases); err != nil {
			return err
		}
	}
	return nil
}

// renewAll makes the due days of all procedures anew, page by page.
func renewAll(ctx context.Context, tx *db.Tx, cases *counselling.Touched) error {
	for last := ""; ; {
		rows, err := Procedures.Read(ctx, tx, selectPage, last)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := renew(ctx, tx, rows, cases); err != nil {
			return err
		}
		last = rows[len(rows)-1].ID
	}
}

// renew stores the due days of some procedures, whatever their tenants.
func renew(ctx context.Context, tx *db.Tx, procedures []record.Row, cases *counselling.Touched) error {
	ids := make([]any, atOnce)
	for i := range ids {
		ids[i] = procedures[min(i, len(procedures)-1)].ID // the last one fills the rest: one text for every number of ids
	}
	steps, err := Steps.Read(ctx, tx, selectStepsOf, ids...)
	if err != nil {
		return err
	}
	costs, err := Costs.Read(ctx, tx, selectCostsOf, ids...)
	if err != nil {
		return err
	}
	all := assemble(procedures, steps, costs, tx.Today())
	for i := range all.Procedures {
		p := &all.Procedures[i]
		caseID := Procedures.Str(p.Row, "case_id")
		cases.Add(caseID)
		var dues []counselling.Due
		if !p.Deleted {
			dues = p.dues()
		}
		if err := counselling.PutDues(tx, p.Tenant, caseID, p.ID, dues); err != nil {
			return err
		}
	}
	return nil
}

// Tidy takes what lapsed off the work lists. It belongs into every day.
func (s *Service) Tidy(ctx context.Context) error {
	var lapsed Touched
	for _, rule := range recognition.Lapsing() {
		ids, err := pastDues(ctx, s.db, clock.Today(s.db.Clock()), rule)
		if err != nil {
			return err
		}
		for _, id := range ids {
			lapsed.Add(id)
		}
	}
	if len(lapsed.procedures) == 0 && !lapsed.all {
		return nil
	}
	return s.db.Housekeep(ctx, "dues.renew", func(tx *db.Tx) error {
		var cases counselling.Touched
		if err := RefreshDues(ctx, tx, &lapsed, &cases); err != nil {
			return err
		}
		return counselling.RefreshSummaries(tx, &cases)
	})
}

// Ready makes all due days anew when the rules are not those of last time: after an upgrade.
func Ready(ctx context.Context, d *db.DB) error {
	digest := recognition.Digest()
	var last string
	if err := d.Row(ctx, selectRules).Scan(&last); err != nil || last == digest {
		return err
	}
	return d.Housekeep(ctx, "dues.renew", func(tx *db.Tx) error {
		var cases counselling.Touched
		if err := renewAll(ctx, tx, &cases); err != nil {
			return err
		}
		if err := counselling.RefreshSummaries(tx, &cases); err != nil {
			return err
		}
		_, err := tx.Exec(updateRules, digest)
		return err
	})
}
