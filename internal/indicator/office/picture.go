package office

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/chart"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/web"
)

// mostBars is how many bars one takes in; the table has the rest.
const mostBars = 15

// answered is a question with its answer.
type answered struct {
	*question
	a       indicator.Answer
	link    string // the whole address that asks the same at any time
	records bool   // the reader may see what is counted, one by one
}

// picture draws an answer by one dimension: a line over time, a map of the Laender, otherwise bars; and by two
// dimensions bars in parts.
func (x answered) picture(table *cross) templ.Component {
	if table != nil {
		return x.stacks(table)
	}
	if slices.Contains(times, x.a.By[0]) {
		if points := x.points(); len(points) > 1 {
			return chart.Line{Caption: x.caption("figures.desc.line"), Points: points, Format: x.Number}
		}
	}
	if x.a.By[0] == "state" {
		if outlines, err := germany(); err == nil {
			return stateMap(x.Words, x.caption("figures.desc.map"), x.a.Unit, x.a.Rows, outlines)
		}
	}
	return x.bars()
}

var germany = sync.OnceValues(func() (web.Map, error) { return web.Assets().Germany() })

// caption says what a picture shows; the description names its largest value.
func (x answered) caption(desc string) chart.Caption {
	top := slices.MaxFunc(x.a.Rows, func(a, b indicator.Row) int { return cmp.Compare(a.Value, b.Value) })
	var words []string
	for i, code := range top.Codes {
		words = append(words, x.Code(x.a.By[i], code))
	}
	return chart.Caption{
		ID:    "picture",
		Title: x.tableCaption(),
		Desc:  x.P.T(desc, "Most", strings.Join(words, ", "), "Value", top.Value),
		RTL:   x.rtl,
	}
}

// bars are the rows in the order of the table, or the largest ones when there are too many.
func (x answered) bars() templ.Component {
	rows := slices.Clone(x.rows())
	desc := "figures.desc.bars"
	if len(rows) > mostBars {
		slices.SortStableFunc(rows, func(a, b indicator.Row) int { return cmp.Compare(b.Value, a.Value) })
		rows = rows[:mostBars]
		desc = "figures.desc.largest"
	}
	b := chart.Bars{Caption: x.caption(desc)}
	for _, r := range rows {
		b.Items = append(b.Items, chart.Item{Label: x.Code(x.a.By[0], r.Codes[0]), Value: r.Value, Text: x.Number(r.Value)})
	}
	return b
}

// stateMap is a map of the Laender by the rows of an answer.
func stateMap(w report.Words, caption chart.Caption, unit string, rows []indicator.Row, outlines web.Map) templ.Component {
	m := chart.Map{Caption: caption, Outlines: outlines, Lands: map[string]chart.Land{}, Format: w.Number, Legend: w.Unit(unit, 0)}
	for code := range outlines.States {
		m.Lands[code] = chart.Land{Name: w.Code("state", code), Text: w.Number(0)}
	}
	for _, r := range rows {
		m.Lands[r.Codes[0]] = chart.Land{Name: w.Code("state", r.Codes[0]), Value: r.Value, Text: w.Number(r.Value)}
	}
	return m
}

// points are the rows over time; where nothing happened the line goes down to nothing.
func (x answered) points() []chart.Point {
	values := map[string]int64{}
	for _, r := range x.a.Rows {
		values[r.Codes[0]] = r.Value
	}
	var points []chart.Point
	last := x.a.Rows[len(x.a.Rows)-1].Codes[0]
	for code := x.a.Rows[0].Codes[0]; code <= last; code = following(code) {
		points = append(points, chart.Point{Label: shortTime(x.P, code), Value: values[code], Text: x.Number(values[code])})
	}
	return points
}

// shortTime is a time as it stands below a line.
func shortTime(p *i18n.Printer, code string) string {
	switch {
	case len(code) == len("2018"):
		return code
	case code[5] == 'Q':
		return p.T("figures.quarter_short", "Quarter", code[6:], "Year", code[:4])
	case code[5] == 'W':
		return p.Code("week", code)
	}
	return code[5:] + "/" + code[:4]
}

// following is the year, quarter, month or week after another, all as codes: 2018, 2018-Q2, 2018-06, 2018-W23.
func following(code string) string {
	year := number(code[:4])
	switch {
	case len(code) == len("2018"):
		return fmt.Sprintf("%04d", year+1)
	case code[5] == 'Q':
		if q := number(code[6:]); q < 4 {
			return fmt.Sprintf("%04d-Q%d", year, q+1)
		}
		return fmt.Sprintf("%04d-Q1", year+1)
	case code[5] == 'W':
		fourth := clock.DateDay(year, time.January, 4) // always lies in the first week
		return (fourth.Monday() + 7*clock.Day(number(code[6:]))).Week()
	}
	if m := number(code[5:]); m < 12 {
		return fmt.Sprintf("%04d-%02d", year, m+1)
	}
	return fmt.Sprintf("%04d-01", year+1)
}

// number reads the digits of a code of the engine's calendar.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic("office: " + digits + " is no part of a date")
	}
	return n
}
