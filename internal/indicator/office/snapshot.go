package office

import (
	"sync"
	"time"

	"openiq/internal/platform/clock"
)

// snapshotAge is how old the numbers of a whole network or the nation may be on a start page. The centre's own numbers,
// which its people change all day, are always new.
const snapshotAge = time.Minute

// snapshots keep what start pages show of large areas. While one reader has the numbers made anew, others get the ones
// before.
type snapshots struct {
	clock clock.Clock
	mu    sync.Mutex
	kept  map[area]*snapshot
}

type snapshot struct {
	making sync.Mutex
	data   *areaData // nil: never made
}

// of gives the numbers of an area as of a day.
func (s *snapshots) of(a area, today clock.Day, compute func() (*areaData, error)) (*areaData, error) {
	kept := s.entry(a)
	s.mu.Lock()
	data := kept.data
	s.mu.Unlock()
	switch {
	case data == nil:
		kept.making.Lock()
	case data.today == today && s.clock.Now().Sub(data.at.Time()) < snapshotAge || !kept.making.TryLock():
		return data, nil
	}
	defer kept.making.Unlock()
	s.mu.Lock()
	made := kept.data
	s.mu.Unlock()
	if made != data { // by somebody else, while this one waited
		return made, nil
	}
	made, err := compute()
	if err != nil {
		return nil, err
	}
	made.at, made.today = clock.InstantOf(s.clock.Now()), today
	s.mu.Lock()
	kept.data = made
	s.mu.Unlock()
	return made, nil
}

func (s *snapshots) entry(a area) *snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[a] == nil {
		s.kept[a] = &snapshot{}
	}
	return s.kept[a]
}
