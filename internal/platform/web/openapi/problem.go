package openapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
)

// Problem says what went wrong (RFC 9457).
type Problem struct {
	Type   string  `json:"type" enum:"about:blank" doc:"What the status says is all"`
	Title  string  `json:"title" doc:"The status in words"`
	Status int     `json:"status" minimum:"400" maximum:"599" doc:"The status of the answer"`
	Detail string  `json:"detail" doc:"What went wrong this time, in English"`
	Errors []Fault `json:"errors,omitempty" doc:"What is wrong with which parameter"`
}

// Fault is what is wrong with a parameter. It never repeats what was sent.
type Fault struct {
	Location string `json:"location" example:"query.limit" doc:"Where: query or path, a dot, the name"`
	Message  string `json:"message" doc:"What is wrong, in English"`
}

// Error is the problem for the log.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problem documents.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

func newProblem(status int, detail string, faults ...Fault) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: faults}
}

// Huma writes its own errors by these: parameters that do not fit the description are a bad request like any other.
func init() {
	huma.DefaultArrayNullable = false // ours are never null
	huma.NewError = func(status int, detail string, causes ...error) huma.StatusError {
		if status == http.StatusUnprocessableEntity {
			status, detail = http.StatusBadRequest, "Some parameters cannot be used."
		}
		p := newProblem(status, detail)
		for _, cause := range causes {
			if d := new(huma.ErrorDetail); errors.As(cause, &d) {
				p.Errors = append(p.Errors, Fault{d.Location, sentence(d.Message)})
			}
		}
		return p
	}
}

// sentence is a message that begins with a capital letter and ends with a full stop, as all of ours do.
func sentence(message string) string {
	if message == "" {
		return message
	}
	return strings.ToUpper(message[:1]) + strings.TrimSuffix(message[1:], ".") + "."
}

// problem is the document for an error, which is noted for the log. It says nothing that only the log may know.
func (a *API) problem(ctx context.Context, err error) *Problem {
	web.SetCause(ctx, err)
	status := web.StatusOf(err)
	if status < http.StatusBadRequest || status > 599 || http.StatusText(status) == "" {
		status = http.StatusServiceUnavailable // the reader has gone away: nobody reads this
	}
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind == errs.Internal {
		return newProblem(status, a.english.T("error.internal"))
	}
	if e.Kind == errs.NotFound {
		return newProblem(status, "There is no such thing.")
	}
	p := newProblem(status, a.english.T(e.Key, e.Args...))
	if e.Key == "error.form" {
		p.Detail = "Some parameters cannot be used."
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, Fault{"query." + f.Name, a.english.T(f.Key, f.Args...)})
	}
	return p
}

// fail answers with the problem of an error.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	a.write(w, r, a.problem(r.Context(), err))
}

func (a *API) write(w http.ResponseWriter, r *http.Request, p *Problem) {
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		web.SetCause(r.Context(), err)
	}
}
