package app

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/chromedp/chromedp"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/test/browser"
)

// The figures of a script are written as "counselling.contacts: 13", of the day; "counselling.contacts ever: 140", of all time;
// "counselling.contacts by form: phone 3, mobile 1", of the day, all codes that occur.

// asked is such a line.
type asked struct {
	query indicator.Query
	value int64            // where it is not broken down
	rows  map[string]int64 // by code
}

func (s *screen) asked(rest string) asked {
	s.t.Helper()
	name, numbers := field(s, rest)
	today := clock.DayOf(morning)
	q := asked{query: indicator.Query{From: &today, To: &today, Limit: authz.System()}}
	words := strings.Fields(name)
	switch {
	case len(words) == 2 && words[1] == "ever":
		q.query.From, q.query.To = nil, nil
	case len(words) == 3 && words[1] == "by":
		q.query.By = []string{words[2]}
	case len(words) != 1:
		s.fatal("what is %q?", name)
	}
	q.query.ID = words[0]
	number := func(text string) int64 {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			s.fatal("%v", err)
		}
		return n
	}
	if q.query.By == nil {
		q.value = number(numbers)
		return q
	}
	q.rows = map[string]int64{}
	for _, row := range strings.Split(numbers, ",") {
		code, n, _ := strings.Cut(strings.TrimSpace(row), " ")
		q.rows[code] = number(n)
		q.value += q.rows[code]
	}
	return q
}

// count asks the engine.
func (d *day) count(s *screen, rest string) {
	s.t.Helper()
	q := s.asked(rest)
	a, err := d.house.program.indicators.Answer(context.Background(), q.query)
	if err != nil {
		s.fatal("%v", err)
	}
	rows := map[string]int64{}
	for _, row := range a.Rows {
		rows[row.Codes[0]] = row.Value
	}
	if a.Value != q.value || q.rows != nil && !maps.Equal(rows, q.rows) {
		s.fatal("the engine counts %d %v, not %s", a.Value, rows, rest)
	}
}

// figures asks the engine and reads the page that shows it.
func (d *day) figures(s *screen, rest string) {
	s.t.Helper()
	d.count(s, rest)
	q := s.asked(rest)
	address := url.Values{"indicator": {q.query.ID}, "from": {q.query.From.String()}, "to": {q.query.To.String()}}
	if q.rows != nil {
		address.Set("by1", q.query.By[0])
	}
	s.Follow(chromedp.Navigate(s.base + "/figures?" + address.Encode()))
	s.look()
	if got := browser.Evaluate[string](s.Page, `document.querySelector(".figure-value").firstElementChild.innerText`); got != fmt.Sprint(q.value) {
		s.fatal("the page says %s, not %d", got, q.value)
	}
	if q.rows == nil {
		return
	}
	want := map[string]string{}
	words := d.words(s)
	for code, n := range q.rows {
		want[words.Code(q.query.By[0], code)] = fmt.Sprint(n)
	}
	got := browser.Evaluate[map[string]string](s.Page, `Object.fromEntries([...document.querySelectorAll("main table tbody tr")].map((r) => [r.cells[0].innerText.trim(), r.cells[1].innerText.trim()]))`)
	if !maps.Equal(got, want) {
		s.fatal("the page says %v, not %v", got, want)
	}
}

// words are what the page calls codes.
func (d *day) words(s *screen) report.Words {
	s.t.Helper()
	directory, err := d.house.program.programme.Directory(system)
	if err != nil {
		s.fatal("%v", err)
	}
	return report.Words{P: d.house.program.bundle.Printer("de"), Names: report.NamesIn(directory)}
}
