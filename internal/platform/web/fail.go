package web

import (
	"errors"
	"fmt"
	"net/http"

	"openiq/internal/platform/errs"
)

// Fail answers with the page for an error. What the log alone may know stays in the log.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	status := StatusOf(err)
	x := exchangeOf(r)
	x.cause = err
	if x.answer.status != 0 {
		return // the answer has begun; the log has the error
	}
	switch status {
	case statusGone:
		w.WriteHeader(status)
		return
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "10")
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "60")
	}
	if err := Render(w, r, status, errorPage(r, status, messageOf(err, status))); err != nil {
		x.cause = fmt.Errorf("%w; and its page failed: %w", x.cause, err)
		http.Error(w, http.StatusText(status), status)
	}
}

// NotFound is the handler for addresses that lead nowhere.
var NotFound = Func(func(http.ResponseWriter, *http.Request) error { return errs.Missing() })

// message is what an error page says.
type message struct {
	name string // of the texts error.title.<name> and error.help.<name>
	key  string
	args []any
}

var names = map[int]string{
	http.StatusBadRequest:            "bad_request",
	http.StatusMethodNotAllowed:      "bad_request",
	http.StatusNotFound:              "not_found",
	http.StatusForbidden:             "forbidden",
	http.StatusConflict:              "conflict",
	http.StatusServiceUnavailable:    "unavailable",
	http.StatusTooManyRequests:       "rate_limited",
	http.StatusRequestEntityTooLarge: "too_large",
	http.StatusInternalServerError:   "internal",
}

func messageOf(err error, status int) message {
	m := message{name: names[status]}
	m.key = "error." + m.name
	var e *errs.Error
	if errors.As(err, &e) && e.Kind != errs.Internal {
		m.key, m.args = e.Key, e.Args
	}
	return m
}
