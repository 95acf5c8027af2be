package portal

import (
	"sync"
	"time"

	"openiq/internal/platform/clock"
)

const (
	mostInWindow  = 20 // times that one address may say something
	window        = time.Hour
	mostAddresses = 10_000 // that are remembered; beyond that all are forgotten
)

// limiter counts in memory how often an address says something. It writes nothing down, and each instance has its own.
type limiter struct {
	clock clock.Clock
	mu    sync.Mutex
	known map[string]*visitor
}

type visitor struct {
	since time.Time
	times int
	last  string // what was said last: a second click says it again
}

// verdict is what the limiter thinks of a visitor.
type verdict int

const (
	fresh verdict = iota
	repeated
	tooMany
)

func newLimiter(c clock.Clock) *limiter { return &limiter{clock: c, known: map[string]*visitor{}} }

// take counts that an address says something.
func (l *limiter) take(address, said string) verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	v := l.known[address]
	if v == nil || now.Sub(v.since) >= window {
		if len(l.known) >= mostAddresses {
			clear(l.known)
		}
		v = &visitor{since: now}
		l.known[address] = v
	}
	switch {
	case v.times >= mostInWindow:
		return tooMany
	case v.last == said:
		return repeated
	}
	v.times, v.last = v.times+1, said
	return fresh
}

// failed forgets what an address said last: it was not stored and may be said again.
func (l *limiter) failed(address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v := l.known[address]; v != nil {
		v.last = ""
	}
}
