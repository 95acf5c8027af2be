package web

import (
	"bytes"
	"context"
	"hash/maphash"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
)

const (
	// mostKept is how many bytes of pages are kept in each of two generations: when one is full, the older one goes, without
	// the pages that were asked for again meanwhile.
	mostKept = 32 << 20
	// longestKept is the longest address, in bytes, whose page is kept: what is longer was hardly asked for twice.
	longestKept = 512
)

// Memory keeps pages that are the same for everybody until something that they show changes.
type Memory struct {
	version func(ctx context.Context) (string, error)

	mu    sync.RWMutex
	of    string // the version of what is kept
	pages map[string]*kept
	older map[string]*kept
	size  int // of pages, in bytes
}

// kept is an answer as it is sent.
type kept struct {
	plain  []byte
	size   int                    // of both forms when it was made, in bytes
	small  atomic.Pointer[[]byte] // compressed; nil where that gains nothing
	header map[string][]string
	tag    string
	asked  atomic.Int32 // how often, up to worthwhile
}

// NewMemory is an empty memory. version names the state of everything that the pages show: another one drops them.
func NewMemory(version func(ctx context.Context) (string, error)) *Memory {
	return &Memory{version: version, pages: map[string]*kept{}}
}

// Serve answers from memory where it can, else with next.
func (m *Memory) Serve(next Func) Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		key := r.Host + exchangeOf(r).prefix + r.URL.RequestURI()
		if len(key) > longestKept || r.Method != http.MethodGet && r.Method != http.MethodHead {
			return next(w, r)
		}
		version, err := m.version(r.Context())
		if err != nil {
			return err
		}
		page := m.find(version, key)
		if page == nil {
			made, err := makeWhole(w, r, next)
			if err != nil || made.status != http.StatusOK {
				return made.pass(w, err)
			}
			if page, err = m.keep(version, key, made); err != nil {
				return err
			}
		}
		page.send(w, r)
		return nil
	}
}

func (m *Memory) find(version, key string) *kept {
	m.mu.RLock()
	page, old := m.pages[key], m.older[key]
	if m.of != version {
		page, old = nil, nil
	}
	m.mu.RUnlock()
	if page == nil && old != nil {
		m.put(version, key, old)
		return old
	}
	return page
}

// put takes a page into the younger generation.
func (m *Memory) put(version, key string, page *kept) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of != version {
		m.of, m.pages, m.older, m.size = version, map[string]*kept{}, nil, 0
	}
	if m.size+page.size > mostKept {
		m.pages, m.older, m.size = map[string]*kept{}, m.pages, 0
	}
	if m.pages[key] == nil {
		m.size += page.size
	}
	m.pages[key] = page
}

// keep stores an answer, unless what it shows changed while it was made: then it only is sent.
func (m *Memory) keep(version, key string, a *answer) (*kept, error) {
	page := &kept{plain: a.body.Bytes(), size: a.body.Len(), tag: a.tag(), header: map[string][]string{
		"Content-Type":  a.header["Content-Type"],
		"Cache-Control": {"public, max-age=60"},
		"Vary":          {"Accept-Encoding"},
	}}
	page.header["Etag"] = []string{page.tag}
	if len(page.plain) >= compressFrom {
		if err := page.press(); err != nil {
			return nil, err
		}
	}
	m.put(version, key, page)
	return page, nil
}

func (k *kept) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, value := range k.header {
		h[name] = value
	}
	if r.Header.Get("If-None-Match") == k.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := k.plain
	if small := k.small.Load(); small != nil && accepts(r, "gzip") {
		h["Content-Encoding"] = gzipEncoding
		body = *small
		if k.asked.Load() < worthwhile && k.asked.Add(1) == worthwhile {
			k.pressHard()
		}
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	sendWhole(w, r, body)
}

var gzipEncoding = []string{"gzip"}

// answer takes up what a handler answers.
type answer struct {
	http.ResponseWriter
	header http.Header
	status int
	body   bytes.Buffer
}

// makeWhole lets next answer into memory, as a reader who takes no compression.
func makeWhole(w http.ResponseWriter, r *http.Request, next Func) (*answer, error) {
	a := &answer{ResponseWriter: w, header: http.Header{}}
	plain := r.Clone(r.Context())
	plain.Header.Del("Accept-Encoding")
	plain.Method = http.MethodGet
	err := next(a, plain)
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a, err
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// pass sends an answer that is not kept: another status than 200, as it is.
func (a *answer) pass(w http.ResponseWriter, err error) error {
	if err != nil {
		return err
	}
	h := w.Header()
	for name, value := range a.header {
		h[name] = value
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes())
	return nil
}

var seed = maphash.MakeSeed()

// tag names the content of the answer.
func (a *answer) tag() string {
	return `"` + strconv.FormatUint(maphash.Bytes(seed, a.body.Bytes()), 36) + `"`
}

// worthwhile is how often a page is asked for before time is spent on making it as small as can be.
const worthwhile = 5

// press makes the small form quickly.
func (k *kept) press() error {
	var small bytes.Buffer
	if err := compress(&small, k.plain); err != nil {
		return err
	}
	body := small.Bytes()
	k.small.Store(&body)
	k.size += len(body)
	return nil
}

// pressHard makes it as small as can be.
func (k *kept) pressHard() {
	var small bytes.Buffer
	z, err := gzip.NewWriterLevel(&small, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(k.plain)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // the level is a constant, and memory takes everything
	}
	body := small.Bytes()
	k.small.Store(&body)
}
