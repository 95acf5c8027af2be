package indicator_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/programme"
)

// now is after everything that the random networks store.
var now = clock.Fixed(time.Date(2020, 5, 4, 10, 0, 0, 0, time.UTC))

// TestTheEngineCountsAsTheContractSays tells random networks to a database and asks random questions: the engine must
// answer as the oracle does, at every cut-off.
func TestTheEngineCountsAsTheContractSays(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(t *rapid.T) {
			empty(t, d)
			n := newNetwork(t)
			var at time.Time
			for range 1 + n.roll(4) {
				s := n.grow(at)
				s.put(t, d)
				at = s.at
			}
			e := indicator.New(d)
			for range 25 {
				n.compare(e, n.ask())
			}
		})
	})
}

// ask draws a question.
func (n *network) ask() question {
	definitions := indicator.Definitions()
	def := definitions[n.roll(len(definitions))]
	q := question{id: def.ID, cutoff: n.oneOf(days...)}
	if n.roll(3) == 0 {
		q.cutoff = "2019-08-01" // after everything
	}
	if rounds := n.history.at(q.cutoff).ids("rounds"); len(rounds) > 0 && n.roll(4) == 0 {
		q.round = n.oneOf(rounds...)
	}
	if n.roll(3) == 0 {
		q.from = n.oneOf(days...)
	}
	if n.roll(3) == 0 {
		q.to = n.oneOf(days...)
	}
	for range n.roll(3) {
		q.by = append(q.by, n.oneOf(def.Dimensions()...))
	}
	for range n.roll(3) {
		dimension := n.oneOf(def.Dimensions()...)
		q.where = append(q.where, [2]string{dimension, n.valueIn(q, dimension)})
	}
	return q
}

// valueIn draws a value that the dimension has in the answer, or a missing one.
func (n *network) valueIn(q question, dimension string) string {
	k := n.history.at(q.cutoff)
	from, to, _ := k.period(q)
	values := map[string]bool{"declined": true, "not_filled": true}
	for _, u := range k.units(q.id, from, to) {
		for _, v := range u.values(dimension) {
			if v != "" {
				values[v] = true
			}
		}
	}
	return n.oneOf(slices.Sorted(maps.Keys(values))...)
}

// compare asks the engine and the oracle.
func (n *network) compare(e *indicator.Engine, q question) {
	n.t.Helper()
	want, ok := n.history.answer(q)
	got, err := e.Answer(ctx, q.query())
	if err != nil || !ok {
		n.t.Fatalf("%+v: %v; the oracle says %v", q, err, ok)
	}
	if differences := want.compare(got); differences != "" {
		n.t.Fatalf("%+v\n%s\n%s", q, differences, n.history)
	}
}

func (q question) query() indicator.Query {
	day := func(s string) *clock.Day {
		if s == "" {
			return nil
		}
		d := clock.MustDay(s)
		return &d
	}
	out := indicator.Query{ID: q.id, From: day(q.from), To: day(q.to), Round: q.round, Cutoff: day(q.cutoff), By: q.by, Limit: authz.System()}
	for _, w := range q.where {
		out.Where = append(out.Where, indicator.Condition{Dimension: w[0], Value: w[1]})
	}
	return out
}

// compare says in which an answer differs; empty when it is right.
func (c *count) compare(a indicator.Answer) string {
	var out []string
	differ := func(what string, got, want any) {
		if got != want {
			out = append(out, fmt.Sprintf("%s is %v, want %v", what, got, want))
		}
	}
	if c.from != "9999-12-31" {
		differ("from", a.From.String(), c.from)
	}
	differ("to", a.To.String(), c.to)
	differ("value", int(a.Value), c.value)
	differ("valid", int(a.Valid), c.valid)
	differ("not filled", int(a.Missing.NotFilled), c.notFilled)
	differ("declined", int(a.Missing.Declined), c.declined)
	rows := map[string]int{}
	for _, r := range a.Rows {
		rows[strings.Join(r.Codes, " ")] += int(r.Value)
	}
	if len(rows) != len(a.Rows) || !maps.Equal(rows, c.rows) {
		differ("rows", fmt.Sprint(rows), fmt.Sprint(c.rows))
	}
	return strings.Join(out, "\n")
}

// Rows stand in the order of their lists, ids in the order of bytes.
func TestTheOrderOfRows(t *testing.T) {
	d := dbtest.SQLite(t, now)
	s := plain()
	for i, id := range []string{"b", "a", "B"} {
		s.changes = append(s.changes, change{typ: programme.Sites, id: id, cells: cells{"name": "x", "project_id": "p1", "kind": "fixed",
			"state": []string{"TH", "BE", "BW"}[i]}})
	}
	s.put(t, d)
	e := indicator.New(d)
	for by, want := range map[string]string{"site": "B a b s1", "state": "BE BW TH", "state,site": "BE/a BW/B TH/b", "site,state": "B/BW a/BE b/TH"} {
		a, err := e.Answer(ctx, indicator.Query{ID: "counselling.sites.fixed", By: strings.Split(by, ","), Limit: authz.System()})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range a.Rows {
			got = append(got, strings.Join(r.Codes, "/"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("by %s: %q", by, got)
		}
	}
}
