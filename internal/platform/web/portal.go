package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
)

// Portal is the public part of the program. Its pages lie below an address of their own for each language, "/ar/centres",
// need no cookie, and know nobody who is signed in.
type Portal struct {
	Bundle  *i18n.Bundle
	Handler http.Handler                  // sees addresses without the language
	Frame   func(r *http.Request) ui.Page // what every page of the portal shows; Page fills in the address
}

// within finds the language in an address of the portal. proper is how the address should have been written: with the
// language in small letters, without empty parts; empty: it is.
func (p *Portal) within(u *url.URL) (lang, proper string, ok bool) {
	if p == nil || len(u.Path) < 3 || u.Path[0] != '/' {
		return "", "", false
	}
	written := u.EscapedPath()
	lang, rest, _ := strings.Cut(written[1:], "/")
	if !p.Bundle.Has(strings.ToLower(lang)) {
		return "", "", false
	}
	clean := path.Clean("/" + rest)
	if strings.HasSuffix(rest, "/") && clean != "/" {
		clean += "/"
	}
	if whole := "/" + strings.ToLower(lang) + clean; whole != written && written != "/"+lang {
		if proper = whole; u.RawQuery != "" {
			proper += "?" + u.RawQuery
		}
	}
	return strings.ToLower(lang), proper, true
}

// enter makes the request one of the portal: in the language of its address, which is taken off.
func (e *edge) enter(w http.ResponseWriter, r *http.Request, x *exchange, lang string) *http.Request {
	x.prefix = "/" + lang
	w.Header().Set("Content-Language", lang)
	inside := r.WithContext(i18n.WithPrinter(r.Context(), e.Portal.Bundle.Printer(lang)))
	inside.URL = new(url.URL)
	*inside.URL = *r.URL
	inside.URL.Path = "/" + strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, x.prefix), "/")
	if r.URL.RawPath != "" {
		inside.URL.RawPath = "/" + strings.TrimPrefix(strings.TrimPrefix(r.URL.RawPath, x.prefix), "/")
	}
	return inside
}

// portalPage is the frame of a page of the portal.
func (x *exchange) portalPage(r *http.Request) ui.Page {
	page := x.edge.Portal.Frame(r)
	if page.Portal == nil {
		page.Portal = &ui.Portal{}
	}
	page.Portal.Path = pathWithoutLanguage(r)
	page.Portal.Base = strings.TrimSuffix(URL(r, "/"), "/")
	return page
}
