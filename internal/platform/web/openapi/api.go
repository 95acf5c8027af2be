package openapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
)

// Base is where all operations of this version lie.
const Base = "/api/v1"

// DefaultRate lets a search as one types go on in a whole office behind one address.
var DefaultRate = web.Rate{PerSecond: 20, Burst: 200}

// API is the operations for other programs.
type API struct {
	huma    huma.API
	routes  []web.Route
	english *i18n.Printer
	limits  *web.Limiter
}

// Options are what the API needs from the program.
type Options struct {
	Info    huma.Info
	Tags    []*huma.Tag
	English *i18n.Printer // of the messages in problem documents
	Clock   clock.Clock
	Rate    web.Rate // the zero Rate is DefaultRate
}

// New makes an API without operations.
func New(o Options) *API {
	if o.Rate == (web.Rate{}) {
		o.Rate = DefaultRate
	}
	a := &API{english: o.English, limits: web.NewLimiter(o.Rate, o.Clock)}
	config := huma.DefaultConfig(o.Info.Title, o.Info.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.RejectUnknownQueryParameters = true // a filter with a typing error must not look like one that found everything
	config.Info = &o.Info
	config.Tags = o.Tags
	config.Servers = []*huma.Server{{URL: "/", Description: "This installation"}}
	config.Security = []map[string][]string{} // nobody has to sign in
	a.huma = huma.NewAPI(config, humago.NewAdapter(mux{a}, ""))
	return a
}

// mux collects the operations as routes.
type mux struct{ api *API }

// HandleFunc notes an operation.
func (m mux) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	m.api.add(pattern, handler)
}

// ServeHTTP is never called: the program's own mux serves the routes.
func (m mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

func (a *API) add(pattern string, handler http.HandlerFunc) {
	a.routes = append(a.routes, web.Route{Pattern: pattern, Action: authz.Public, Handler: a.around(handler)})
}

// Operation says what an operation is.
type Operation struct {
	ID, Path, Summary, Description, Tag string
	Missing                             bool // it can answer that there is no such thing
}

// output is an answer as huma takes it.
type output[O any] struct{ Body O }

// Get registers an operation that reads. Its input is a struct with the parameters, its answer one that is written as JSON.
func Get[I, O any](a *API, o Operation, read func(context.Context, *I) (O, error)) {
	op := huma.Operation{Method: http.MethodGet, Path: Base + o.Path, OperationID: o.ID, Summary: o.Summary, Description: o.Description,
		Tags: []string{o.Tag}, Errors: []int{http.StatusBadRequest, http.StatusRequestURITooLong, http.StatusTooManyRequests,
			http.StatusInternalServerError, http.StatusServiceUnavailable}}
	if o.Missing {
		op.Errors = append(op.Errors, http.StatusNotFound)
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (out *output[O], err error) {
		defer func() {
			if p := recover(); p != nil {
				out, err = nil, a.problem(ctx, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			}
		}()
		body, err := read(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return &output[O]{body}, nil
	})
	a.describe(a.huma.OpenAPI().Paths[op.Path].Get)
}

// describe adds to the description of an operation what it has in common with all others.
func (a *API) describe(op *huma.Operation) {
	text := &huma.Schema{Type: huma.TypeString}
	for status, response := range op.Responses {
		response.Headers = map[string]*huma.Param{"X-Request-Id": {Description: "The number of this request in the log", Schema: text}}
		switch status {
		case strconv.Itoa(http.StatusOK):
			response.Description = "The answer"
			response.Headers["ETag"] = &huma.Param{Description: "Changes when the answer does", Schema: text}
			response.Headers["Cache-Control"] = &huma.Param{Description: "How long the answer may be kept", Schema: text}
		case strconv.Itoa(http.StatusTooManyRequests), strconv.Itoa(http.StatusServiceUnavailable):
			response.Headers["Retry-After"] = &huma.Param{Description: "Seconds to wait", Schema: &huma.Schema{Type: huma.TypeInteger}}
		}
	}
	delete(op.Responses, "422") // see newProblem
	op.Responses[strconv.Itoa(http.StatusNotModified)] = &huma.Response{Description: "What the If-None-Match of the request names is still right"}
}

// Routes are the routes of all operations, of the description, and of everything else under /api/. It is called once.
func (a *API) Routes() []web.Route {
	description := a.huma.OpenAPI()
	asJSON, err := json.Marshal(description)
	if err != nil {
		panic("openapi: " + err.Error()) // the description is the program's own
	}
	asYAML, err := description.YAML()
	if err != nil {
		panic("openapi: " + err.Error())
	}
	a.add("GET "+Base+"/openapi.json", file("application/openapi+json", asJSON))
	a.add("GET "+Base+"/openapi.yaml", file("application/openapi+yaml", asYAML))
	a.add("GET /api/", func(w http.ResponseWriter, r *http.Request) { a.fail(w, r, errs.Missing()) })
	a.add("OPTIONS /api/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Methods", allowed)
		w.Header().Set("Access-Control-Allow-Headers", "If-None-Match")
		w.Header().Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	})
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		a.add(method+" /api/", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", allowed)
			a.write(w, r, newProblem(http.StatusMethodNotAllowed, "This interface is for reading: use GET."))
		})
	}
	return a.routes
}

const allowed = "GET, HEAD, OPTIONS"

func file(kind string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body)
	}
}
