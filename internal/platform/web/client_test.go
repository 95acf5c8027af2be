package web_test

import (
	"net/http/httptest"
	"testing"

	"openiq/internal/platform/web"
)

func TestClientAddress(t *testing.T) {
	for _, c := range []struct {
		remote, want string
		forwarded    []string
	}{
		{"192.0.2.1:4711", "192.0.2.1", nil},
		{"192.0.2.1:4711", "192.0.2.1", []string{"198.51.100.7"}}, // not our proxy: it could say anything
		{"127.0.0.1:4711", "127.0.0.1", nil},
		{"127.0.0.1:4711", "198.51.100.7", []string{"203.0.113.9, 198.51.100.7"}},
		{"[::1]:4711", "2001:db8::1", []string{"203.0.113.9", "2001:db8::1"}},
		{"127.0.0.1:4711", "127.0.0.1", []string{"unknown"}},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		r.Header["X-Forwarded-For"] = c.forwarded
		if got := web.ClientAddress(r); got != c.want {
			t.Errorf("%s, %v: %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
}
