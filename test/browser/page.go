package browser

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// EnvScreenshots names the environment variable with the folder for pictures.
// Without it none are taken.
const EnvScreenshots = "OPENIQ_SCREENSHOTS"

// patience is how long one step in the browser may take on a busy machine.
const patience = time.Minute

// View is how a visitor looks at a page.
type View struct {
	Width  int    // in CSS pixels; 0 means 1280
	Height int    // in CSS pixels; 0 means 900
	Lang   string // what the browser asks for, as in "de"; empty means "de"
	Dark   bool   // prefers the dark colour scheme
	Print  bool   // shows the page as it is printed
	NoJS   bool   // no script of the page runs
	Plain  bool   // no style sheet arrives
	Slow   bool   // a cheap phone on a slow line of the third generation
}

// Page is a tab that shows an address.
type Page struct {
	t       testing.TB
	ctx     context.Context
	close   context.CancelFunc
	view    View
	traffic *traffic
}

// Close closes the tab now and not only at the end of the test.
func (p *Page) Close() { p.close() }

// Open loads the address in a new tab. It fails the test if nothing answers.
func (b *Browser) Open(url string, v View) *Page {
	b.t.Helper()
	ctx, closeTab := chromedp.NewContext(b.ctx)
	b.t.Cleanup(closeTab)
	p := &Page{t: b.t, ctx: ctx, close: closeTab, view: v.complete(), traffic: &traffic{}}
	if err := chromedp.Listen(ctx, p.traffic.observe); err != nil {
		b.t.Fatalf("browser: new tab: %v", err)
	}
	p.emulate()
	p.Do(chromedp.Navigate(url))
	Evaluate[bool](p, "document.fonts.ready.then(() => true)")
	return p
}

// Do performs steps such as typing and clicking, and fails the test on error.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	Get(p, chromedp.Steps(steps...))
}

// Get performs a step that returns something, and fails the test on error.
func Get[T any](p *Page, step chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, step)
	if err != nil {
		p.t.Fatalf("browser: %s: %v", p.traffic.address(), err)
	}
	return value
}

// Follow performs steps that lead to another document, such as sending a form,
// and waits until that is loaded.
func (p *Page) Follow(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, steps...); err != nil {
		p.t.Fatalf("browser: %s: %v", p.traffic.address(), err)
	}
}

// call sends one command of the DevTools protocol.
func call[P, R any](p *Page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	return Get(p, func(ctx context.Context, tab *chromedp.Target) (R, error) {
		return cdp.Call(ctx, tab, command, params)
	})
}

// Source is the text of the document as the server sent it.
func (p *Page) Source() string {
	p.t.Helper()
	answer := call(p, network.GetResponseBody, network.GetResponseBodyParams{RequestID: p.traffic.document().id})
	return string(answer.Body)
}

// Status is the HTTP status of the document.
func (p *Page) Status() int { return p.traffic.document().status }

// Text is what the page says, as a reader sees it.
func (p *Page) Text() string {
	p.t.Helper()
	return Evaluate[string](p, "document.body.innerText")
}

// Screenshot stores a picture of the whole page as name.png in the folder of
// EnvScreenshots, which should lie outside the repository.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	folder := os.Getenv(EnvScreenshots)
	if folder == "" {
		return
	}
	picture := Get(p, chromedp.FullScreenshot(100))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// Evaluate runs an expression of the test in the page and waits for its
// promise. A strict CSP does not stop it. On a page without scripts it is the
// only script that runs: the page's own were left out when the document was read.
func Evaluate[T any](p *Page, expression string) T {
	p.t.Helper()
	if p.view.NoJS {
		p.scripts(true)
		defer p.scripts(false)
	}
	return Get(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// scripts switches JavaScript on or off.
func (p *Page) scripts(on bool) {
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// complete fills in what a test left out.
func (v View) complete() View {
	if v.Width == 0 {
		v.Width = 1280
	}
	if v.Height == 0 {
		v.Height = 900
	}
	if v.Lang == "" {
		v.Lang = "de"
	}
	return v
}

// emulate makes the tab behave as the view says.
func (p *Page) emulate() {
	v := p.view
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: "light"},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	if v.Dark {
		media.Features[0].Value = "dark"
	}
	if v.Print {
		media.Media = "print"
	}
	call(p, network.Enable, network.EnableParams{})
	call(p, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": v.Lang}})
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(v.Width), Height: int64(v.Height), DeviceScaleFactor: 1,
	})
	call(p, emulation.SetEmulatedMedia, media)
	call(p, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: v.Lang})
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if v.Plain {
		call(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*.css", Block: true}}})
	}
	p.scripts(!v.NoJS)
	if v.Slow {
		p.slow()
	}
}
