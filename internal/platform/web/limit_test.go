package web

import (
	"fmt"
	"testing"
	"time"

	"openiq/internal/platform/clock"
)

// hand is a clock that is set by hand.
type hand struct{ at time.Time }

func (h *hand) Now() time.Time { return h.at }

var _ clock.Clock = (*hand)(nil)

func TestWhoAsksTooOftenWaits(t *testing.T) {
	c := &hand{time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	l := NewLimiter(Rate{PerSecond: 0.5, Burst: 3}, c)
	for i, want := range []int{0, 0, 0, 2, 2} {
		if got := l.Wait("192.0.2.1"); got != want {
			t.Errorf("request %d waits %d seconds", i, got)
		}
	}
	if l.Wait("192.0.2.2") != 0 {
		t.Error("another address has to wait")
	}
	c.at = c.at.Add(2 * time.Second)
	if l.Wait("192.0.2.1") != 0 {
		t.Error("who waited has to wait on")
	}
}

func TestANetworkOfVersionSixIsOneAddress(t *testing.T) {
	for address, want := range map[string]string{"192.0.2.1": "192.0.2.1", "2001:db8:0:1::5": "2001:db8:0:1::/64", "2001:db8:0:1:ffff::": "2001:db8:0:1::/64",
		"2001:db8:0:2::5": "2001:db8:0:2::/64", "fe80::1%eth0": "fe80::/64", "": ""} {
		if got := network(address); got != want {
			t.Errorf("%s counts as %s", address, got)
		}
	}
}

func TestFewAddressesAreRemembered(t *testing.T) {
	c := &hand{time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	l := NewLimiter(Rate{PerSecond: 1, Burst: 1}, c)
	for i := range mostAddresses + 1 {
		l.Wait(fmt.Sprint(i))
	}
	if len(l.by) > mostAddresses {
		t.Errorf("%d addresses", len(l.by))
	}
}
