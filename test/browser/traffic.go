package browser

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// Request is one answer that a page loaded.
type Request struct {
	URL   string
	Kind  string // as Chromium names it: Document, Stylesheet, Script, Font, Image, …
	Bytes int64  // on the wire, headers included
}

// Requests lists what the document now shown has loaded, in order of arrival.
func (p *Page) Requests() []Request {
	p.traffic.mu.Lock()
	defer p.traffic.mu.Unlock()
	return slices.Clone(p.traffic.loaded)
}

// Console lists what the browser complained about: script errors, violations
// of the content security policy, parts of the page that could not be loaded.
func (p *Page) Console() []string {
	p.traffic.mu.Lock()
	defer p.traffic.mu.Unlock()
	return slices.Clone(p.traffic.complaints)
}

// document is the answer to a navigation.
type document struct {
	id     network.RequestID
	url    string
	status int
}

// traffic records what a tab loads. Chromium reports from another goroutine.
type traffic struct {
	mu         sync.Mutex
	main       document
	pending    map[network.RequestID]Request
	loaded     []Request
	complaints []string
}

func (t *traffic) document() document {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.main
}

func (t *traffic) address() string { return t.document().url }

func (t *traffic) observe(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		// A navigation's request carries the id of its loader.
		if e.Type == network.ResourceTypeDocument && string(e.RequestID) == string(e.LoaderID) {
			t.main = document{id: e.RequestID, url: e.DocumentURL}
			t.pending, t.loaded, t.complaints = map[network.RequestID]Request{}, nil, nil
		}
	case *network.EventResponseReceived:
		if e.RequestID == t.main.id {
			t.main.status = int(e.Response.Status)
		}
		if t.pending != nil {
			t.pending[e.RequestID] = Request{URL: e.Response.URL, Kind: e.Type.String()}
		}
	case *network.EventLoadingFinished:
		if r, ok := t.pending[e.RequestID]; ok {
			r.Bytes = int64(e.EncodedDataLength)
			t.loaded = append(t.loaded, r)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			t.complain("%s not loaded: %s %s", e.Type, e.ErrorText, e.BlockedReason)
		}
	case *log.EventEntryAdded:
		t.entry(e.Entry)
	case *runtime.EventExceptionThrown:
		t.complain("script error: %s %s", e.ExceptionDetails.Text, arguments([]*runtime.RemoteObject{e.ExceptionDetails.Exception}))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			t.complain("console.error: %s", arguments(e.Args))
		}
	}
}

// entry keeps errors, except the remark that the document itself came with a
// status of 400 or more: whether that is right is for the test to say.
func (t *traffic) entry(e *log.Entry) {
	ownStatus := e.Source == log.EntrySourceNetwork && e.URL == t.main.url
	if e.Level == log.EntryLevelError && !ownStatus {
		t.complain("%s: %s %s", e.Source, e.Text, e.URL)
	}
}

func (t *traffic) complain(format string, args ...any) {
	t.complaints = append(t.complaints, strings.TrimSpace("console: "+fmt.Sprintf(format, args...)))
}

func arguments(values []*runtime.RemoteObject) string {
	var words []string
	for _, v := range values {
		if v == nil {
			continue
		}
		if v.Description != "" {
			words = append(words, v.Description)
		} else {
			words = append(words, string(v.Value))
		}
	}
	return strings.Join(words, " ")
}
