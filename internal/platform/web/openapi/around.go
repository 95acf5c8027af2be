package openapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"openiq/internal/platform/web"
)

const (
	// maxQuery is how many bytes everything behind the question mark may have.
	maxQuery = 8 << 10
	// kept is how long an answer may be kept without asking whether it is still right: what the office corrects is seen
	// after that at the latest.
	kept = "public, max-age=300"
)

// around is what every answer has in common: other sites may read it, nothing in it depends on the reader, nobody asks too
// often or too much, and it is known again by its ETag.
func (a *API) around(next http.HandlerFunc) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		setHeaders(w.Header())
		if wait := a.limits.Wait(web.ClientAddress(r)); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(wait))
			a.write(w, r, newProblem(http.StatusTooManyRequests, fmt.Sprintf("Too many requests from your address: try again in %d seconds.", wait)))
			return nil
		}
		if len(r.URL.RawQuery) > maxQuery {
			a.write(w, r, newProblem(http.StatusRequestURITooLong, fmt.Sprintf("The query has more than %d bytes.", maxQuery)))
			return nil
		}
		answer := &buffer{header: w.Header(), status: http.StatusOK}
		next(answer, r)
		answer.send(w, r)
		return nil
	}
}

// setHeaders opens an answer to all, and takes back what the edge says of pages: these depend on language and cookies.
func setHeaders(h http.Header) {
	h.Del("Set-Cookie")
	h.Del("Vary")
	h.Del("Content-Language")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "no-store") // problems
}

// buffer keeps an answer until it is whole.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is the header of the answer.
func (b *buffer) Header() http.Header { return b.header }

// WriteHeader notes the status.
func (b *buffer) WriteHeader(status int) { b.status = status }

// Write adds to the body.
func (b *buffer) Write(p []byte) (int, error) { return b.body.Write(p) }

// send writes the answer, or says that the reader has it. The tag is made of the answer itself, so it changes with
// everything that the answer follows from: the stored knowledge, what ships with the program, and the day.
func (b *buffer) send(w http.ResponseWriter, r *http.Request) {
	if b.status == http.StatusServiceUnavailable {
		b.header.Set("Retry-After", "10")
	}
	if b.status == http.StatusOK {
		sum := sha256.Sum256(b.body.Bytes())
		tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
		b.header.Set("ETag", tag)
		b.header.Set("Cache-Control", kept)
		if matches(r.Header.Values("If-None-Match"), tag) {
			b.header.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if b.status != http.StatusNoContent {
		b.header.Set("Content-Length", strconv.Itoa(b.body.Len()))
	}
	w.WriteHeader(b.status)
	_, _ = w.Write(b.body.Bytes()) // a reader who went away gets nothing
}

// matches compares weakly, as RFC 9110 section 13.1.2 says.
func matches(conditions []string, tag string) bool {
	for _, one := range strings.Split(strings.Join(conditions, ","), ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}
