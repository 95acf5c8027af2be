package browser

import (
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// policy is a strict content security policy, like that of the program.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

// page is a small page without a fault. A test puts its fault into the body.
var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Advice on qualifications</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="#main">Skip to the content</a></header>
<main id="main">
<h1>Advice on qualifications</h1>
{{.}}
</main>
</body>
</html>
`))

const faultless = `<form action="/" method="get">
<p><label for="q">Occupation</label> <input id="q" name="q" type="text" autocomplete="off"></p>
<fieldset><legend>Form</legend>
<label><input type="radio" name="form" value="phone"> Phone</label>
<label><input type="radio" name="form" value="centre" checked> At the centre</label>
</fieldset>
<p><button type="submit">Search</button></p>
</form>
<details><summary>More</summary><p><a href="/hidden">Not reached while folded</a></p></details>
<noscript><p>Works without scripts.</p></noscript>
<p id="script">No script ran.</p>
<script src="/script.js"></script>`

const style = `body { color: #111; background: #fff; font: 1rem/1.5 sans-serif }
a, button, summary { display: inline-block; min-height: 24px; padding: 4px; color: #014 }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } a, summary { color: #adf } }
.unseen:focus { outline: none }
.dense a { min-height: 0; padding: 0; width: 9px; height: 9px; font-size: 8px; overflow: hidden }
.pale { color: #ccc }
.wide { width: 900px }
.frame { overflow-x: auto }
`

// site serves a page with the body at "/".
func site(t *testing.T, body string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := page.Execute(w, template.HTML(body)); err != nil {
			t.Error(err)
		}
	})
	file := func(path, kind, text string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, text)
		})
	}
	file("/style.css", "text/css", style)
	file("/script.js", "text/javascript", `document.getElementById("script").textContent = "A script ran."`)
	file("/broken.js", "text/javascript", `throw new Error("a fault in a script")`)
	file("/trap.js", "text/javascript", `document.getElementById("trap").onkeydown = (key) => key.preventDefault()`)
	file("/icon.svg", "image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	mux.HandleFunc("GET /asked", func(w http.ResponseWriter, r *http.Request) {
		cookie, _ := r.Cookie("session")
		fmt.Fprintf(w, "language=%s cookie=%v", r.Header.Get("Accept-Language"), cookie)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestFaultlessPagePassesEveryCheck(t *testing.T) {
	b := New(t)
	address := site(t, faultless)
	for name, view := range map[string]View{
		"phone":   {Width: 320, Lang: "en"},
		"desktop": {Lang: "en"},
		"dark":    {Width: 390, Lang: "en", Dark: true},
		"no-js":   {Width: 390, Lang: "en", NoJS: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Open(address, view)
			Clean(t, p.Axe(), p.Overflow(), p.Keyboard(), p.Console(), ValidHTML(p.Source()))
			if p.Status() != http.StatusOK {
				t.Errorf("status %d, want 200", p.Status())
			}
			p.Screenshot("browser-" + name)
		})
	}
}

// TestFaultIsFound proves that each check bites.
func TestFaultIsFound(t *testing.T) {
	b := New(t)
	axe := func(p *Page) []string { return p.Axe() }
	html := func(p *Page) []string { return ValidHTML(p.Source()) }
	overflow := func(p *Page) []string { return p.Overflow() }
	keyboard := func(p *Page) []string { return p.Keyboard() }
	console := func(p *Page) []string { return p.Console() }
	for _, fault := range []struct {
		name, body string
		check      func(*Page) []string
		want       string
	}{
		{"field without a label", `<form action="/"><input name="q" type="text"><button type="submit">Go</button></form>`, axe, "axe: label"},
		{"pale text", `<p class="pale">Free of charge</p>`, axe, "axe: color-contrast"},
		{"skipped heading", `<h4>Costs</h4>`, axe, "axe: heading-order"},
		{"small targets", `<p class="dense"><a href="/a">a</a><a href="/b">b</a></p>`, axe, "axe: target-size"},
		{"inline style", `<p style="color: red">Costs</p>`, html, "no-inline-style"},
		{"block in a paragraph", `<p>Costs<div>none</div></p>`, html, "close-order"},
		{"button in a link", `<a href="/"><button type="button">Go</button></a>`, html, "element-permitted-content"},
		{"id twice", `<p id="main">Costs</p>`, html, "no-dup-id"},
		{"too wide", `<p class="wide">A table</p>`, overflow, `class="wide"`},
		{"unseen focus", `<p><a class="unseen" href="/">Costs</a></p>`, keyboard, "cannot be seen"},
		{"trap", `<p><input aria-label="Trap" id="trap"><a href="/">Costs</a></p><script src="/trap.js"></script>`, keyboard, "does not reach <a href=\"/\""},
		{"turned around", `<p><a href="/a" tabindex="2">Second</a> <a href="/b" tabindex="1">First</a></p>`, keyboard, "goes back"},
		{"tabindex", `<p><a href="/" tabindex="3">Costs</a></p>`, keyboard, "tabindex above 0"},
		{"inline script", `<script>document.title = "changed"</script>`, console, "security"},
		{"script error", `<script src="/broken.js"></script>`, console, "a fault in a script"},
		{"missing picture", `<p><img src="/missing.png" alt="A map"></p>`, console, "missing.png"},
		{"foreign host", `<p><img src="http://example.org/a.png" alt="A map"></p>`, console, "example.org"},
	} {
		t.Run(fault.name, func(t *testing.T) {
			p := b.Open(site(t, fault.body), View{Width: 390, Lang: "en"})
			problems := fault.check(p)
			if !strings.Contains(strings.Join(problems, "\n"), fault.want) {
				t.Errorf("found %q, want something with %q", problems, fault.want)
			}
		})
	}
}

func TestWithoutStylesNoneArrives(t *testing.T) {
	b, address := New(t), site(t, `<p class="wide">A table</p>`)
	Clean(t, b.Open(address, View{Width: 390, Plain: true}).Overflow())
	if len(b.Open(address, View{Width: 390}).Overflow()) == 0 {
		t.Error("with styles the page is not too wide")
	}
}

func TestDocumentsAreHeldAgainstTheStandard(t *testing.T) {
	const start = `<!DOCTYPE html><html lang="en"><head><title>Advice</title></head><body><h1>Advice</h1>`
	good := NewStandard(t)
	good.Keep("/good", start+`<p>Free of charge</p></body></html>`)
	Clean(t, good.Problems())

	bad := NewStandard(t)
	bad.Keep("/bad", start+`<p>Free of charge<div></div></p></body></html>`)
	bad.Keep("/bad/again", start+`<p>Free of charge<div></div></p></body></html>`)
	bad.Keep("/warned", start+`<table role="table"><tr><td>1</td></tr></table></body></html>`)
	problems := bad.Problems()
	if len(problems) != 2 || !strings.Contains(strings.Join(problems, "\n"), "/bad: line 1") || !strings.Contains(strings.Join(problems, "\n"), "/warned: line 1") {
		t.Errorf("found %q", problems)
	}
	if len(NewStandard(t).Problems()) == 0 {
		t.Error("no document is no problem")
	}
}

func TestWideTableInAFrameIsNoOverflow(t *testing.T) {
	p := New(t).Open(site(t, `<div class="frame" tabindex="0" role="region" aria-label="Table"><p class="wide">x</p></div>`), View{Width: 390})
	Clean(t, p.Overflow(), p.Keyboard(), p.Axe())
}

func TestScriptsOfThePageRunOnlyWhenAllowed(t *testing.T) {
	b, address := New(t), site(t, faultless)
	with := b.Open(address, View{})
	if text := with.Text(); !strings.Contains(text, "A script ran.") || strings.Contains(text, "Works without scripts.") {
		t.Errorf("with scripts the page says %q", text)
	}
	without := b.Open(address, View{NoJS: true})
	if text := without.Text(); !strings.Contains(text, "No script ran.") || !strings.Contains(text, "Works without scripts.") {
		t.Errorf("without scripts the page says %q", text)
	}
}

func TestVisitorAsksInALanguageAndKeepsCookies(t *testing.T) {
	b := New(t)
	address := site(t, faultless)
	b.SetCookie(address, &http.Cookie{Name: "session", Value: "abc", HttpOnly: true})
	if text := b.Open(address+"/asked", View{Lang: "ar"}).Text(); text != "language=ar cookie=session=abc" {
		t.Errorf("the server was asked with %q", text)
	}
	if text := b.Private().Open(address+"/asked", View{Lang: "ar"}).Text(); text != "language=ar cookie=" {
		t.Errorf("another visitor asked with %q", text)
	}
}

func TestRequestsAreCountedAndFollowAForm(t *testing.T) {
	p := New(t).Open(site(t, faultless), View{})
	kinds := map[string]int{}
	for _, r := range p.Requests() {
		if r.Bytes <= 0 {
			t.Errorf("%s weighs %d bytes", r.URL, r.Bytes)
		}
		kinds[r.Kind]++
	}
	if kinds["Document"] != 1 || kinds["Stylesheet"] != 1 || kinds["Script"] != 1 {
		t.Errorf("the page loaded %v, want a document, a stylesheet and a script", kinds)
	}
	p.Follow(chromedp.Click("button"))
	if !strings.Contains(p.traffic.address(), "form=centre") {
		t.Errorf("after sending the form the page is %s", p.traffic.address())
	}
}

func TestScreenshotGoesIntoTheFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pictures")
	t.Setenv(EnvScreenshots, folder)
	p := New(t).Open(site(t, faultless), View{Width: 390})
	p.Screenshot("portal")
	picture, err := os.ReadFile(filepath.Join(folder, "portal.png"))
	if err != nil {
		t.Fatal(err)
	}
	if kind := http.DetectContentType(picture); kind != "image/png" {
		t.Errorf("the picture is %s", kind)
	}
}

func TestOfflineNothingIsReached(t *testing.T) {
	p := New(t).Open(site(t, faultless), View{})
	const reached = `fetch("/style.css", {cache: "no-store"}).then(() => true, () => false)`
	for _, off := range []bool{true, false} {
		p.Offline(off)
		if got := Evaluate[bool](p, reached); got == off || Evaluate[bool](p, "navigator.onLine") == off {
			t.Errorf("offline %v: the server is reached: %v", off, got)
		}
	}
}
