package i18n

import (
	"bytes"
	"slices"

	"golang.org/x/text/collate"
)

// Sort puts texts into the language's alphabetical order.
func (p *Printer) Sort(texts []string) {
	SortBy(p, texts, func(s string) string { return s })
}

// SortBy puts items into the alphabetical order of their texts; equal ones keep their order.
func SortBy[T any](p *Printer, items []T, text func(T) string) {
	type keyed struct {
		key  []byte
		item T
	}
	collator := p.collators.Get().(*collate.Collator) // it keeps state between calls, so no two sorts have it at once
	defer p.collators.Put(collator)
	var buf collate.Buffer
	all := make([]keyed, len(items))
	for i, item := range items {
		all[i] = keyed{collator.KeyFromString(&buf, text(item)), item}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return bytes.Compare(a.key, b.key) })
	for i := range all {
		items[i] = all[i].item
	}
}
