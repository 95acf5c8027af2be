package browser

import (
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keyboard walks through the page with the Tab key and lists what someone
// without a mouse would stumble over: a control that Tab does not reach, one
// whose focus cannot be seen, an order other than that of the document.
func (p *Page) Keyboard() []string {
	p.t.Helper()
	stops := ask[int](p, "rest()")
	if stops == 0 {
		return nil
	}
	w := walk{page: p, seen: make([]bool, stops)}
	w.positiveTabindex()
	// Date fields and scrolling boxes are several stops of their own.
	for range 3*stops + 20 {
		if done := w.step(); done {
			break
		}
	}
	w.unreached()
	return w.problems
}

// walk is a round through a page by keyboard.
type walk struct {
	page     *Page
	seen     []bool
	first    int // the stop where the round began, once begun
	last     int // the stop before
	begun    bool
	wrapped  bool
	problems []string
}

type position struct {
	Index   int  `json:"index"`
	Visible bool `json:"visible"`
}

// step presses Tab once; it is done when the round is back where it began.
func (w *walk) step() (done bool) {
	w.page.t.Helper()
	w.page.Do(chromedp.KeyEvent(kb.Tab))
	at := w.here()
	if at.Index < 0 || w.begun && at.Index == w.last {
		return false
	}
	if !w.begun {
		w.begun, w.first = true, at.Index
	} else if at.Index == w.first {
		return true
	} else {
		w.order(at.Index)
	}
	w.last, w.seen[at.Index] = at.Index, true
	if !at.Visible {
		w.complain("the focus cannot be seen on", at.Index)
	}
	return false
}

// here asks where the focus is. A mark of focus that fades in gets a moment.
func (w *walk) here() position {
	at := ask[position](w.page, "here()")
	if !at.Visible {
		time.Sleep(300 * time.Millisecond)
		at = ask[position](w.page, "here()")
	}
	return at
}

// order allows one step back: from the document's last stop to its first.
func (w *walk) order(index int) {
	if index > w.last {
		return
	}
	if w.wrapped {
		w.complain("Tab goes back in the document to", index)
	}
	w.wrapped = true
}

func (w *walk) positiveTabindex() {
	for _, f := range ask[[]string](w.page, "jumps()") {
		w.problems = append(w.problems, fmt.Sprintf("keyboard: tabindex above 0 changes the order: %s, at %s", f, w.page.traffic.address()))
	}
}

func (w *walk) unreached() {
	for index, seen := range w.seen {
		if !seen {
			w.complain("Tab does not reach", index)
		}
	}
}

func (w *walk) complain(what string, index int) {
	element := ask[string](w.page, fmt.Sprintf("describe(%d)", index))
	w.problems = append(w.problems, fmt.Sprintf("keyboard: %s %s, at %s", what, element, w.page.traffic.address()))
}
