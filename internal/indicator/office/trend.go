package office

import (
	"cmp"
	"slices"

	"openiq/internal/indicator/report"
	"openiq/internal/platform/chart"
)

// trend is a figure over time: a line, and the same as a table.
type trend struct {
	Line  chart.Line
	Times string // what the first column of the table is called
	Note  string // that the last time still runs
	Rows  []report.Fact
}

// longTrend is an indicator over two years, quarter by quarter; where less was recorded, over one year, month by month.
func (s *startPage) longTrend(name, id string, data *areaData) trend {
	recent := months(s.today())
	for month := range data.months[id] {
		if month < recent[0] {
			n := byQuarter(data.months[id])
			return s.trend(name, id, "quarter", begun(quarters(s.today()), n), n)
		}
	}
	return s.trend(name, id, "month", begun(recent, data.months[id]), data.months[id])
}

// fewPoints is how many points a line has at least, also where nothing happened yet.
const fewPoints = 4

// begun leaves out the times before anything happened.
func begun(times []string, values map[string]int64) []string {
	for len(times) > fewPoints && values[times[0]] == 0 {
		times = times[1:]
	}
	return times
}

// trend is an indicator at the times given, the last one still running.
func (s *startPage) trend(name, id, dimension string, times []string, values map[string]int64) trend {
	t := trend{Times: s.P.T("dimension." + dimension), Note: s.P.T("start.running." + dimension)}
	for _, code := range times {
		n := values[code]
		t.Line.Points = append(t.Line.Points, chart.Point{Label: shortTime(s.P, code), Value: n, Text: s.Number(n)})
		t.Rows = append(t.Rows, report.Fact{Name: s.Code(dimension, code), Text: s.Number(n)})
	}
	top := slices.MaxFunc(times, func(a, b string) int { return cmp.Compare(values[a], values[b]) })
	t.Line.Format = s.Number
	t.Line.Caption = chart.Caption{ID: name, Title: s.P.T("figures.by", "What", s.Label(id), "By", t.Times),
		Desc: s.P.T("start.desc.line", "Most", s.Code(dimension, top), "Value", values[top]), RTL: s.rtl}
	return t
}
