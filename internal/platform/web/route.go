package web

import "openiq/internal/platform/authz"

// Route is one address of the program with the action it needs. Every face lists its routes this way, so that the program
// guards them in one place and a test can walk all of them with every role.
type Route struct {
	Pattern string       // of net/http's mux: "GET /cases/{id}"
	Action  authz.Action // authz.Public and authz.SignedIn need no right
	Handler Func
}
