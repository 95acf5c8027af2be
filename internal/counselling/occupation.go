package counselling

import (
	"context"

	"openiq/internal/platform/db"
)

// SpecialOccupations stand in a qualification where no single reference occupation does (exchange.md section 1).
var SpecialOccupations = []string{"not_assignable", "not_listed", "land_regulated"}

var selectOccupations = db.SQL(`SELECT DISTINCT reference_occupation FROM case_summary
	WHERE site_id = $1 AND reference_occupation IS NOT NULL ORDER BY reference_occupation`)

var selectOccupation = db.SQL(`SELECT COUNT(*) FROM (SELECT 1 FROM case_summary WHERE site_id = $1 AND reference_occupation = $2 LIMIT 1) known`)

// KnowsOccupation says whether a reference occupation stands in a centre's list of cases.
func (s *Service) KnowsOccupation(ctx context.Context, site, code string) (bool, error) {
	if _, err := s.recordsAt(ctx, site); err != nil {
		return false, ignoreMissing(err)
	}
	var n int
	err := s.db.Row(ctx, selectOccupation, site, code).Scan(&n)
	return n > 0, err
}

// Occupations are the codes of the reference occupations that stand in a centre's list of cases, to be found by some letters
// when one is recorded again. A centre for which the actor does not record has none.
func (s *Service) Occupations(ctx context.Context, site string) ([]string, error) {
	if _, err := s.recordsAt(ctx, site); err != nil {
		return nil, ignoreMissing(err)
	}
	var codes []string
	var code string
	rows, err := s.db.Query(ctx, selectOccupations, site)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&code)
		codes = append(codes, code)
		return err
	})
	return codes, err
}
