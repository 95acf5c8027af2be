package web

import (
	"context"
	"errors"
	"net/http"

	"openiq/internal/platform/errs"
)

// formBody is the most bytes a form may have; the largest one of the house is far below.
const formBody = 1 << 20

// Func is a handler that returns what went wrong; the reader then gets the page for that kind of error.
type Func func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP answers, or says what went wrong.
func (f Func) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, formBody)
	f.serve(w, r)
}

func (f Func) serve(w http.ResponseWriter, r *http.Request) {
	// The pattern is noted here, because a middleware in between may have made a request of its own.
	exchangeOf(r).route = r.Pattern
	if err := f(w, r); err != nil {
		Fail(w, r, err)
	}
}

// Upload is a Func that takes files of up to the edge's MaxBody.
func Upload(f Func) http.Handler { return http.HandlerFunc(f.serve) }

var errCrossOrigin = errs.New(errs.Forbidden, "error.cross_origin")

// These have no kind of their own in errs, because only HTTP knows them.
var (
	errTooLarge = errs.New(errs.Invalid, "error.too_large")
	errMethod   = errs.New(errs.Invalid, "error.method")
)

// StatusOf is the HTTP status for an error.
func StatusOf(err error) int {
	if large := new(http.MaxBytesError); errors.As(err, &large) || errors.Is(err, errTooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	if errors.Is(err, errMethod) {
		return http.StatusMethodNotAllowed
	}
	switch errs.KindOf(err) {
	case errs.Invalid:
		return http.StatusBadRequest
	case errs.NotFound:
		return http.StatusNotFound
	case errs.Forbidden:
		return http.StatusForbidden
	case errs.Conflict:
		return http.StatusConflict
	case errs.Unavailable:
		return http.StatusServiceUnavailable
	case errs.RateLimited:
		return http.StatusTooManyRequests
	}
	if errors.Is(err, context.Canceled) {
		return statusGone
	}
	return http.StatusInternalServerError
}

// statusGone is written into the log when the reader went away before the answer.
const statusGone = 499
