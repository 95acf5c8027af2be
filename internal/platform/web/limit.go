package web

import (
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"openiq/internal/platform/clock"
)

// Rate is how often one address may ask.
type Rate struct {
	PerSecond float64
	Burst     int // so many at once
}

// mostAddresses are remembered at most: beyond, those who have not used up anything are forgotten, or all.
const mostAddresses = 20_000

// Limiter counts the requests of each address. It keeps addresses in memory only, for as long as they count.
type Limiter struct {
	rate  Rate
	clock clock.Clock
	mu    sync.Mutex
	by    map[string]*rate.Limiter
}

// NewLimiter starts with nothing counted.
func NewLimiter(r Rate, c clock.Clock) *Limiter {
	return &Limiter{rate: r, clock: c, by: map[string]*rate.Limiter{}}
}

// Wait is how many seconds an address has to wait; 0: it may ask now, which counts.
func (l *Limiter) Wait(address string) int {
	now := l.clock.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	key := network(address)
	one := l.by[key]
	if one == nil {
		if len(l.by) >= mostAddresses {
			l.forget(now)
		}
		one = rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)
		l.by[key] = one
	}
	reserved := one.ReserveN(now, 1)
	delay := reserved.DelayFrom(now)
	if delay == 0 {
		return 0
	}
	reserved.CancelAt(now)
	return max(1, int(math.Ceil(delay.Seconds())))
}

func (l *Limiter) forget(now time.Time) {
	for key, one := range l.by {
		if one.TokensAt(now) >= float64(l.rate.Burst) {
			delete(l.by, key)
		}
	}
	if len(l.by) >= mostAddresses {
		clear(l.by)
	}
}

// network is what counts as one address: of version 6 the network of 64 bits, which is what one customer has.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Is4() || ip.Is4In6() {
		return address
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
