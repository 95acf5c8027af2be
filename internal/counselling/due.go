package counselling

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// Due is something that is due in a case on a day. The words for it belong to whatever computes it.
type Due struct {
	CaseID string
	Source string // the record that it follows from
	Rule   string // message key "due.RULE"
	On     clock.Day
}

// ReplaceDues stores what follows from one source in a case, instead of what followed from it before, and brings the
// summary of the case up to date.
func ReplaceDues(tx *db.Tx, tenant, caseID, source string, dues []Due) error {
	if err := PutDues(tx, tenant, caseID, source, dues); err != nil {
		return err
	}
	return RefreshSummary(tx, tenant, caseID)
}

// PutDues is ReplaceDues for who brings the summaries of many cases up to date afterwards, as an import does.
func PutDues(tx *db.Tx, tenant, caseID, source string, dues []Due) error {
	if _, err := tx.Exec(deleteDues, tenant, caseID, source); err != nil {
		return err
	}
	for _, d := range dues {
		if _, err := tx.Exec(insertDue, tenant, caseID, source, d.Rule, int64(d.On)); err != nil {
			return err
		}
	}
	return nil
}

// Dues are what is due in a case, the next first.
func (s *Service) Dues(ctx context.Context, h *Held) ([]Due, error) {
	var dues []Due
	rows, err := s.db.Query(ctx, selectDues, h.ID, h.Tenant)
	err = db.Each(rows, err, func() error {
		d := Due{CaseID: h.ID}
		var on int64
		err := rows.Scan(&d.Source, &d.Rule, &on)
		d.On = clock.Day(on)
		dues = append(dues, d)
		return err
	})
	return dues, err
}
