package app

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"openiq/test/browser"
)

// hands fill in forms as people do who look at the screen: with a keyboard and nothing else, or with a finger.
type hands interface {
	// reach puts the focus on a field; of radio buttons and ticks on the one with the value, which it also chooses.
	reach(field, value string)
	// press follows the link or presses the button that begins with some words, or that is said to contain them.
	press(words string)
}

// screen is a page with the hands of who sits before it.
type screen struct {
	*browser.Page
	t     *testing.T
	where string // line of the script
	base  string // address of the program
	who   string // sits before it
	hands
}

// spot is where the focus is.
type spot struct {
	Name    string `json:"name"`
	Value   string `json:"value"`
	Kind    string `json:"kind"`
	Checked bool   `json:"checked"`
	Words   string `json:"words"`
	Fold    bool   `json:"fold"` // it is the heading of what hides the field asked for
}

const lookHere = `((name) => {
	const e = document.activeElement, wanted = name && document.querySelector("[name=" + CSS.escape(name) + "]:not([type=hidden])");
	return {name: e.name ?? "", value: e.value ?? "", kind: (e.getAttribute("role") ?? e.type ?? e.tagName).toLowerCase(), checked: !!e.checked,
		words: (e.getAttribute("aria-label") ?? e.innerText ?? "").trim(),
		fold: e.tagName === "SUMMARY" && !e.parentElement.open && !!wanted && e.parentElement.contains(wanted)};
})(%q)`

func (s *screen) here(field string) spot {
	s.t.Helper()
	return browser.Evaluate[spot](s.Page, fmt.Sprintf(lookHere, field))
}

func (s *screen) keys(keys string) {
	s.t.Helper()
	s.Do(chromedp.KeyEvent(keys))
}

func (s *screen) fatal(format string, args ...any) {
	s.t.Helper()
	s.Screenshot("day-" + strings.NewReplacer("/", "-", ":", "-").Replace(s.where))
	s.t.Fatalf("%s: %s\n%s\n%s", s.where, fmt.Sprintf(format, args...), browser.Get(s.Page, chromedp.Location()), s.Text())
}

// fill answers a question with its hands.
func (s *screen) fill(field, value string) {
	s.t.Helper()
	switch kind := s.kind(field); kind {
	case "checkbox":
		for _, v := range strings.Fields(value) {
			s.reach(field, v)
		}
	case "radio":
		s.reach(field, value)
	case "select-one":
		s.reach(field, "")
		s.choose(field, value)
	case "date":
		s.reach(field, "")
		s.day(field, value)
	default:
		s.reach(field, "")
		s.write(field, value)
	}
}

// kind of the control of a field.
func (s *screen) kind(field string) string {
	s.t.Helper()
	kind := browser.Evaluate[string](s.Page, fmt.Sprintf(`document.querySelector("[name=" + CSS.escape(%q) + "]:not([type=hidden])")?.type ?? ""`, field))
	if kind == "" {
		s.fatal("the page asks no %s", field)
	}
	return kind
}

// choose moves in a list by arrow keys.
func (s *screen) choose(field, value string) {
	s.t.Helper()
	steps := browser.Evaluate[int](s.Page, fmt.Sprintf(`(() => { const e = document.activeElement; const i = [...e.options].findIndex((o) => o.value === %q);
		return i < 0 ? 1000 : i - e.selectedIndex })()`, value))
	switch {
	case steps == 1000:
		s.fatal("%s does not offer %s", field, value)
	case steps > 0:
		s.keys(strings.Repeat(kb.ArrowDown, steps))
	case steps < 0:
		s.keys(strings.Repeat(kb.ArrowUp, -steps))
	}
	s.holds(field, value)
}

// day types a day, YYYY-MM-DD, in the order in which this browser shows its parts.
func (s *screen) day(field, value string) {
	s.t.Helper()
	year, month, day := value[:4], value[5:7], value[8:]
	for _, order := range []string{month + day + year, day + month + year} {
		s.keys(order)
		if s.here(field).Value == value {
			return
		}
		s.keys(strings.Repeat(kb.ArrowLeft, 2))
	}
	s.fatal("%s has %s after typing %s", field, s.here(field).Value, value)
}

// write types some words in place of those that are there; a list that offers completions is left by the key that chooses.
func (s *screen) write(field, value string) {
	s.t.Helper()
	if s.here(field).Value != "" {
		s.Do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(kb.Delete))
	}
	s.keys(value)
	if s.here(field).Kind == "combobox" {
		s.keys(kb.Tab)
	}
}

// holds checks what stands in a field.
func (s *screen) holds(field, value string) {
	s.t.Helper()
	got := browser.Evaluate[string](s.Page, fmt.Sprintf(`[...document.querySelectorAll("[name=" + CSS.escape(%q) + "]")]
		.filter((e) => !["checkbox", "radio"].includes(e.type) || e.checked).map((e) => e.value).join(" ")`, field))
	if got != value {
		s.fatal("%s has %q, not %q", field, got, value)
	}
}

// keyboard reaches everything with Tab and arrow keys, chooses with the space bar and follows with Enter.
type keyboard struct{ *screen }

// mostStops is how many stops of the Tab key a page may have.
const mostStops = 250

func (k keyboard) reach(field, value string) {
	k.t.Helper()
	var before spot
	for range mostStops {
		at := k.here(field)
		moved := at != before
		before = at
		switch {
		case at.Fold:
			k.keys(kb.Enter)
		case at.Name == field && (value == "" || at.Value == value):
			if value != "" && !at.Checked {
				k.keys(" ")
			}
			return
		case moved && at.Name == field && (at.Kind == "checkbox" || at.Kind == "radio"):
			k.keys(kb.ArrowDown) // where each tick is a stop of its own, this moves nothing
			continue
		}
		k.keys(kb.Tab)
	}
	k.fatal("the keyboard does not reach %s %s", field, value)
}

func (k keyboard) press(words string) {
	k.t.Helper()
	for range mostStops {
		if at := k.here(""); strings.HasPrefix(at.Words, words) && (at.Kind == "a" || at.Kind == "submit" || at.Kind == "") {
			k.Follow(chromedp.KeyEvent(kb.Enter))
			return
		}
		k.keys(kb.Tab)
	}
	k.fatal("the keyboard does not reach %q", words)
}

// finger taps on what it sees.
type finger struct{ *screen }

func (f finger) reach(field, value string) {
	f.t.Helper()
	named := fmt.Sprintf(`[name="%s"]:not([type=hidden])`, field)
	if folded := `details:not([open]):has(` + named + `) > summary`; browser.Evaluate[bool](f.Page, fmt.Sprintf("!!document.querySelector(%q)", folded)) {
		f.Do(chromedp.Click(folded))
	}
	switch {
	case value == "" && f.kind(field) == "select-one": // a list opens a window of the telephone's own
		f.Do(chromedp.Focus(named))
	case value == "":
		f.Do(chromedp.Click(named))
	default:
		f.Do(chromedp.Click(named + fmt.Sprintf(`[value="%s"]`, value)))
	}
}

func (f finger) press(words string) {
	f.t.Helper()
	f.Follow(chromedp.Click(fmt.Sprintf(`//main//*[self::a or self::button[not(@aria-hidden)]][starts-with(normalize-space(.), "%s")]`, words)))
}
