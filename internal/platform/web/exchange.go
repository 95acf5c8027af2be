package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"openiq/internal/platform/web/ui"
)

// exchange is what the edge knows about one request and its answer.
type exchange struct {
	edge   *edge
	id     string
	start  time.Time
	prefix string // the language of a page of the portal, "/ar"; else empty
	route  string // the mux pattern
	actor  string
	cause  error // why the answer is an error, for the log
	flash  *flash
	answer *recorder
}

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// exchangeOf panics outside the edge, which only a fault in the wiring can cause.
func exchangeOf(r *http.Request) *exchange {
	return r.Context().Value(exchangeKey{}).(*exchange)
}

func requestID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// RequestID is the number under which the log has this request.
func RequestID(r *http.Request) string { return exchangeOf(r).id }

// URL is a path of ours as a whole address, by which this reader reaches us.
func URL(r *http.Request, path string) string {
	if base := exchangeOf(r).edge.Base; base != "" {
		return strings.TrimSuffix(base, "/") + path
	}
	if r.TLS != nil || exchangeOf(r).edge.Secure {
		return "https://" + r.Host + path
	}
	return "http://" + r.Host + path
}

// SetActor names who acts, for the log: the account's id, nothing personal.
func SetActor(r *http.Request, id string) { exchangeOf(r).actor = id }

// SetCause notes for the log why an answer is an error, where a face writes that answer itself.
func SetCause(ctx context.Context, err error) { ctx.Value(exchangeKey{}).(*exchange).cause = err }

// Page is the frame of a page for this reader, with its title and what the previous request wanted to say.
func Page(r *http.Request, title string) ui.Page {
	x := exchangeOf(r)
	var page ui.Page
	switch {
	case x.prefix != "":
		page = x.portalPage(r)
	case x.edge.Frame != nil:
		page = x.edge.Frame(r)
	}
	page.Title = title
	page.Path = pathWithoutLanguage(r)
	page.Flash = x.flash.message(r)
	return page
}
