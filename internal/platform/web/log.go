package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
)

// recorder remembers status and size for the log, and keeps back the mux's own bare texts for addresses it does not know.
type recorder struct {
	http.ResponseWriter
	exchange *exchange
	status   int
	bytes    int
	replaced int // the status of an answer kept back
}

func (w *recorder) WriteHeader(status int) {
	if w.fromMux(status) {
		w.replaced = status
		return
	}
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 && w.replaced != 0 {
		return len(b), nil
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// fromMux tells the mux's own answer by this: no handler of ours has run, and it is plain text.
func (w *recorder) fromMux(status int) bool {
	return w.status == 0 && w.replaced == 0 && w.exchange.route == "" &&
		(status == http.StatusNotFound || status == http.StatusMethodNotAllowed) &&
		strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain")
}

// Unwrap lets http.ResponseController reach flushing and deadlines.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// finish turns a panic into a page and writes the one line about the request: never its query, never its body.
func (e *edge) finish(w *recorder, r *http.Request, x *exchange, fault any) {
	if fault != nil {
		x.cause = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		if w.status != 0 || errors.Is(asError(fault), http.ErrAbortHandler) {
			e.log(w, r, x)
			panic(http.ErrAbortHandler) // the answer has begun: only cutting it off says that it is broken
		}
		Fail(w, r, x.cause)
	}
	e.log(w, r, x)
}

func asError(v any) error {
	err, _ := v.(error)
	return err
}

func (e *edge) log(w *recorder, r *http.Request, x *exchange) {
	level := slog.LevelInfo
	if w.status >= 500 {
		level = slog.LevelError
	}
	attrs := [9]slog.Attr{
		slog.String("method", r.Method),
		slog.String("route", x.route),
		slog.Int("status", w.status),
		slog.Duration("duration", e.Clock.Now().Sub(x.start)),
		slog.Int("bytes", w.bytes),
		slog.String("request", x.id),
	}
	n := 6
	if x.actor != "" {
		attrs[n] = slog.String("actor", x.actor)
		n++
	}
	if x.cause != nil {
		attrs[n] = slog.String("error", x.cause.Error())
		n++
	}
	e.Log.LogAttrs(r.Context(), level, "request", attrs[:n]...)
}
