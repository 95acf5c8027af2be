package account

import (
	"net/netip"
	"time"

	"openiq/internal/platform/clock"
)

// limit is how often one may fail, and how long one then waits.
type limit struct {
	free int           // failures without waiting
	most time.Duration // the longest wait
}

// An address stands for a whole office or network operator, so it may fail more often than an account.
var (
	perAccount = limit{free: 5, most: 15 * time.Minute}
	perAddress = limit{free: 50, most: 5 * time.Minute}
)

// forget is the time after which failures no longer count.
const forget = 24 * time.Hour

// failures are the failed tries of an account or from an address.
type failures struct {
	n    int
	last clock.Instant
}

// at are the failures that still count at an instant.
func (f failures) at(now clock.Instant) failures {
	if now.Time().Sub(f.last.Time()) > forget {
		return failures{}
	}
	return f
}

// locked says whether one has to wait: one second after the last free failure, then twice as long each time.
func (l limit) locked(f failures, now clock.Instant) bool {
	if f.n < l.free {
		return false
	}
	wait := l.most
	if doublings := f.n - l.free; doublings < 20 {
		wait = min(wait, time.Second<<doublings)
	}
	return now.Time().Sub(f.last.Time()) < wait
}

// network is the part of an address that one subscriber has: an IPv4 address or the first half of an IPv6 one.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
