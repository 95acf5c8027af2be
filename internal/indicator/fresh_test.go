package indicator_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"openiq/internal/counselling"
	"openiq/internal/fairintegration"
	"openiq/internal/indicator"
	"openiq/internal/measure"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
	"openiq/internal/training"
)

// TestEveryInstanceFollowsEveryChange changes a random network step by step, now through one instance and now through
// another: after each step the engines of both, which only follow what changed, must answer as the oracle does.
func TestEveryInstanceFollowsEveryChange(t *testing.T) {
	activities := slices.Concat(measure.Types(), training.Types(), fairintegration.Types())
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		instances := []*db.DB{d, dbtest.Open(t, d.DSN(), now)}
		engines := []*indicator.Engine{indicator.New(instances[0]), indicator.Eager(indicator.New(instances[1]))}
		rapid.Check(t, func(t *rapid.T) {
			empty(t, d)
			n := newNetwork(t)
			var at time.Time
			for range 2 + n.roll(5) {
				s := n.grow(at, [][]*record.Type{nil, counselling.Types(), counselling.Types(), counselling.Types(), activities}[n.roll(5)]...)
				s.put(t, instances[n.roll(2)])
				at = s.at
				for range 6 {
					n.compare(engines[n.roll(2)], n.ask())
				}
			}
		})
	})
}

// plain is a small network with a round, a project, a site and a case.
func plain() step {
	return step{at: now.Now().Add(-time.Hour), imports: true, changes: []change{
		{typ: programme.Rounds, id: "r1", cells: cells{"name": "x", "starts_on": "2020-01-01", "ends_on": "2020-12-31"}},
		{typ: programme.Networks, id: "n1", cells: cells{"name": "x", "states": "BE"}},
		{typ: programme.Organisations, id: "o1", cells: cells{"name": "x"}},
		{typ: programme.Projects, id: "p1", cells: cells{"name": "x", "round_id": "r1", "organisation_id": "o1", "kind": "counselling", "network_id": "n1"}},
		{typ: programme.Sites, id: "s1", cells: cells{"name": "x", "project_id": "p1", "kind": "fixed"}},
		{typ: counselling.Cases, id: "c1", cells: cells{"site_id": "s1"}},
	}}
}

// contactOf is a new contact of the case of the plain network.
func contactOf(id string) change {
	return change{typ: counselling.Contacts, id: id, cells: cells{"case_id": "c1", "held_on": "2020-03-01", "form": "phone", "themes": "recognition"}}
}

// value is an indicator's value as an engine says.
func value(t require, e *indicator.Engine, id string) int64 {
	t.Helper()
	a, err := e.Answer(ctx, indicator.Query{ID: id, Limit: authz.System()})
	if err != nil {
		t.Fatal(err)
	}
	return a.Value
}

func TestTheNextAnswerContainsTheWrite(t *testing.T) {
	office := func(c ...change) step { return step{at: now.Now(), changes: c} }
	for _, w := range []struct {
		what, id string
		step     step
	}{
		{"a contact", "counselling.contacts", office(contactOf("k1"))},
		{"a measure", "measures.schemes", office(change{typ: measure.Measures, id: "m1",
			cells: cells{"project_id": "p1", "name": "x", "form": "course", "starts_on": "2020-02-01"}})},
		{"a change of the structure", "counselling.sites.mobile", office(change{typ: programme.Sites, id: "s2",
			cells: cells{"project_id": "p1", "name": "x", "kind": "mobile"}})},
		{"an import", "trainings.total", step{at: now.Now(), imports: true, changes: []change{{typ: training.Trainings, id: "t1",
			cells: cells{"project_id": "p1", "title": "x", "format": "training", "held_on": "2020-02-01", "participants": "7"}}}}},
	} {
		t.Run(w.what, func(t *testing.T) {
			dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
				other := dbtest.Open(t, d.DSN(), now)
				network := plain()
				network.put(t, d)
				engines := []*indicator.Engine{indicator.New(d), indicator.New(other)}
				for _, e := range engines {
					if n := value(t, e, w.id); n != 0 {
						t.Fatalf("%d before", n)
					}
				}
				w.step.put(t, d)
				for i, e := range engines {
					if n := value(t, e, w.id); n != 1 {
						t.Errorf("instance %d says %d after it", i+1, n)
					}
				}
			})
		})
	}
}

// TestQuestionsWhileOthersWrite asks both instances while contacts are being recorded: each answer has at least the
// contacts recorded before the question and at most those recorded by its end.
func TestQuestionsWhileOthersWrite(t *testing.T) {
	const contacts = 60
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		other := dbtest.Open(t, d.DSN(), now)
		network := plain()
		network.put(t, d)
		var begun, done atomic.Int64
		var asking sync.WaitGroup
		for _, e := range []*indicator.Engine{indicator.New(d), indicator.New(d), indicator.New(other)} {
			for range 2 {
				asking.Go(func() {
					for before := int64(0); before < contacts; {
						before = done.Load()
						a, err := e.Answer(ctx, indicator.Query{ID: "counselling.contacts", By: []string{"site", "themes"}, Limit: authz.System()})
						if after := begun.Load(); err != nil || a.Value < before || a.Value > after || a.Value != a.Valid {
							t.Errorf("%d contacts, %d in the table (%v); between %d and %d were recorded", a.Value, a.Valid, err, before, after)
							return
						}
					}
				})
			}
		}
		for i := range contacts {
			s := step{at: now.Now(), imports: i%20 == 19, changes: []change{contactOf(fmt.Sprintf("k%d", 2*i+1))}}
			begun.Add(1)
			s.put(t, []*db.DB{d, other}[i%2])
			done.Add(1)
		}
		asking.Wait()
	})
}
