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
)

// listed are the indicators whose records can be listed.
func listed() []string {
	var out []string
	for _, d := range indicator.Definitions() {
		if d.Listed() {
			out = append(out, d.ID)
		}
	}
	return out
}

// TestTheRecordsAreWhatTheFigureCounts compares the records behind random figures, rows and missing values with those
// that the oracle counts: the same ones, as many as the number says.
func TestTheRecordsAreWhatTheFigureCounts(t *testing.T) {
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
			for range 8 {
				q := n.ask()
				q.id = n.oneOf(listed()...)
				q.where, q.by = nil, q.by[:0]
				def, _ := indicator.Defined(q.id)
				for range n.roll(3) {
					q.by = append(q.by, n.oneOf(def.Dimensions()...))
				}
				if n.roll(2) == 0 {
					dimension := n.oneOf(def.Dimensions()...)
					q.where = append(q.where, [2]string{dimension, n.valueIn(q, dimension)})
				}
				n.compareRecords(e, q, n.scope(), n.scope())
			}
		})
	})
}

// scope is a random right: everywhere or at some places.
type scope map[string]string

func (n *network) scope() scope {
	s := scope{}
	for dimension, ids := range map[string][]string{"network": n.history.at("2020-01-01").ids("networks"), "project": n.history.at("2020-01-01").ids("projects"),
		"site": n.history.at("2020-01-01").ids("sites")} {
		if len(ids) > 0 && n.roll(4) == 0 {
			s[dimension] = n.oneOf(ids...)
		}
	}
	return s
}

func (s scope) filter() authz.Filter {
	actor := &authz.Actor{ID: "a"}
	for dimension, id := range s {
		actor.Grants = append(actor.Grants, authz.Allow(authz.Scope{Kind: authz.ScopeKind(dimension), ID: id}, "read"))
	}
	if len(s) == 0 {
		actor.Grants = []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, "read")}
	}
	f, err := authz.Rows(authz.With(ctx, actor), "read")
	if err != nil {
		panic(err)
	}
	return f
}

func (s scope) sees(u unit) bool {
	for dimension, id := range s {
		if slices.Contains(u.values(dimension), id) {
			return true
		}
	}
	return len(s) == 0
}

// compareRecords asks for the records behind the whole figure, behind each of its rows and behind what is missing.
func (n *network) compareRecords(e *indicator.Engine, q question, limit, visible scope) {
	n.t.Helper()
	k := n.history.at(q.cutoff)
	from, to, _ := k.period(q)
	var units []unit
	for _, u := range k.units(q.id, from, to) {
		if u.holds(q.where) && limit.sees(u) {
			units = append(units, u)
		}
	}
	pick := indicator.Pick{Query: q.query(), Visible: visible.filter()}
	pick.Limit = limit.filter()
	a, err := e.Answer(ctx, pick.Query)
	if err != nil {
		n.t.Fatal(err)
	}
	check := func(value int64, want func(u unit) bool) {
		n.t.Helper()
		n.check(e, pick, value, visible, slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return !want(u) }))
	}
	check(a.Value, func(unit) bool { return true })
	if len(q.by) == 0 {
		return
	}
	for _, row := range a.Rows {
		pick.Cell = row.Codes
		check(row.Value, func(u unit) bool {
			return slices.ContainsFunc(u.combinations(q.by), func(codes []string) bool { return slices.Equal(codes, row.Codes) })
		})
	}
	pick.Cell = nil
	for part, value := range map[indicator.Part]int64{indicator.Valid: a.Valid, indicator.NotFilled: a.Missing.NotFilled, indicator.Declined: a.Missing.Declined} {
		pick.Part = part
		check(value, func(u unit) bool {
			one := count{rows: map[string]int{}}
			one.add(unit{1, "", u.own, u.parts, u.inPart}, q.by)
			return map[indicator.Part]int{indicator.Valid: one.valid, indicator.NotFilled: one.notFilled, indicator.Declined: one.declined}[part] == 1
		})
	}
}

// check compares the records of a pick with the units that it is about.
func (n *network) check(e *indicator.Engine, pick indicator.Pick, value int64, visible scope, units []unit) {
	n.t.Helper()
	r, err := e.Records(ctx, pick)
	if err != nil {
		n.t.Fatal(err)
	}
	var want []string
	for _, u := range units {
		if visible.sees(u) {
			want = append(want, u.record)
		}
	}
	var got []string
	for record := range r.All() {
		got = append(got, record.Case+" "+record.Contact)
	}
	slices.Sort(got)
	slices.Sort(want)
	if r.Counted != int(value) || len(units) != int(value) || r.Len() != len(want) || !slices.Equal(got, want) {
		n.t.Fatalf("%+v\nthe figure is %d, %d are counted; the records are\n%v, should be\n%v\n%s", pick, value, r.Counted, got, want, n.history)
	}
}

// TestPagesAreTheWholeList reads the records page by page while others are stored: every record once, the latest first.
func TestPagesAreTheWholeList(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		network := plain()
		for i := range 23 {
			c := contactOf(fmt.Sprintf("k1%02d", i))
			c.cells["held_on"] = clock.Day(18300 + i%5).String() // in February, before what is stored later
			network.changes = append(network.changes, c)
		}
		network.put(t, d)
		e := indicator.New(d)
		pick := indicator.Pick{Query: indicator.Query{ID: "counselling.total", Limit: authz.System()}, Visible: authz.System(),
			Columns: []string{"form", "site", "country", "contact.themes"}}
		var all []indicator.Record
		for after, more := (*indicator.Place)(nil), true; more; {
			r, err := e.Records(ctx, pick)
			if err != nil {
				t.Fatal(err)
			}
			later := step{at: now.Now(), changes: []change{contactOf(fmt.Sprintf("n1%d", len(all)))}}
			later.put(t, d)
			var page []indicator.Record
			page, more = r.Page(after, 4)
			last := page[len(page)-1]
			after = &indicator.Place{HeldOn: last.HeldOn, Case: last.Case, Contact: last.Contact, Nth: last.Nth}
			all = append(all, page...)
		}
		met := map[string]bool{}
		for i, r := range all {
			if met[r.Contact] || i > 0 && r.HeldOn > all[i-1].HeldOn {
				t.Errorf("%s of %s is there again or in a wrong place", r.Contact, r.HeldOn)
			}
			met[r.Contact] = true
			if fmt.Sprint(r.Values) != "[[phone] [s1] [not_filled] [recognition]]" {
				t.Errorf("values %v", r.Values)
			}
			want := "counselling.follow_up"
			if r.Contact == "k100" {
				want = "counselling.recognition.initial"
			}
			if r.As != want {
				t.Errorf("%s counts for %s", r.Contact, r.As)
			}
		}
		if len(met) != 23 {
			t.Errorf("%d records: %s", len(met), strings.Join(slices.Sorted(maps.Keys(met)), " "))
		}
	})
}

// TestRecordsStayWhatTheyWere reads a selection after the case behind it changed and the columns were copied.
func TestRecordsStayWhatTheyWere(t *testing.T) {
	d := dbtest.SQLite(t, now)
	network := plain()
	network.changes = append(network.changes, contactOf("k1"))
	network.put(t, d)
	e := indicator.Eager(indicator.New(d))
	r, err := e.Records(ctx, indicator.Pick{Query: indicator.Query{ID: "counselling.contacts", Limit: authz.System()}, Visible: authz.System(), Columns: []string{"form"}})
	if err != nil {
		t.Fatal(err)
	}
	corrected := contactOf("k1")
	corrected.cells["form"] = "mobile"
	again := step{at: now.Now(), changes: []change{corrected}}
	again.put(t, d)
	if n := value(t, e, "counselling.contacts"); n != 1 {
		t.Fatalf("%d contacts", n)
	}
	for record := range r.All() {
		if record.Contact != "k1" || record.Values[0][0] != "phone" {
			t.Errorf("%+v", record)
		}
	}
}

func TestOnlyCasesHaveRecords(t *testing.T) {
	e := indicator.New(dbtest.SQLite(t, now))
	for _, d := range indicator.Definitions() {
		_, err := e.Records(ctx, indicator.Pick{Query: indicator.Query{ID: d.ID, Limit: authz.System()}, Visible: authz.System()})
		ofCases := strings.HasPrefix(d.ID, "counselling.") && !strings.HasPrefix(d.ID, "counselling.sites.")
		if d.Listed() != ofCases || (err == nil) != ofCases {
			t.Errorf("%s: listed %v, %v", d.ID, d.Listed(), err)
		}
	}
}

func TestACodeThatNothingHasIsKnown(t *testing.T) {
	d := dbtest.SQLite(t, now)
	network := plain()
	network.put(t, d)
	e := indicator.New(d)
	for code, want := range map[string]bool{"s1": true, "s2": false, "not_filled": true} {
		if known, err := e.Knows(ctx, indicator.Query{ID: "counselling.contacts"}, "site", code); err != nil || known != want {
			t.Errorf("%s: %v, %v", code, known, err)
		}
	}
	if _, err := e.Knows(ctx, indicator.Query{ID: "counselling.contacts"}, "nonsense", "x"); err == nil {
		t.Error("an unknown dimension is not refused")
	}
}
