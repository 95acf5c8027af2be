package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"
)

// compressFrom is the size in bytes from which compressing a page saves a packet.
const compressFrom = 1200

var (
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	gzips   = sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
		if err != nil {
			panic(err) // the level is a constant
		}
		return z
	}}
)

// keepBuffer is the capacity above which a buffer is not kept: one huge page must not hold memory forever.
const keepBuffer = 1 << 20

func getBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }

func putBuffer(b *bytes.Buffer) {
	if b.Cap() <= keepBuffer {
		b.Reset()
		buffers.Put(b)
	}
}

// Render answers with a page: made as a whole, compressed, and written once, so that a failing view never sends half a page.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	body := getBuffer()
	defer putBuffer(body)
	if err := page.Render(r.Context(), body); err != nil {
		return err
	}
	if x := exchangeOf(r); x.flash != nil {
		http.SetCookie(w, x.edge.cookie(flashCookie, "", -time.Second))
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	return write(w, r, status, body)
}

// write sends body, compressed when the reader takes that.
func write(w http.ResponseWriter, r *http.Request, status int, body *bytes.Buffer) error {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if body.Len() >= compressFrom && accepts(r, "gzip") {
		small := getBuffer()
		defer putBuffer(small)
		if err := compress(small, body.Bytes()); err != nil {
			return err
		}
		h.Set("Content-Encoding", "gzip")
		body = small
	}
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	// A reader who went away is no fault of the page, and there is nobody left to tell.
	_, _ = w.Write(body.Bytes())
	return nil
}

func compress(to *bytes.Buffer, from []byte) error {
	z := gzips.Get().(*gzip.Writer)
	defer gzips.Put(z)
	z.Reset(to)
	if _, err := z.Write(from); err != nil {
		return err
	}
	return z.Close()
}

// accepts tells whether the reader takes an encoding. "q=0" refuses one.
func accepts(r *http.Request, encoding string) bool {
	for _, line := range r.Header["Accept-Encoding"] {
		for line != "" {
			var offer string
			offer, line, _ = strings.Cut(line, ",")
			name, weight, _ := strings.Cut(offer, ";")
			if strings.TrimSpace(name) == encoding {
				weight = strings.ReplaceAll(weight, " ", "")
				return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
			}
		}
	}
	return false
}

// Redirect sends the reader on to see the result; url is one of ours.
func Redirect(w http.ResponseWriter, r *http.Request, url string) {
	http.Redirect(w, r, url, http.StatusSeeOther)
}
