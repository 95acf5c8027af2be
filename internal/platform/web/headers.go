package web

import "net/http"

// policy lets a page load its own files only. There are no inline styles or scripts, and no data addresses.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// The values are shared slices, so that setting them allocates nothing; nobody appends to them.
var securityHeaders = map[string][]string{
	"Content-Security-Policy":      {policy},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
	"Referrer-Policy":              {"same-origin"},
	"X-Content-Type-Options":       {"nosniff"},
	"X-Frame-Options":              {"DENY"},
}

var strictTransport = []string{"max-age=31536000; includeSubDomains"}

func setHeaders(h http.Header, requestID string, secure bool) {
	for name, value := range securityHeaders {
		h[name] = value
	}
	if secure {
		h["Strict-Transport-Security"] = strictTransport
	}
	h["X-Request-Id"] = []string{requestID}
}
