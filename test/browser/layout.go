package browser

import (
	_ "embed"
)

// probe holds the questions that the checks ask inside a page.
//
//go:embed probe.js
var probe string

// ask evaluates an expression on the probe.
func ask[T any](p *Page, question string) T {
	p.t.Helper()
	return Evaluate[T](p, "globalThis.openiqProbe ??= "+probe+";\nopeniqProbe."+question)
}

// Overflow lists the elements that make the page wider than the window, so
// that one would have to scroll sideways. Elements that scroll in themselves
// (a wide table in its frame) are fine.
func (p *Page) Overflow() []string {
	p.t.Helper()
	found := ask[[]string](p, "overflow()")
	for i, f := range found {
		found[i] = "layout: " + f + ", at " + p.traffic.address()
	}
	return found
}
