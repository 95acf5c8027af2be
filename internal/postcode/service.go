package postcode

import (
	"context"
	"sync"
	"sync/atomic"

	"openiq/internal/platform/db"
)

// Service keeps the imported places and finds them.
type Service struct {
	db    *db.DB
	mu    sync.Mutex // renews the index
	index atomic.Pointer[index]
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB) *Service { return &Service{db: d} }

// Find finds the places that a text may mean: a postcode ("28195", "D-28195 Bremen"), its beginning of three or four digits,
// or the name of a place or its beginning. A postcode gives all its places; a name at most MostFound, exact ones first, each
// district once. Where no place is known the region of the postcode is given, a Place for each of its Laender. Nothing found
// is an empty list and no error.
func (s *Service) Find(ctx context.Context, text string) ([]Place, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	return now.find(text), nil
}

// now is the index as the database has it.
func (s *Service) now(ctx context.Context) (*index, error) {
	n, err := readNumber(ctx, s.db)
	if err != nil {
		return nil, err
	}
	if known := s.index.Load(); known != nil && known.number == n {
		return known, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.index.Load(); known != nil && known.number == n {
		return known, nil
	}
	var next *index
	err = s.db.Snapshot(ctx, func(r db.Reader) error {
		number, err := readNumber(ctx, r)
		if err != nil {
			return err
		}
		places, err := readPlaces(ctx, r)
		next = newIndex(number, places)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.index.Store(next)
	return next, nil
}
