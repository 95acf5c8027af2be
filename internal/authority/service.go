package authority

import (
	"context"
	"sync"
	"sync/atomic"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// Service keeps the authorities and rules and says who decides.
type Service struct {
	db          *db.DB
	occupations *occupation.Service
	mu          sync.Mutex // renews the state
	state       atomic.Pointer[state]
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB, occupations *occupation.Service) *Service {
	return &Service{db: d, occupations: occupations}
}

// state is the table of a moment; it is made anew when the number in the database is another.
type state struct {
	number int64
	table  *Table
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
	n, err := readNumber(ctx, s.db)
	if err != nil {
		return nil, err
	}
	if known := s.state.Load(); known != nil && known.number == n {
		return known.table, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.state.Load(); known != nil && known.number == n {
		return known.table, nil
	}
	next := &state{}
	err = s.db.Snapshot(ctx, func(r db.Reader) (err error) {
		if next.number, err = readNumber(ctx, r); err != nil {
			return err
		}
		edits, err := readEdits(ctx, r)
		if err == nil {
			next.table = newTable(builtin().with(edits))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.state.Store(next)
	return next.table, nil
}
