package counselling

import (
	"context"

	"openiq/internal/platform/db"
)

var selectOccupations = db.SQL(`SELECT DISTINCT reference_occupation FROM case_summary
	WHERE site_id = $1 AND reference_occupation IS NOT NULL ORDER BY reference_occupation`)

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
