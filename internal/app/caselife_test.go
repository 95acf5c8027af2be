package app

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
)

// days is a clock that goes on from day to day.
type days struct{ t time.Time }

func (d *days) Now() time.Time { return d.t }

// counsellorOf is the context of somebody who counsels at a centre.
func counsellorOf(site string) context.Context {
	a := account.NewActor("counsellor-"+site, []account.Assignment{{Role: account.Counsellor, Scope: authz.Scope{Kind: authz.Site, ID: site}}})
	return authz.With(db.WithActor(context.Background(), a.ID), a)
}

// table is an indicator by a dimension at a cut-off, "code n" each.
func (h *house) table(t *testing.T, id, by string, cutoff clock.Day) []string {
	t.Helper()
	a, err := h.program.indicators.Answer(system, indicator.Query{ID: id, Cutoff: &cutoff, By: []string{by}, Limit: authz.System()})
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, row := range a.Rows {
		out = append(out, fmt.Sprintf("%s %d", row.Codes[0], row.Value))
	}
	return out
}

// figures are what a case could move, at the last days.
func (h *house) figures(t *testing.T, today clock.Day) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, id := range []string{"counselling.contacts", "counselling.recognition.initial", "counselling.follow_up", "counselling.cases.new"} {
		for _, by := range []string{"site", "network"} {
			for cutoff := today - 3; cutoff <= today; cutoff++ {
				all[id+" "+by+" "+cutoff.String()] = h.table(t, id, by, cutoff)
			}
		}
	}
	return all
}

func (h *house) same(t *testing.T, what string, before, after map[string][]string) {
	t.Helper()
	for key, was := range before {
		if is := after[key]; !slices.Equal(was, is) {
			t.Errorf("%s: %s was %q and is %q", what, key, was, is)
		}
	}
}

// eachDay serves the two networks at a time that goes on.
func eachDay(t *testing.T, fn func(t *testing.T, h *house, c *days)) {
	t.Helper()
	for name, open2 := range map[string]func(testing.TB, clock.Clock) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			c := &days{now.Now()}
			fn(t, open(t, open2(t, c), nil), c)
		})
	}
}

// opened is a new case of alpha with a conversation yesterday and one today.
func (h *house) opened(t *testing.T) string {
	t.Helper()
	ctx, today := counsellorOf("alpha-s1"), clock.Today(h.db.Clock())
	contact := func(day clock.Day) counselling.Input {
		return counselling.Input{"held_on": day.String(), "form": "phone", "themes": "recognition"}
	}
	id, err := h.program.counselling.Open(ctx, counselling.NewCase{Site: "alpha-s1", Case: counselling.Input{}, Contact: contact(today - 1)}, ident.Token())
	if err == nil {
		_, err = h.program.counselling.RecordContact(ctx, id, contact(today), ident.Token())
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestAHandoverMovesNothingOfThePast hands a case over to another network on the day of a conversation, and back: every
// figure at every cut-off stays as it was, and nothing counts as initial again.
func TestAHandoverMovesNothingOfThePast(t *testing.T) {
	eachDay(t, func(t *testing.T, h *house, c *days) {
		cases, alpha, bravo := h.program.counselling, counsellorOf("alpha-s1"), counsellorOf("bravo-s1")
		id := h.opened(t)
		today := clock.Today(c)
		before := h.figures(t, today)
		handover, err := cases.AskHandover(alpha, id, counselling.NewHandover{To: "bravo-s1", Agreed: true}, ident.Token())
		if err != nil {
			t.Fatal(err)
		}
		if err := cases.AcceptHandover(bravo, handover, "", ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.same(t, "handed over", before, h.figures(t, today))

		c.t = c.t.AddDate(0, 0, 1)
		if _, err := cases.RecordContact(bravo, id, counselling.Input{"held_on": (today + 1).String(), "form": "phone", "themes": "recognition"}, ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.same(t, "a day later", before, h.figures(t, today))
		follow := h.table(t, "counselling.follow_up", "network", today+1)
		if was := h.table(t, "counselling.follow_up", "network", today); slices.Equal(was, follow) {
			t.Errorf("the new centre's conversation does not count: %q", follow)
		}
		if initial := h.table(t, "counselling.recognition.initial", "network", today+1); !slices.Equal(initial, before["counselling.recognition.initial network "+today.String()]) {
			t.Errorf("something is initial again: %q", initial)
		}

		later := h.figures(t, today+1)
		if err := cases.ReturnHandover(bravo, handover, ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.same(t, "given back", later, h.figures(t, today+1))
		c.t = c.t.AddDate(0, 0, 1)
		h.same(t, "the day after that", later, h.figures(t, today+1))
	})
}

// TestTheBinAndTheFigures deletes cases: one that no published sheet has leaves the figures from that day on, one that a sheet
// has stays in them, and the sheet can be computed again either way.
func TestTheBinAndTheFigures(t *testing.T) {
	eachDay(t, func(t *testing.T, h *house, c *days) {
		cases, alpha := h.program.counselling, counsellorOf("alpha-s1")
		first := h.opened(t)
		sheet, cutoff := indicator.Sheets()[0], clock.Today(c)
		if _, err := h.program.indicators.Publish(system, sheet, cutoff, ""); err != nil {
			t.Fatal(err)
		}
		c.t = c.t.AddDate(0, 0, 1)
		second := h.opened(t)
		today := clock.Today(c)
		before := h.figures(t, today)
		bin := func(id string) {
			d, err := cases.Get(alpha, id)
			if err == nil {
				err = cases.Bin(alpha, id, d.Version, ident.Token())
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		bin(first)
		h.same(t, "a reported case in the bin", before, h.figures(t, today))
		bin(second)
		past := h.figures(t, today)
		contacts := "counselling.contacts network "
		if slices.Equal(past[contacts+today.String()], before[contacts+today.String()]) {
			t.Error("an unreported case still counts")
		}
		if !slices.Equal(past[contacts+(today-1).String()], before[contacts+(today-1).String()]) {
			t.Error("an earlier cut-off has changed")
		}
		if err := cases.Restore(alpha, second, ident.Token()); err != nil {
			t.Fatal(err)
		}
		h.same(t, "taken back", before, h.figures(t, today))

		bin(second)
		c.t = c.t.AddDate(0, 0, counselling.KeptDays+1)
		if err := cases.EmptyBin(context.Background()); err != nil {
			t.Fatal(err)
		}
		published, err := h.program.indicators.Published(system)
		if err != nil {
			t.Fatal(err)
		}
		again, err := h.program.indicators.Again(system, &published[0])
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range published[0].Figures {
			if again[i] != f.Value {
				t.Errorf("%s was published as %d and is %d now", f.ID, f.Value, again[i])
			}
		}
	})
}
