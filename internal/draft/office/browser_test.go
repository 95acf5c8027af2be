package office_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"openiq/internal/draft"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/web/ui"
	"openiq/test/browser"
)

// desk is a browser in front of the house, with whoever is signed in.
type desk struct {
	*house
	url     string
	browser *browser.Browser
	who     atomic.Value
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	w := new(watch)
	w.set(morning)
	d := &desk{house: newHouse(t, dbtest.SQLite(t, w), w), browser: browser.New(t)}
	d.who.Store(ann)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.ServeHTTP(w, r.WithContext(as(d.who.Load().(string))))
	}))
	t.Cleanup(server.Close)
	d.url = server.URL
	return d
}

// until waits until an expression is true in the page, and fails the test when it never is.
func (d *desk) until(p *browser.Page, expression string) {
	d.t.Helper()
	wait := fmt.Sprintf(`new Promise((done) => {
		const from = Date.now();
		const look = () => (%s) ? done("") : Date.now() - from > 40000 ? done(document.body.innerText) : setTimeout(look, 50);
		look();
	})`, expression)
	if text := browser.Get(p, chromedp.Evaluate[string](wait, chromedp.EvalAwaitPromise)); text != "" {
		d.t.Fatalf("never: %s; the page says %s", expression, text)
	}
}

// says waits until the form says something about its draft, given as a regular expression.
func (d *desk) says(p *browser.Page, words string) {
	d.t.Helper()
	d.until(p, fmt.Sprintf(`new RegExp(%q).test(document.querySelector(".draft-word").innerText)`, words))
}

// typing adds to the notes.
func (d *desk) typing(p *browser.Page, text string) {
	d.t.Helper()
	p.Do(chromedp.SendKeys("#f-notes", kb.End+text))
}

// kept is what the only draft of an account holds.
func (d *desk) kept(who string) string {
	d.t.Helper()
	all, err := d.drafts.List(as(who))
	if err != nil || len(all) > 1 {
		d.t.Fatal(all, err)
	}
	if len(all) == 0 {
		return "(none)"
	}
	one, err := d.drafts.Get(as(who), all[0].Key)
	if err != nil {
		d.t.Fatal(err)
	}
	return one.Values.Get("notes")
}

func (d *desk) wantKept(who, want string) {
	d.t.Helper()
	if got := d.kept(who); got != want {
		d.t.Errorf("the draft is %q, want %q", got, want)
	}
}

func TestTheScriptSavesWhatIsTyped(t *testing.T) {
	d := newDesk(t)
	p := d.browser.Open(d.url+one, browser.View{})
	p.Do(chromedp.Click("#f-themes-0"))
	d.typing(p, "eins")
	d.says(p, "^Entwurf gespeichert 10:32")
	d.wantKept(ann, "eins")
	browser.Clean(t, p.Axe(), p.Console(), browser.ValidHTML(p.Source()))

	d.watch.set(morning.Add(60e9))
	d.typing(p, " zwei")
	d.says(p, "^Entwurf gespeichert 10:33")
	d.wantKept(ann, "eins zwei")
	d.until(p, `document.querySelector(".draft [role=status]").textContent.endsWith("10:32")`) // read aloud once only

	p.Do(chromedp.Click(`button[formaction="/drafts"]`))
	d.until(p, `document.querySelector(".draft [role=status]").textContent.endsWith("10:33")`)

	again := d.browser.Open(d.url+one, browser.View{})
	again.Follow(chromedp.Click(".drafts a"))
	d.says(again, "10:33")
	if got := browser.Get(again, chromedp.Value("#f-notes")); got != "eins zwei" {
		t.Errorf("the form has %q", got)
	}
	d.typing(p, " drei")
	p.Follow(chromedp.Navigate(d.url + "/nowhere")) // before the three seconds are over
	d.wantKeptSoon(p, "eins zwei drei")

	p.Follow(chromedp.Navigate(d.url+one), chromedp.Click(".drafts a"))
	d.typing(p, " vier")
	p.Follow(chromedp.Click("form.test button:not([formaction])"))
	d.wantKept(ann, "(none)")
	if got := d.notes.of("1"); len(got) != 1 || got[0] != "eins zwei drei vier" {
		t.Errorf("saved is %q", got)
	}
	d.typing(again, " fünf") // in the other tab, where the form is still open
	d.says(again, "schon gespeichert")
	d.wantKept(ann, "(none)")
}

// wantKeptSoon waits for what a page sends while it goes.
func (d *desk) wantKeptSoon(p *browser.Page, want string) {
	d.t.Helper()
	for range 200 {
		if d.kept(ann) == want {
			return
		}
		browser.Get(p, chromedp.Evaluate[string](`new Promise((done) => setTimeout(done, 50, ""))`, chromedp.EvalAwaitPromise))
	}
	d.wantKept(ann, want)
}

func TestALostLineLosesNothing(t *testing.T) {
	d := newDesk(t)
	p := d.browser.Open(d.url+one, browser.View{Width: 360, Height: 740})
	d.typing(p, "eins")
	d.says(p, "^Entwurf gespeichert")
	p.Offline(true)
	d.typing(p, " zwei")
	d.says(p, "keine Verbindung")
	d.wantKept(ann, "eins")
	p.Do(chromedp.Click("form.test button:not([formaction])"))
	d.says(p, "keine Verbindung")
	if got := browser.Get(p, chromedp.Value("#f-notes")); got != "eins zwei" {
		t.Errorf("sent without a line, the form has %q", got)
	}
	p.Offline(false)
	d.says(p, "^Entwurf gespeichert")
	d.wantKept(ann, "eins zwei")
	p.Follow(chromedp.Click("form.test button:not([formaction])"))
	if got := d.notes.of("1"); len(got) != 1 || got[0] != "eins zwei" {
		t.Errorf("saved is %q", got)
	}
}

func TestAnEndedSessionLosesNothing(t *testing.T) {
	d := newDesk(t)
	p := d.browser.Open(d.url+one, browser.View{})
	d.typing(p, "eins")
	d.says(p, "^Entwurf gespeichert")
	d.who.Store("")
	d.typing(p, " zwei")
	d.says(p, "Anmeldung ist abgelaufen")
	d.until(p, `document.querySelector(".draft-sign-in").checkVisibility()`)
	browser.Clean(t, p.Axe(), p.Overflow(), p.Keyboard())
	d.who.Store(bob)
	p.Do(chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("focus"))`)) // back from the other tab
	d.says(p, "unter einem anderen Konto")
	d.wantKept(bob, "(none)")
	d.who.Store(ann)
	p.Do(chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("focus"))`))
	d.says(p, "^Entwurf gespeichert")
	d.until(p, `!document.querySelector(".draft-sign-in").checkVisibility()`)
	d.wantKept(ann, "eins zwei")
}

func TestTooMuchIsSaid(t *testing.T) {
	d := newDesk(t)
	p := d.browser.Open(d.url+one, browser.View{})
	p.Do(chromedp.SetValue("#f-notes", strings.Repeat("x", draft.MaxSize)))
	d.typing(p, "!")
	d.says(p, "256 KB")
	p.Do(chromedp.SetValue("#f-notes", "kurz"))
	d.typing(p, "!")
	d.says(p, "^Entwurf gespeichert")
	d.wantKept(ann, "kurz!")
}

func TestWithoutScripts(t *testing.T) {
	d := newDesk(t)
	p := d.browser.Open(d.url+one, browser.View{NoJS: true})
	d.typing(p, "ohne Skript")
	p.Follow(chromedp.Click(`button[formaction="/drafts"]`))
	if text := p.Text(); !strings.Contains(text, "Der Entwurf ist gespeichert") || !strings.Contains(text, "Entwurf gespeichert 10:32") {
		t.Errorf("the page says %s", text)
	}
	d.wantKept(ann, "ohne Skript")
	p.Follow(chromedp.Click("form.test button:not([formaction])"))
	d.wantKept(ann, "(none)")
	p.Follow(chromedp.Click("form.test button:not([formaction])")) // with nothing in it
	if p.Status() != http.StatusBadRequest || !strings.Contains(p.Text(), "Entwurf gespeichert 10:32") {
		t.Errorf("%d %s", p.Status(), p.Text())
	}
	d.wantKept(ann, "")
}

// TestPages looks at every page with drafts on it, narrow from right to left without scripts and wide from left to right.
func TestPages(t *testing.T) {
	d := newDesk(t)
	resumed := d.keep(ann, one, "notes", "halb")
	d.keep(ann, one, "notes", "mehr")
	refused := d.keep(ann, "/notes/2", "notes", "x", "version", "9")
	next, _ := d.land(ann, d.pack("/notes/7", ann, map[string][]string{"notes": {"x"}}))
	for name, path := range map[string]string{"form": one, "resumed": resumed, "other": refused, "list": ui.Drafts, "send": next} {
		t.Run(name, func(t *testing.T) {
			narrow := d.browser.Open(d.url+with(path, "ar"), browser.View{Width: 360, NoJS: true})
			narrow.Screenshot("draft-" + name + "-ar-360")
			browser.Clean(t, narrow.Axe(), narrow.Overflow())
			wide := d.browser.Open(d.url+with(path, "de"), browser.View{})
			wide.Screenshot("draft-" + name + "-de-1280")
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), wide.Console(), browser.ValidHTML(wide.Source()))
			narrow.Close()
			wide.Close()
		})
	}
	for lang, width := range map[string]int{"de": 1280, "ar": 360} {
		d.who.Store(ann)
		p := d.browser.Open(d.url+"/notes/3?lang="+lang, browser.View{Width: width, Height: 740})
		d.who.Store("")
		d.typing(p, "x")
		d.until(p, `document.querySelector(".draft-trouble")`)
		browser.Clean(t, p.Axe(), p.Overflow())
		p.Screenshot(fmt.Sprintf("draft-trouble-%s-%d", lang, width))
		p.Close()
	}
	d.who.Store(ann)
	empty := d.browser.Open(d.url+ui.Drafts+"?lang=de", browser.View{})
	d.who.Store(bob)
	empty.Follow(chromedp.Reload())
	empty.Screenshot("draft-list-empty-de-1280")
	browser.Clean(t, empty.Axe(), empty.Keyboard(), browser.ValidHTML(empty.Source()))
}

// with is an address in a language.
func with(path, lang string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}
