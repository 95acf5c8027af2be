package programme

import (
	"context"
	"sync"
	"sync/atomic"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

// The actions that reading and changing the structure need.
const (
	ActionRead authz.Action = "structure.read"
	ActionEdit authz.Action = "structure.edit"
)

// Service reads and changes the structure. It is safe for concurrent use, also beside other instances on the same
// database.
type Service struct {
	db        *db.DB
	referring []reference
	happening []happening
	refresh   sync.Mutex // one refresh at a time
	kept      atomic.Pointer[kept]
}

// kept is a directory with the change number up to which it contains everything.
type kept struct {
	n         int64
	directory *Directory
}

// New makes a service over a database. others are the record types of other rooms: what they refer to is not deleted, and
// no round loses a day on which something of theirs happened.
func New(d *db.DB, others ...*record.Type) *Service {
	return &Service{db: d, referring: referencesIn(others), happening: happeningsIn(others)}
}

// Directory is the structure with every change committed before the call. Its place is in memory: where nothing changed
// it costs one look-up of the change number.
func (s *Service) Directory(ctx context.Context) (*Directory, error) {
	n, err := changeNumber(ctx, s.db)
	if err != nil {
		return nil, err
	}
	today := clock.Today(s.db.Clock())
	if k := s.kept.Load(); k != nil && k.n >= n && k.directory.today == today {
		return k.directory, nil
	}
	return s.catchUp(ctx, n, today)
}

func (s *Service) catchUp(ctx context.Context, n int64, today clock.Day) (*Directory, error) {
	s.refresh.Lock()
	defer s.refresh.Unlock()
	k := s.kept.Load()
	stale := k == nil
	if k != nil && k.n < n {
		changed, err := structureChanged(ctx, s.db, k.n, n)
		if err != nil {
			return nil, err
		}
		stale = changed
	}
	next := &kept{n: n}
	if stale {
		if err := s.read(ctx, next, today); err != nil {
			return nil, err
		}
	} else {
		same := *k.directory
		same.today = today
		next.n, next.directory = max(n, k.n), &same
	}
	s.kept.Store(next)
	return next.directory, nil
}

// read fills in what one state of the database holds.
func (s *Service) read(ctx context.Context, into *kept, today clock.Day) error {
	return s.db.Snapshot(ctx, func(r db.Reader) error {
		var err error
		if into.n, err = changeNumber(ctx, r); err == nil {
			into.directory, err = load(ctx, r, today)
		}
		return err
	})
}
