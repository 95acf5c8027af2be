package counselling

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/singleflight"

	"openiq/internal/platform/clock"
)

// lengths are the numbers of cases in the lists, in the order of [orders].
type lengths [8]int

// lengthsKey is for whom and by what filter the lists of a centre were counted.
type lengthsKey struct {
	site, actor string
	filter      Filter
	today       clock.Day
}

// mostLengths is how many centres' lengths are remembered at once.
const mostLengths = 10_000

// knownLengths remembers how long lists are until the next commit anywhere.
type knownLengths struct {
	mu       sync.Mutex
	changes  int64
	known    map[lengthsKey]lengths
	counting singleflight.Group // whoever asks while others count waits for their answer
}

func (k *knownLengths) of(changes int64, key lengthsKey, count func() (lengths, error)) (lengths, error) {
	k.mu.Lock()
	if k.changes != changes || k.known == nil || len(k.known) > mostLengths {
		k.changes, k.known = changes, map[lengthsKey]lengths{}
	}
	found, ok := k.known[key]
	k.mu.Unlock()
	if ok {
		return found, nil
	}
	counted, err, _ := k.counting.Do(fmt.Sprintf("%d %#v", changes, key), func() (any, error) {
		found, err := count()
		if err == nil {
			k.mu.Lock()
			if k.changes == changes {
				k.known[key] = found
			}
			k.mu.Unlock()
		}
		return found, err
	})
	return counted.(lengths), err
}

// Lengths says how many cases of a centre the actor has in each list, as [Service.List] does beside a page of one.
func (s *Service) Lengths(ctx context.Context, site string) (map[List]int, error) {
	var p Page
	l, chosen, err := s.prepare(ctx, Query{Site: site}, &p)
	if err != nil {
		return nil, err
	}
	return s.lengths(ctx, l, chosen)
}
