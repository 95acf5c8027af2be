package translation

import (
	"context"
	"sync"
	"sync/atomic"

	"openiq/internal/platform/db"
)

// Service keeps the texts.
type Service struct {
	db      *db.DB
	shipped func() (*shipped, error)
	mu      sync.Mutex // renews the state
	state   atomic.Pointer[state]
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB) *Service { return &Service{db: d, shipped: sync.OnceValues(readShipped)} }

// state is the table of a moment; it is made anew when the number in the database is another.
type state struct {
	number int64
	table  *Table
}

// Table are the texts as they are now.
func (s *Service) Table(ctx context.Context) (*Table, error) {
	table, _, err := s.Numbered(ctx)
	return table, err
}

// Numbered are the texts as they are now with a number that rises with each change.
func (s *Service) Numbered(ctx context.Context) (*Table, int64, error) {
	n, err := readNumber(ctx, s.db)
	if err != nil {
		return nil, 0, err
	}
	if known := s.state.Load(); known != nil && known.number == n {
		return known.table, n, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.state.Load(); known != nil && known.number == n {
		return known.table, n, nil
	}
	ships, err := s.shipped()
	if err != nil {
		return nil, 0, err
	}
	next := &state{}
	var all []stored
	err = s.db.Snapshot(ctx, func(r db.Reader) (err error) {
		if next.number, err = readNumber(ctx, r); err == nil {
			all, err = readNewest(ctx, r)
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	next.table = newTable(ships, all)
	s.state.Store(next)
	return next.table, next.number, nil
}
