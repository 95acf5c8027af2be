package office

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// askToSignIn leads to the sign-in and back. What was being sent goes along, sealed in the page.
func (o *Office) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		web.Redirect(w, r, "/signin?next="+url.QueryEscape(r.URL.RequestURI()))
		return nil
	}
	if !wantsPage(r) {
		w.WriteHeader(http.StatusUnauthorized)
		return nil
	}
	former, err := o.sessions.former(r)
	if err != nil {
		return err
	}
	n := notice{kind: ui.Warning, title: web.P(r).T("account.expired.title")}
	sealed, err := o.carrier.Pack(r, former)
	switch {
	case errs.KindOf(err) == errs.Invalid:
		n.text = word(r, err)
	case err != nil:
		return err
	case sealed == "":
		n.text = web.P(r).T("account.expired.nothing")
	default:
		n.kind, n.text = ui.Info, web.P(r).T("account.expired.carried")
	}
	return o.showSignIn(w, r, http.StatusUnauthorized, web.NewForm("next", cameFrom(r), "carried", sealed), n)
}

// unpack keeps what was carried for the account that signs in, if there is anything, and tells where to go on. The
// error is Conflict when it is another's.
func (o *Office) unpack(w http.ResponseWriter, r *http.Request, id string, f *web.Form) (string, error) {
	if f.Get("carried") == "" {
		return f.Get("next"), nil
	}
	next, said, err := o.carrier.Unpack(r.Context(), id, f.Get("carried"))
	var e *errs.Error
	if errors.As(err, &e) && e.Kind == errs.Invalid {
		web.Flash(w, r, ui.Warning, e.Key)
		return f.Get("next"), nil
	}
	if err == nil {
		web.Flash(w, r, ui.Info, said)
	}
	return next, err
}

// word is what an error says to the reader.
func word(r *http.Request, err error) string {
	var e *errs.Error
	errors.As(err, &e)
	return web.P(r).T(e.Key, e.Args...)
}

// wantsPage says whether a request is a browser's own and not that of a script, which shows no page to anybody.
func wantsPage(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return accept == "" || strings.Contains(accept, "text/html")
}

// cameFrom is the page of this program from which a form was sent; the start page when the browser does not say.
func cameFrom(r *http.Request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || u.Host != r.Host {
		return home
	}
	return localPath(u.RequestURI())
}
