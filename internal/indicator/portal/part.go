package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"openiq/internal/indicator"
	"openiq/internal/platform/chart"
	"openiq/internal/platform/web/ui"
	"openiq/web"
)

// part is an indicator by a dimension.
type part struct {
	*scene
	id, by string
	shown  indicator.Outside
}

// mostBars is how many bars one takes in; the table has the rest.
const mostBars = 10

func (x part) name(code string) string { return x.p.Code(x.by, code) }

func (x part) title() string {
	return x.T("by", "What", x.label(x.id), "By", x.T("by."+x.by))
}

// rows are the rows as people read them: times and Laender in their order, the others by size.
func (x part) rows() []indicator.Row {
	if x.by == "quarter" || x.by == "state" {
		return x.shown.Rows
	}
	rows := slices.Clone(x.shown.Rows)
	slices.SortStableFunc(rows, func(a, b indicator.Row) int { return cmp.Compare(b.Value, a.Value) })
	return rows
}

// shares says whether the table has them: only where it may be said how many there are in all.
func (x part) shares() bool { return !x.shown.NoValid && x.shown.Valid > 0 && x.by != "quarter" }

func (x part) share(r indicator.Row) string {
	return x.p.Percent(float64(r.Value) / float64(x.shown.Valid))
}

var germany = sync.OnceValues(func() (web.Map, error) { return web.Assets().Germany() })

// picture draws the rows: a map of the Laender, a line over time when no quarter is kept back, otherwise bars.
func (x part) picture() templ.Component {
	switch x.by {
	case "state":
		if outlines, err := germany(); err == nil {
			return x.states(outlines)
		}
	case "quarter":
		if len(x.shown.Hidden) == 0 && len(x.shown.Rows) > 1 {
			return x.line()
		}
	}
	return x.bars()
}

// caption says what a picture shows; the description names its largest value.
func (x part) caption(title, desc string) chart.Caption {
	top := slices.MaxFunc(x.shown.Rows, func(a, b indicator.Row) int { return cmp.Compare(a.Value, b.Value) })
	return chart.Caption{ID: "picture-" + x.by, Title: title, Desc: x.T("picture."+desc, "Most", x.name(top.Codes[0]), "Value", top.Value),
		RTL: x.p.Dir() == "rtl"}
}

func (x part) bars() templ.Component {
	rows := x.rows()
	title := x.title()
	if len(rows) > mostBars && x.by != "quarter" {
		rows = rows[:mostBars]
		title += " – " + x.T("largest", "Count", mostBars)
	}
	b := chart.Bars{Caption: x.caption(title, "bars")}
	for _, r := range rows {
		b.Items = append(b.Items, chart.Item{Label: x.name(r.Codes[0]), Value: r.Value, Text: x.number(r.Value)})
	}
	return b
}

func (x part) states(outlines web.Map) templ.Component {
	m := chart.Map{Caption: x.caption(x.title(), "map"), Outlines: outlines, Lands: map[string]chart.Land{}, Format: x.number, Legend: x.T("value")}
	for code := range outlines.States {
		m.Lands[code] = chart.Land{Name: x.name(code), Text: x.number(0)}
	}
	for _, code := range x.shown.Hidden {
		m.Lands[code] = chart.Land{Name: x.name(code), Text: x.T("hidden"), Hidden: true}
	}
	for _, r := range x.shown.Rows {
		m.Lands[r.Codes[0]] = chart.Land{Name: x.name(r.Codes[0]), Value: r.Value, Text: x.number(r.Value)}
	}
	return m
}

// line goes down to nothing where nothing happened.
func (x part) line() templ.Component {
	values := map[string]int64{}
	for _, r := range x.shown.Rows {
		values[r.Codes[0]] = r.Value
	}
	l := chart.Line{Caption: x.caption(x.title(), "line"), Format: x.number}
	last := x.shown.Rows[len(x.shown.Rows)-1].Codes[0]
	for code := x.shown.Rows[0].Codes[0]; code <= last; code = nextQuarter(code) {
		l.Points = append(l.Points, chart.Point{Label: x.T("quarter.short", "Quarter", code[6:], "Year", code[:4]), Value: values[code], Text: x.number(values[code])})
	}
	return l
}

// nextQuarter is the quarter after another, as 2018-Q2.
func nextQuarter(code string) string {
	year, yearErr := strconv.Atoi(code[:4])
	quarter, quarterErr := strconv.Atoi(code[6:])
	if yearErr != nil || quarterErr != nil {
		panic("portal: " + code + " is no quarter of the engine")
	}
	if quarter == 4 {
		return fmt.Sprintf("%04d-Q1", year+1)
	}
	return fmt.Sprintf("%04d-Q%d", year, quarter+1)
}

// empty says that there is nothing to draw, and why.
func (x part) empty() string {
	switch {
	case x.shown.TooFew || x.shown.NoTable || len(x.shown.Hidden) > 0:
		return x.T("few.all")
	default:
		return x.T("none")
	}
}

func (x part) columns() []ui.Column {
	columns := []ui.Column{{Label: x.T("column." + x.by)}, {Label: x.T("value"), Numeric: true}}
	if x.shares() {
		columns = append(columns, ui.Column{Label: x.T("share"), Numeric: true})
	}
	return columns
}
