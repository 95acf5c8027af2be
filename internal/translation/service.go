package translation

import (
	"context"
	"sync"

	"openiq/internal/platform/db"
)

// Service keeps the texts.
type Service struct {
	db      *db.DB
	shipped func() (*shipped, error)
	table   db.Kept[int64, *Table]
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB) *Service { return &Service{db: d, shipped: sync.OnceValues(readShipped)} }

// Table are the texts as they are now.
func (s *Service) Table(ctx context.Context) (*Table, error) {
	table, _, err := s.Numbered(ctx)
	return table, err
}

// Numbered are the texts as they are now with a number that rises with each change.
func (s *Service) Numbered(ctx context.Context) (*Table, int64, error) {
	return s.table.Now(ctx, s.db, readNumber, func(ctx context.Context, r db.Reader) (*Table, error) {
		ships, err := s.shipped()
		if err != nil {
			return nil, err
		}
		all, err := readNewest(ctx, r)
		if err != nil {
			return nil, err
		}
		return newTable(ships, all), nil
	})
}
