package person

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"openiq/internal/platform/db"
)

// LogRead notes that the actor looks at a person and returns once that is committed; only then may the page be sent.
func (s *Service) LogRead(ctx context.Context, subject Subject) error {
	_, err := s.db.Write(ctx, db.Command{Name: "person.read", Tenant: subject.Tenant}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "read", ID: subject.ID})
		return "", nil
	})
	return err
}

// LogList notes that the actor sees the names of several persons in a list. [Service.RunReadLog] commits such entries
// together within a second; where it does not run, they are committed at once. When more are noted than can be committed,
// it waits.
func (s *Service) LogList(ctx context.Context, subjects ...Subject) error {
	if len(subjects) == 0 {
		return nil
	}
	l := look{actor: db.ActorFrom(ctx), subjects: subjects}
	if !s.reads.running.Load() {
		return s.commitLooks(ctx, gather(l))
	}
	select {
	case s.reads.queue <- l:
	case <-ctx.Done():
		return ctx.Err()
	}
	if !s.reads.running.Load() { // it ended in between: nobody else may come to take this
		return s.commitLooks(ctx, gather(s.reads.drain()...))
	}
	return nil
}

// look is a list that somebody saw.
type look struct {
	actor    string
	subjects []Subject
}

// readLog is the queue of looks that are not committed yet.
type readLog struct {
	queue   chan look
	running atomic.Bool
}

// A queue of so many lists is committed when it is full, or after a pause.
const (
	mostLooks = 1024
	lookPause = 500 * time.Millisecond
)

func (r *readLog) drain() (looks []look) {
	for {
		select {
		case l := <-r.queue:
			looks = append(looks, l)
		default:
			return looks
		}
	}
}

// RunReadLog commits what LogList noted, until ctx ends; then it commits the rest. What cannot be committed stays and is
// tried again, while those who note more wait: nobody sees names without a trace.
func (s *Service) RunReadLog(ctx context.Context, log *slog.Logger) {
	s.reads.running.Store(true)
	tick := time.NewTicker(lookPause)
	defer tick.Stop()
	pending := seen{}
	for ctx.Err() == nil {
		select {
		case l := <-s.reads.queue:
			pending.add(l)
			if pending.n < mostLooks {
				continue
			}
		case <-tick.C:
		case <-ctx.Done():
		}
		s.commitPending(ctx, &pending, log)
	}
	s.reads.running.Store(false)
	for _, l := range s.reads.drain() {
		pending.add(l)
	}
	s.commitPending(ctx, &pending, log)
}

func (s *Service) commitPending(ctx context.Context, pending *seen, log *slog.Logger) {
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer stop()
	err := s.commitLooks(last, *pending)
	if err == nil {
		*pending = seen{}
		return
	}
	log.ErrorContext(ctx, "noting who looked at lists", "error", err)
	if ctx.Err() == nil {
		time.Sleep(lookPause)
	}
}

// seen is which subjects of a tenant an actor saw.
type seen struct {
	by map[viewer]map[string]bool
	n  int // lists
}

type viewer struct{ actor, tenant string }

func gather(looks ...look) seen {
	var s seen
	for _, l := range looks {
		s.add(l)
	}
	return s
}

func (s *seen) add(l look) {
	s.n++
	if s.by == nil {
		s.by = map[viewer]map[string]bool{}
	}
	for _, subject := range l.subjects {
		v := viewer{l.actor, subject.Tenant}
		if s.by[v] == nil {
			s.by[v] = map[string]bool{}
		}
		s.by[v][subject.ID] = true
	}
}

// idsPerEntry keeps an entry readable.
const idsPerEntry = 200

// commitLooks stores one entry for an actor and tenant, or a few; those of several share commits. What was committed is
// taken out of looks.
func (s *Service) commitLooks(ctx context.Context, looks seen) error {
	var work sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for v, ids := range maps.Clone(looks.by) {
		work.Go(func() {
			err := s.commitLook(ctx, v, slices.Sorted(maps.Keys(ids)))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				delete(looks.by, v)
			}
			failed = errors.Join(failed, err)
		})
	}
	work.Wait()
	return failed
}

func (s *Service) commitLook(ctx context.Context, v viewer, ids []string) error {
	ctx = db.WithActor(ctx, v.actor)
	_, err := s.db.Write(ctx, db.Command{Name: "person.list", Tenant: v.tenant}, func(tx *db.Tx) (string, error) {
		for part := range slices.Chunk(ids, idsPerEntry) {
			tx.Audit(db.Entry{Kind: "read", Detail: strings.Join(part, " ")})
		}
		return "", nil
	})
	return err
}
