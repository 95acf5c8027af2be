package portal

import (
	"sync"
	"time"

	"openiq/internal/indicator"
	"openiq/internal/platform/clock"
)

// keptFor is how old a public figure may be. It changes rarely: what is recorded after its cut-off does not count.
const keptFor = time.Minute

// asked is what a figure answers.
type asked struct {
	id, by           string
	from, to, cutoff clock.Day
}

// answers keep figures, so that a page is quickly made in each language.
type answers struct {
	clock clock.Clock
	mu    sync.Mutex
	since time.Time
	kept  map[asked]indicator.Outside
}

// of is an answer as it is kept, or as compute has it now. Nobody changes what several readers get.
func (a *answers) of(q asked, compute func() (indicator.Outside, error)) (indicator.Outside, error) {
	a.mu.Lock()
	if now := a.clock.Now(); a.kept == nil || now.Sub(a.since) >= keptFor || now.Before(a.since) {
		a.kept, a.since = map[asked]indicator.Outside{}, now
	}
	into := a.kept
	known, ok := into[q]
	a.mu.Unlock()
	if ok {
		return known, nil
	}
	fresh, err := compute()
	if err != nil {
		return fresh, err
	}
	a.mu.Lock()
	into[q] = fresh
	a.mu.Unlock()
	return fresh, nil
}
