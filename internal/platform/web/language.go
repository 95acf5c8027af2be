package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"openiq/internal/platform/i18n"
)

const languageCookie = "lang"

// chooseLanguage takes the language from the address (and remembers it), else from the cookie, else from what the browser asks for.
func (e *edge) chooseLanguage(w http.ResponseWriter, r *http.Request) *http.Request {
	tag := e.language(w, r)
	h := w.Header()
	h.Set("Content-Language", tag)
	h.Add("Vary", "Accept-Language, Cookie")
	return r.WithContext(i18n.WithPrinter(r.Context(), e.Bundle.Printer(tag)))
}

func (e *edge) language(w http.ResponseWriter, r *http.Request) string {
	if strings.Contains(r.URL.RawQuery, "lang=") {
		if tag := r.URL.Query().Get("lang"); e.Bundle.Has(tag) {
			http.SetCookie(w, e.cookie(languageCookie, tag, 365*24*time.Hour))
			return tag
		}
	}
	if c, err := r.Cookie(languageCookie); err == nil && e.Bundle.Has(c.Value) {
		return c.Value
	}
	return e.Bundle.Match(r.Header.Get("Accept-Language"))
}

// cookie lives for the time given, or is deleted when that is negative.
func (e *edge) cookie(name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: e.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// pathWithoutLanguage is where the language switch leads back to.
func pathWithoutLanguage(r *http.Request) string {
	path := r.URL.EscapedPath()
	if r.URL.RawQuery == "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return path
	}
	var kept []string
	for _, part := range strings.Split(r.URL.RawQuery, "&") {
		if !strings.HasPrefix(part, "lang=") {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}

// P is the reader's printer.
func P(r *http.Request) *i18n.Printer { return i18n.From(r.Context()) }

// With is the address of the page with some query parameters replaced (name and value in turn; an empty value removes one).
func With(r *http.Request, pairs ...string) string {
	query := r.URL.Query()
	query.Del("lang")
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Del(pairs[i])
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return (&url.URL{Path: exchangeOf(r).prefix + r.URL.Path, RawQuery: query.Encode()}).String()
}
