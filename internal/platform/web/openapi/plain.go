package openapi

import (
	"encoding/json"
	"net/http"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/web"
)

// Plain is an operation of an interface that somebody else describes, outside [Base]: the answer of read is written as JSON,
// its error as a problem document, and everything else is as for all operations of this API.
func (a *API) Plain(pattern string, read func(*http.Request) (any, error)) web.Route {
	return web.Route{Pattern: pattern, Action: authz.Public, Handler: a.around(func(w http.ResponseWriter, r *http.Request) {
		answer, err := read(r)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			web.SetCause(r.Context(), err)
		}
	})}
}
