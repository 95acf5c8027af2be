package indicator_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
)

func TestShown(t *testing.T) {
	for _, c := range []struct {
		style indicator.Style
		value int64
		shown int64
		as    indicator.Style
	}{
		{indicator.Exact, 58, 58, indicator.Exact},
		{indicator.AlmostTens, 60, 60, indicator.Exact},
		{indicator.AlmostTens, 59, 60, indicator.AlmostTens},
		{indicator.AlmostTens, 58, 60, indicator.AlmostTens},
		{indicator.AlmostTens, 57, 60, indicator.AlmostTens},
		{indicator.AlmostTens, 56, 56, indicator.Exact},
		{indicator.AlmostTens, 51, 51, indicator.Exact},
		{indicator.AlmostTens, 7, 10, indicator.AlmostTens},
		{indicator.AlmostTens, 0, 0, indicator.Exact},
		{indicator.AboutTens, 49, 50, indicator.AboutTens},
		{indicator.AboutTens, 51, 50, indicator.AboutTens},
		{indicator.AboutTens, 45, 50, indicator.AboutTens},
		{indicator.AboutTens, 44, 40, indicator.AboutTens},
		{indicator.AboutTens, 50, 50, indicator.AboutTens},
		{indicator.AboutTens, 996, 1000, indicator.AboutTens},
	} {
		if shown, as := c.style.Shown(c.value); shown != c.shown || as != c.as {
			t.Errorf("%s shows %d as %s %d, want %s %d", c.style, c.value, as, shown, c.as, c.shown)
		}
	}
}

// The order and the styles are the contract's (exchange.md section 4).
func TestTheSheetHasItsFigures(t *testing.T) {
	sheet, err := indicator.SheetNamed("at-a-glance-2018")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"counselling.sites.fixed", "counselling.sites.mobile", "counselling.recognition.initial", "counselling.job_training.initial",
		"measures.schemes", "measures.supporting_projects", "measures.persons", "measures.persons.federal", "trainings.total",
		"trainings.participants", "trainings.asylum_awareness", "trainings.asylum_awareness.participants", "network.refugee_projects",
		"fair.persons", "fair.services", "network.projects", "network.networks", "network.competence_centres"}
	var got []string
	for _, f := range sheet.Figures {
		got = append(got, f.ID)
		style := indicator.Exact
		switch f.ID {
		case "counselling.sites.mobile":
			style = indicator.AlmostTens
		case "network.refugee_projects":
			style = indicator.AboutTens
		}
		if f.Style != style || (f.Note == "source") != (f.ID == "measures.persons") {
			t.Errorf("%s: style %s, note %q", f.ID, f.Style, f.Note)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("figures %q", got)
	}
	if _, err := indicator.SheetNamed("../sheets/at-a-glance-2018"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown sheet: %v", err)
	}
}

// hands is a clock that the test moves.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) show(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = t
}

func (h *hands) pass(d time.Duration) { h.show(h.Now().Add(d)) }

var (
	publisher = authz.With(ctx, &authz.Actor{ID: "p", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, "sheet.publish")}})
	stranger  = authz.With(ctx, &authz.Actor{ID: "s", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Nation}, "sheet.read")}})
)

// office stores changes at the clock's time.
func office(t *testing.T, d *db.DB, changes ...change) {
	t.Helper()
	s := step{at: d.Clock().Now(), changes: changes}
	s.put(t, d)
}

// recognitions is the third figure: initial counsellings on recognition.
const recognitions = 2

func TestAPublishedSheetIsFrozen(t *testing.T) {
	h := &hands{now: now.Now()}
	start := h.now
	dbtest.Each(t, h, func(t *testing.T, d *db.DB) {
		h.show(start)
		network := plain()
		network.put(t, d)
		office(t, d, contactOf("k1"), change{typ: counselling.Cases, id: "c3", cells: cells{"site_id": "s1"}})
		h.pass(time.Minute)
		e := indicator.New(d)
		cutoff := clock.Today(h)
		id, err := e.Publish(publisher, "at-a-glance-2018", cutoff, "key")
		if err != nil {
			t.Fatal(err)
		}
		h.pass(time.Minute)
		second := contactOf("k3")
		second.cells["case_id"], second.recorded = "c3", start.Add(-24*time.Hour)
		other := contactOf("k1")
		other.cells["themes"] = "job_training"
		office(t, d, second, other) // on the cut-off day, after the publication
		expectSheet(t, e, id, 1, 1)
		h.pass(48 * time.Hour)
		late := change{typ: counselling.Cases, id: "c5", cells: cells{"site_id": "s1"}}
		third := contactOf("k5")
		third.cells["case_id"], third.recorded = "c5", start.Add(-24*time.Hour)
		office(t, d, late, third)
		expectSheet(t, e, id, 1, 2)
		if _, err := e.Publish(publisher, "at-a-glance-2018", cutoff, "another key"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("published twice: %v", err)
		}
		if again, err := e.Publish(publisher, "at-a-glance-2018", cutoff, "key"); again != id || err != nil {
			t.Errorf("the same form sent twice: %q, %v", again, err)
		}
	})
}

// expectSheet checks what was published, what counting again says, and what is known today.
func expectSheet(t *testing.T, e *indicator.Engine, id string, frozen, today int64) {
	t.Helper()
	all, err := e.Published(ctx)
	if err != nil || len(all) != 1 || all[0].ID != id || all[0].PublishedBy != "tester" {
		t.Fatalf("published: %+v, %v", all, err)
	}
	p := &all[0]
	again, err := e.Again(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range p.Figures {
		if again[i] != f.Value || f.ID != p.Layout().Figures[i].ID {
			t.Errorf("%s was published as %d; again it is %d", f.ID, f.Value, again[i])
		}
	}
	if n := p.Figures[recognitions].Value; n != frozen {
		t.Errorf("published %d recognition counsellings, want %d", n, frozen)
	}
	current, err := e.Today(ctx, p)
	if err != nil || current[recognitions] != today {
		t.Errorf("today it is %d (%v), want %d", current[recognitions], err, today)
	}
	if from, to := p.Period(); from.String() != "2020-01-01" || to != p.Cutoff {
		t.Errorf("from %s to %s", from, to)
	}
}

func TestWhoPublishesWhat(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		network := plain()
		network.put(t, d)
		e, today := indicator.New(d), clock.Today(now)
		_, err := e.Publish(stranger, "at-a-glance-2018", today, "a")
		if errs.KindOf(err) != errs.Forbidden {
			t.Errorf("without the right: %v", err)
		}
		_, err = e.Publish(publisher, "at-a-glance-2018", today+1, "b")
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("a cut-off in the future: %v", err)
		}
		_, err = e.Publish(publisher, "at-a-glance-2018", clock.MustDay("2019-12-31"), "c")
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("a cut-off in no round: %v", err)
		}
		_, err = e.Publish(publisher, "nothing", today, "d")
		if errs.KindOf(err) != errs.NotFound {
			t.Errorf("no sheet: %v", err)
		}
		if all, err := e.Published(ctx); err != nil || len(all) > 0 {
			t.Errorf("%d sheets were published all the same (%v)", len(all), err)
		}
	})
}

func TestWhatCannotBeAsked(t *testing.T) {
	d := dbtest.SQLite(t, now)
	network := plain()
	network.put(t, d)
	e := indicator.New(d)
	for what, q := range map[string]indicator.Query{
		"an unknown indicator": {ID: "counselling.secrets"},
		"an unknown round":     {ID: "counselling.contacts", Round: "r9"},
		"an unknown dimension": {ID: "counselling.contacts", By: []string{"name"}},
		"an unknown condition": {ID: "counselling.contacts", Where: []indicator.Condition{{Dimension: "name", Value: "x"}}},
		"three dimensions":     {ID: "counselling.contacts", By: []string{"site", "sex", "form"}},
	} {
		q.Limit = authz.System()
		if _, err := e.Answer(ctx, q); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	a, err := e.Answer(ctx, indicator.Query{ID: "counselling.sites.fixed"}) // no limit given: nothing may be seen
	if err != nil || a.Value != 0 {
		t.Errorf("without a right it says %d (%v)", a.Value, err)
	}
}
