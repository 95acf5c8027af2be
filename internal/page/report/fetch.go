// Package report looks at what is behind the links of written pages, for the office and the command line.
//
// An editor decides which addresses the server asks, so it must reach nothing that only the server can: an address is
// looked at after its name was resolved, at every connection and redirect, and refused unless it is a public one.
package report

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"openiq/internal/page"
)

const (
	timeout     = 8 * time.Second // for one address, redirects included
	mostTurns   = 5               // redirects that are followed
	mostHeaders = 64 << 10        // bytes
)

var (
	errPrivate = errors.New("the address is not a public one")
	errTurns   = errors.New("too many redirects")
)

// Fetch looks at addresses of the public internet by HEAD, and by GET where a server does not know that. It is a page.Fetch.
var Fetch = fetcher(public)

// notPublic are ranges that net/netip counts as global and that lead to nobody else's public site: shared address space,
// protocol assignments, benchmarking, reserved, and IPv6 ranges that hide IPv4 addresses (RFC 6890, 6052, 3056, 4380).
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// public says whether a connection may go to an address: a public one, and a web server's port.
func public(to netip.AddrPort) bool {
	ip := to.Addr().Unmap()
	if to.Port() != 80 && to.Port() != 443 || !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Zone() != "" {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// fetcher makes a page.Fetch that connects where allowed says.
func fetcher(allowed func(netip.AddrPort) bool) page.Fetch {
	dialer := &net.Dialer{Timeout: timeout, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address) // resolved: the system connects to this very address
		if err != nil || !allowed(to) {
			return errPrivate
		}
		return nil
	}}
	client := &http.Client{
		Timeout: timeout,
		// No proxy: it would resolve the name itself.
		Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: mostHeaders, TLSHandshakeTimeout: timeout},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > mostTurns {
				return errTurns
			}
			return nil
		},
	}
	return func(ctx context.Context, address string) (page.Result, int) {
		status, err := ask(ctx, client, http.MethodHead, address)
		if err == nil && status >= http.StatusBadRequest { // many servers answer HEAD with any error
			status, err = ask(ctx, client, http.MethodGet, address)
		}
		return resultOf(status, err), status
	}
}

// ask is the status of an answer; nobody reads its body.
func ask(ctx context.Context, client *http.Client, method, address string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("User-Agent", "OpenIQ link check")
	answer, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

func resultOf(status int, err error) page.Result {
	switch {
	case errors.Is(err, errPrivate):
		return page.LinkPrivate
	case err != nil:
		return page.LinkSilent
	case status == http.StatusNotFound || status == http.StatusGone:
		return page.LinkMissing
	case status >= http.StatusBadRequest:
		return page.LinkFailing
	}
	return page.LinkFine
}
