// Package web is the edge to HTTP: what every request and answer needs, whatever it is about.
//
// New wraps a mux with security headers, the reader's language, protection against other sites' forms, recovery and one
// log line a request. Faces register Func handlers, which return errors as values; Fail turns those into pages.
package web
