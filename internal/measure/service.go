package measure

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// Service answers what other rooms ask about measures. Make it with [New].
type Service struct{ db *db.DB }

// New makes the service.
func New(d *db.DB) *Service { return &Service{db: d} }

// unended is for how many days after its beginning a measure without an end is taken to run on.
const unended = 2 * 365

// Open are the measures of a network, and those of the federal level, that run on a day or begin later: names by id. An empty
// network is the federal level alone.
func (s *Service) Open(ctx context.Context, network string, on clock.Day) (map[string]string, error) {
	if network == "" {
		network = db.Federal
	}
	return namesOf(ctx, s.db, selectOpen, network, db.Federal, int64(on), int64(on-unended))
}

// Names are what measures are called, by id. Ids of measures that do not exist any more are left out.
func (s *Service) Names(ctx context.Context, ids []string) (map[string]string, error) {
	found, err := Measures.Find(ctx, s.db, ids)
	names := map[string]string{}
	for id, row := range found {
		if !row.Deleted {
			names[id] = Measures.Str(row, "name")
		}
	}
	return names, err
}
