package indicator

import (
	"runtime"
	"slices"
	"sync"
)

// list collects the units behind a table, or behind a part of it, and counts those that may not be shown, too.
func (t *table) list(p Pick) (units []listed, counted int) {
	visible := &table{scan: t.scan, population: t.population}
	visible.limitTo(p.Visible)
	wanted := t.wanted(p)
	parts := make([]*lister, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() {
			l := &lister{counter: newCounter(t), visible: newCounter(visible), wanted: wanted}
			t.population.units(t.scan, i, len(parts), l.add)
			parts[i] = l
		})
	}
	wg.Wait()
	for _, l := range parts {
		units, counted = append(units, l.units...), counted+l.counted
	}
	return units, counted
}

// wanted says which units a pick wants, by their combinations and what those make of the unit; nil: all.
func (t *table) wanted(p Pick) func(class code, pairs []uint32) bool {
	if len(p.Cell) > 0 && len(p.Cell) == len(t.by) {
		var cell uint32
		for k, text := range p.Cell {
			number, known := t.by[k].dict.index[text]
			if !known || number < firstValid {
				return func(code, []uint32) bool { return false }
			}
			cell |= uint32(number) << (16 - 16*k)
		}
		return func(_ code, pairs []uint32) bool { return slices.Contains(pairs, cell) }
	}
	class, known := map[Part]code{Valid: firstValid, NotFilled: notFilled, Declined: declined}[p.Part]
	if !known || len(t.by) == 0 {
		return nil
	}
	return func(c code, _ []uint32) bool { return c == class }
}

// lister collects one worker's share.
type lister struct {
	*counter
	visible *counter
	wanted  func(class code, pairs []uint32) bool
	units   []listed
	counted int
}

func (l *lister) add(ch *chunk) {
	l.filter(ch)
	if l.wanted != nil {
		l.narrow(ch)
	}
	for i := range ch.rows {
		l.counted += int(weight(ch, i))
	}
	l.visible.filter(ch)
	for i, row := range ch.rows {
		u := listed{row: row}
		if len(ch.extra) > 0 {
			u.extra = ch.extra[i]
			u.nth = l.t.nth(row, u.extra)
		}
		for range weight(ch, i) {
			l.units = append(l.units, u)
			u.nth++
		}
	}
}

// narrow drops the units that are not wanted.
func (l *lister) narrow(ch *chunk) {
	l.read(ch)
	keep := l.keep[:len(ch.rows)]
	for i := range keep {
		keep[i] = l.wanted(l.classify(ch, i), l.pairs)
	}
	ch.keep(keep)
}

// nth is the place of a unit among those of its row.
func (t *table) nth(row, extra uint32) uint8 {
	if !t.population.severalPerRow {
		return 0
	}
	return uint8(extra - t.m.contacts.firstQual[t.m.contacts.state[row]])
}
