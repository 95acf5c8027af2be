package indicator

import (
	"cmp"
	"math"
	"sync"
	"time"

	"openiq/internal/codelist"
	"openiq/internal/platform/clock"
)

// code is a value of a dimension as a small number.
type code = uint16

// The two missing values come first in every dictionary: "not filled in" before "no answer given".
const (
	notFilled code = iota
	declined
	firstValid
)

// dict numbers the values of a dimension. It only ever grows.
type dict struct {
	texts  []string
	index  map[string]code
	listed bool // the order of the codes is that of a list, not of arrival
}

func newDict(known ...string) *dict {
	d := &dict{index: map[string]code{}, listed: len(known) > 0}
	for _, text := range append([]string{codelist.NotFilled, codelist.Declined}, known...) {
		d.add(text)
	}
	d.index[""] = notFilled
	return d
}

func listDict(list string) *dict { return newDict(codelist.Codes(list)...) }

// code is the number of a text, given a new one when it is met for the first time.
func (d *dict) code(text []byte) code {
	if c, ok := d.index[string(text)]; ok { // does not allocate
		return c
	}
	return d.add(string(text))
}

// find is the number of a text; notFilled for an unknown one.
func (d *dict) find(text []byte) code { return d.index[string(text)] }

func (d *dict) of(text string) code {
	if c, ok := d.index[text]; ok {
		return c
	}
	return d.add(text)
}

// order compares two codes: in the order of the list, else byte by byte.
func (d *dict) order(x, y code) int {
	if d.listed || x == y {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(d.texts[x], d.texts[y])
}

func (d *dict) add(text string) code {
	if len(d.texts) > math.MaxUint16 {
		panic("indicator: a dimension has more than 65,536 values")
	}
	c := code(len(d.texts))
	d.texts = append(d.texts, text)
	d.index[text] = c
	return c
}

// day is a day as the columns keep it: days since 1970-01-01, which lasts until 2149.
type day = uint16

// forever is the end of what was not replaced.
const forever day = math.MaxUint16

func dayOf(d clock.Day) day {
	return day(min(max(int64(d), 0), int64(forever)-1)) // no record of counselling lies outside
}

// known is the time in which a version of a record was the newest one known, in cut-off days: from <= cut-off < to.
type known struct{ from, to day }

func (k known) at(cutoff day) bool { return k.from <= cutoff && cutoff < k.to }

// calendar turns days into codes of years, quarters, months and weeks; built once, when it is first needed.
type calendar struct {
	year, quarter, month, week     []code
	years, quarters, months, weeks *dict
}

var dates = sync.OnceValue(newCalendar)

func newCalendar() *calendar {
	c := &calendar{years: newDict(), quarters: newDict(), months: newDict(), weeks: newDict()}
	n := int(forever) + 1
	c.year, c.quarter, c.month, c.week = make([]code, n), make([]code, n), make([]code, n), make([]code, n)
	week := clock.Day(0).Week()
	for d := range n {
		_, m, _ := clock.Day(d).Date()
		text := clock.Day(d).String()
		c.year[d] = c.years.of(text[:4])
		c.quarter[d] = c.quarters.of(text[:4] + "-Q" + string(rune('1'+(int(m)-1)/3)))
		c.month[d] = c.months.of(text[:7])
		if clock.Day(d).Weekday() == time.Monday {
			week = clock.Day(d).Week()
		}
		c.week[d] = c.weeks.of(week)
	}
	return c
}
