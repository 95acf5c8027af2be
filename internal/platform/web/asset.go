package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	assets "openiq/web"
)

const assetPrefix = assets.Prefix

func isAsset(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, assetPrefix) }

// assetHandler serves the built files. Their names contain their content's hash, so they never change.
func assetHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assets.Assets().At(r.URL.Path)
		if !ok || r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.ContentType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		body := a.Body
		switch {
		case a.Brotli != nil && accepts(r, "br"):
			h.Set("Content-Encoding", "br")
			body = a.Brotli
		case a.Gzip != nil && accepts(r, "gzip"):
			h.Set("Content-Encoding", "gzip")
			body = a.Gzip
		}
		sendWhole(w, r, body)
	})
}

func sendWhole(w http.ResponseWriter, r *http.Request, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	// A reader who went away is no fault of the file.
	_, _ = bytes.NewReader(body).WriteTo(w)
}
