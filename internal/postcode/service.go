package postcode

import (
	"context"

	"openiq/internal/platform/db"
)

// Service keeps the imported places and finds them.
type Service struct {
	db    *db.DB
	index db.Kept[int64, *index]
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
	now, _, err := s.index.Now(ctx, s.db, readNumber, func(ctx context.Context, r db.Reader) (*index, error) {
		places, err := readPlaces(ctx, r)
		return newIndex(places), err
	})
	return now, err
}
