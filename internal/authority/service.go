package authority

import (
	"context"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// Service keeps the authorities and rules and says who decides.
type Service struct {
	db          *db.DB
	occupations *occupation.Service
	table       db.Kept[int64, *Table]
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB, occupations *occupation.Service) *Service {
	return &Service{db: d, occupations: occupations}
}

// Decide says who decides, as of now. Invalid names what cannot be asked.
func (s *Service) Decide(ctx context.Context, q Question) (Answer, error) {
	t, err := s.Table(ctx)
	if err != nil {
		return Answer{}, err
	}
	if q.On == clock.NoDay {
		q.On = s.Today()
	}
	return t.Decide(q)
}

// Today is the day.
func (s *Service) Today() clock.Day { return clock.Today(s.db.Clock()) }

// Table is the knowledge as it is now, for those who ask many questions or want to list it.
func (s *Service) Table(ctx context.Context) (*Table, error) {
	table, _, err := s.table.Now(ctx, s.db, readNumber, func(ctx context.Context, r db.Reader) (*Table, error) {
		edits, err := readEdits(ctx, r)
		if err != nil {
			return nil, err
		}
		return newTable(builtin().with(edits)), nil
	})
	return table, err
}
