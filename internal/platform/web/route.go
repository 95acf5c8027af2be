package web

import (
	"net/http"

	"openiq/internal/platform/authz"
)

// Route is one address of the program with the action it needs. Every face lists its routes this way, so that the program
// guards them in one place and a test can walk all of them with every role.
type Route struct {
	Pattern string       // of net/http's mux: "GET /cases/{id}"
	Action  authz.Action // authz.Public and authz.SignedIn need no right
	Handler Func
	Shared  bool // a page of the portal that is the same for everybody: it is kept in memory until something public changes
	Hidden  bool // a Shared page that search engines are not told of
	Files   bool // takes files: requests of up to the edge's MaxBody
}

// Bind is the handler of a route once it is guarded, with the bound on its requests.
func (r Route) Bind(guarded Func) http.Handler {
	if r.Files {
		return Upload(guarded)
	}
	return guarded
}
