package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Command names a change.
type Command struct {
	Name   string // room and verb, for example "counselling.record"; stands in the audit entry
	Tenant string // the network whose data it changes, "federal" for what belongs to none
	Key    string // idempotency key of the form or request; empty for commands that are naturally repeatable
	Sum    string // of what came with the key, see Write; empty: nobody can tell one content from another
	Alone  bool   // long, or spanning tenants (import, migration): never shares a commit
}

// Federal is the tenant of records that belong to no network, and of structure and accounts.
const Federal = "federal"

// ErrNoAudit is what a command gets that changed something and left no audit entry.
var ErrNoAudit = errors.New("db: a change without an audit entry")

// Write runs fn in a transaction and returns its result once that is committed. Several commands may share a commit,
// and fn may run more than once: it must touch nothing but the transaction. When cmd.Key was used before by this actor,
// fn does not run and the first result is returned; when it came with another cmd.Sum then, that is no repetition: the first
// result is returned with a Conflict, so that nobody takes for stored what is not.
func (d *DB) Write(ctx context.Context, cmd Command, fn func(*Tx) (string, error)) (string, error) {
	j := &job{ctx: ctx, cmd: cmd, actor: ActorFrom(ctx), fn: fn, done: make(chan struct{})}
	if cmd.Key == "" || cmd.Sum == "" {
		return d.submit(j)
	}
	j.fn = func(tx *Tx) (string, error) {
		result, err := fn(tx)
		return cmd.Sum + " " + result, err
	}
	answer, err := d.submit(j)
	if err != nil {
		return "", err
	}
	sum, result, summed := strings.Cut(answer, " ")
	switch {
	case !summed: // stored when there were no sums yet
		return answer, nil
	case sum != cmd.Sum:
		return result, errs.New(errs.Conflict, "error.sent_before")
	}
	return result, nil
}

func (d *DB) submit(j *job) (string, error) {
	if j.cmd.Alone && d.engine == postgres {
		// A long import must not hold up this instance's other writes where the database does not ask for it.
		d.runAlone(j)
		return j.result, j.err
	}
	select {
	case d.jobs <- j:
	case <-j.ctx.Done():
		return "", j.ctx.Err()
	case <-d.stopped:
		return "", errs.New(errs.Unavailable, "error.stopping")
	}
	select {
	case <-j.done:
		return j.result, j.err
	case <-d.stopped: // either it ran as the last one or it never will
		select {
		case <-j.done:
			return j.result, j.err
		default:
			return "", errs.New(errs.Unavailable, "error.stopping")
		}
	}
}

type job struct {
	ctx     context.Context
	cmd     Command
	actor   string
	upkeep  bool // see Housekeep
	fn      func(*Tx) (string, error)
	result  string
	err     error
	entries []Entry
	writes  int
	done    chan struct{}
}

// most commands that share a commit; more would only make the first ones wait.
const batchSize = 64

// serveWrites is the one writer of this instance.
func (d *DB) serveWrites(stop context.Context) {
	defer d.done.Done()
	defer close(d.stopped)
	var pending []*job
	for {
		if len(pending) == 0 {
			select {
			case j := <-d.jobs:
				pending = append(pending, j)
			case <-stop.Done():
				return
			}
		}
		for more := true; more && len(pending) < 4*batchSize; {
			select {
			case j := <-d.jobs:
				pending = append(pending, j)
			default:
				more = false
			}
		}
		var batch []*job
		batch, pending = d.pick(pending)
		d.run(batch)
		for _, j := range batch {
			close(j.done)
		}
	}
}

// pick takes the commands that may share the next commit. On PostgreSQL they are of one tenant, which Citus keeps on
// one server.
func (d *DB) pick(pending []*job) (batch, rest []*job) {
	first := pending[0]
	for _, j := range pending {
		fits := len(batch) == 0 || (len(batch) < batchSize && !first.cmd.Alone && !j.cmd.Alone &&
			(d.engine == sqlite || j.cmd.Tenant == first.cmd.Tenant))
		if fits {
			batch = append(batch, j)
		} else {
			rest = append(rest, j)
		}
	}
	return batch, rest
}

// run tries the batch at once and, when that fails, each command alone, so that one failure hurts nobody else.
func (d *DB) run(batch []*job) {
	if len(batch) > 1 && d.attempt(batch, false) == nil {
		return
	}
	for _, j := range batch {
		d.runAlone(j)
	}
}

const tries = 6

func (d *DB) runAlone(j *job) {
	for try := 1; ; try++ {
		if err := j.ctx.Err(); err != nil {
			j.err = err
			return
		}
		err := d.attempt([]*job{j}, true)
		if err == nil {
			return
		}
		j.result, j.err = "", translate(err)
		var unsure *commitError
		again := retryable(err) && (!errors.As(err, &unsure) || j.cmd.Key != "")
		if !again || try == tries {
			return
		}
		// Full jitter; in all about two seconds, the time a Patroni cluster needs to name a new leader.
		time.Sleep(rand.N(time.Duration(try) * 200 * time.Millisecond))
	}
}

// commitError says that nobody knows whether the commit happened.
type commitError struct{ cause error }

func (e *commitError) Error() string { return "commit: " + e.cause.Error() }
func (e *commitError) Unwrap() error { return e.cause }

// attempt runs the jobs in one transaction. An error means that nothing was stored and no job is answered.
func (d *DB) attempt(batch []*job, alone bool) (err error) {
	s, err := d.begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			s.rollback()
		}
		s.release()
	}()
	now := clock.InstantOf(d.clock.Now())
	for _, j := range batch {
		j.result, j.err, j.entries, j.writes = "", nil, nil, 0
		if alone && j.cmd.Key != "" {
			repeat, err := s.repeated(j)
			if err != nil {
				return err
			}
			if repeat {
				continue
			}
		}
		tx := &Tx{session: s, now: now, job: j}
		j.result, err = call(j.fn, tx)
		if alone {
			now = tx.now // see Tx.At
		}
		if err == nil && j.writes > 0 && len(j.entries) == 0 && !j.upkeep {
			err = fmt.Errorf("%w: %s", ErrNoAudit, j.cmd.Name)
		}
		if err != nil {
			// A command with a key may be the repetition of one in this batch, which only shows when it runs alone.
			if j.writes > 0 || retryable(err) || !alone && j.cmd.Key != "" {
				return err
			}
			j.result, j.err = "", translate(err) // it changed nothing: the others may go on
		}
	}
	if err := s.seal(batch, now); err != nil {
		return err
	}
	return s.commit()
}

// call turns a panic of a command into its error: it must not take the writer down.
func call(fn func(*Tx) (string, error), tx *Tx) (result string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errs.Wrap(fmt.Errorf("panic: %v\n%s", p, debug.Stack()), errs.Internal, "error.internal")
			tx.job.writes++ // whatever it did must be rolled back
		}
	}()
	return fn(tx)
}
