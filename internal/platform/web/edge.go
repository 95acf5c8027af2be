package web

import (
	"log/slog"
	"net/http"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
)

// Options are what the edge needs from the program.
type Options struct {
	Bundle *i18n.Bundle
	Clock  clock.Clock
	Log    *slog.Logger
	// Frame fills in what every page shows for this reader: navigation, user, search. Nil: nothing.
	Frame func(r *http.Request) ui.Page
	// Portal is the public part below the addresses of its languages. Nil: there is none.
	Portal *Portal
	// Base is the address at which readers reach the program, as "https://iq.example.org"; empty: the one each reader used.
	Base string
	// Secure says that readers come over HTTPS, also through a proxy: cookies are then never sent in the clear.
	Secure bool
	// MaxBody is the most bytes that any request may have; 0 means 64 MiB. Func allows less, Upload up to this.
	MaxBody int64
}

const defaultMaxBody = 64 << 20

// New is handler behind the edge. The edge answers Prefix of the assets itself.
func New(o Options, handler http.Handler) http.Handler {
	if o.MaxBody == 0 {
		o.MaxBody = defaultMaxBody
	}
	e := &edge{Options: o, next: handler, crossOrigin: http.NewCrossOriginProtection()}
	e.assets = assetHandler()
	return e
}

type edge struct {
	Options
	next        http.Handler
	assets      http.Handler
	crossOrigin *http.CrossOriginProtection
}

func (e *edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{edge: e, id: requestID(), start: e.Clock.Now()}
	rec := &recorder{ResponseWriter: w, exchange: x}
	x.answer = rec
	setHeaders(w.Header(), x.id, e.Secure)
	r = r.WithContext(withExchange(r.Context(), x))
	defer func() { e.finish(rec, r, x, recover()) }()
	if isAsset(r) {
		x.route = "GET " + assetPrefix
		e.assets.ServeHTTP(rec, r)
		return
	}
	lang, proper, public := e.Portal.within(r.URL)
	if proper != "" {
		http.Redirect(rec, r, proper, http.StatusPermanentRedirect)
		return
	}
	if public {
		r = e.enter(rec, r, x, lang)
	} else {
		r = e.chooseLanguage(rec, r)
	}
	if err := e.crossOrigin.Check(r); err != nil {
		Fail(rec, r, errCrossOrigin)
		return
	}
	r.Body = http.MaxBytesReader(rec, r.Body, e.MaxBody)
	if public {
		e.Portal.Handler.ServeHTTP(rec, r)
	} else {
		x.flash = readFlash(r)
		e.next.ServeHTTP(rec, r)
	}
	switch rec.replaced {
	case http.StatusNotFound:
		Fail(rec, r, errs.Missing())
	case http.StatusMethodNotAllowed:
		Fail(rec, r, errMethod)
	}
	if x.route == "" {
		x.route = r.Pattern
	}
}
