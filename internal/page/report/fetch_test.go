package report

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"openiq/internal/page"
)

func TestWhereNoConnectionGoes(t *testing.T) {
	for _, to := range []string{"127.0.0.1:80", "127.8.9.1:443", "10.0.0.1:80", "172.16.3.4:443", "192.168.1.1:80", "169.254.169.254:80", "100.64.0.1:443",
		"0.0.0.0:80", "255.255.255.255:80", "224.0.0.1:80", "[::1]:80", "[::]:80", "[fe80::1]:443", "[fc00::1]:443", "[::ffff:127.0.0.1]:80", "[::ffff:10.0.0.1]:80",
		"[64:ff9b::7f00:1]:80", "[2002:7f00:1::]:80", "[fec0::1]:80", "93.184.216.34:22", "93.184.216.34:8080", "[2606:2800:220:1::1]:5432"} {
		if public(netip.MustParseAddrPort(to)) {
			t.Errorf("%s counts as public", to)
		}
	}
	for _, to := range []string{"93.184.216.34:80", "93.184.216.34:443", "[2606:2800:220:1::1]:443"} {
		if !public(netip.MustParseAddrPort(to)) {
			t.Errorf("%s does not count as public", to)
		}
	}
}

func TestWhatIsBehindALink(t *testing.T) {
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the inner server was asked") }))
	defer inner.Close()
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			http.NotFound(w, r)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		case "/no-head":
			if r.Method == http.MethodHead {
				w.WriteHeader(http.StatusMethodNotAllowed)
			}
		case "/moved":
			http.Redirect(w, r, "/", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/inside":
			http.Redirect(w, r, inner.URL, http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}
	}))
	defer outer.Close()
	fetch := fetcher(func(to netip.AddrPort) bool { return "http://"+to.String() == outer.URL })
	for path, want := range map[string]page.Result{"/": page.LinkFine, "/gone": page.LinkMissing, "/broken": page.LinkFailing, "/no-head": page.LinkFine,
		"/moved": page.LinkFine, "/round": page.LinkSilent, "/inside": page.LinkPrivate, "/file": page.LinkSilent} {
		if got, status := fetch(context.Background(), outer.URL+path); got != want {
			t.Errorf("%s: %s (%d), want %s", path, got, status, want)
		}
	}
	for _, address := range []string{outer.URL, strings.Replace(outer.URL, "127.0.0.1", "localhost", 1), "http://127.0.0.1/", "http://[::1]/", "http://2130706433/"} {
		if got, _ := Fetch(context.Background(), address); got != page.LinkPrivate && got != page.LinkSilent {
			t.Errorf("%s: %s", address, got)
		}
	}
	if got, _ := Fetch(context.Background(), outer.URL); got != page.LinkPrivate {
		t.Errorf("a server of this machine: %s", got)
	}
	if got, _ := fetch(context.Background(), "http://\x7f"); got != page.LinkSilent {
		t.Errorf("a broken address: %s", got)
	}
}
