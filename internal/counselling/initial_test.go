package counselling_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/ident"
)

// roundOf has rounds of ten days.
func roundOf(d clock.Day) string { return string(rune('a' + d/10)) }

func anyContact(t *rapid.T, id string) counselling.Contact {
	return counselling.Contact{
		ID:       id,
		HeldOn:   clock.Day(rapid.IntRange(0, 29).Draw(t, "day")),
		Recorded: clock.Instant(rapid.IntRange(0, 2).Draw(t, "recorded")),
		Themes: rapid.SampledFrom([][]string{{"recognition"}, {"job_training"}, {"recognition", "job_training"}}).
			Draw(t, "themes"),
	}
}

// before is the order of exchange.md section 2, written anew.
func before(a, b counselling.Contact) bool {
	if a.HeldOn != b.HeldOn {
		return a.HeldOn < b.HeldOn
	}
	if a.Recorded != b.Recorded {
		return a.Recorded < b.Recorded
	}
	return a.ID < b.ID
}

// TestInitialIsTheFirstOfItsThemeCaseAndRound compares the marks with the rule as it is written: a theme is marked if and
// only if no other contact of the round that carries it comes before.
func TestInitialIsTheFirstOfItsThemeCaseAndRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var contacts []counselling.Contact
		for i := range rapid.IntRange(0, 8).Draw(t, "contacts") {
			contacts = append(contacts, anyContact(t, string(rune('A'+i))))
		}
		contacts = rapid.Permutation(contacts).Draw(t, "order")
		all := slices.Clone(contacts)
		counselling.MarkInitial(contacts, roundOf)
		if !slices.IsSortedFunc(contacts, func(a, b counselling.Contact) int {
			if before(b, a) {
				return 1
			}
			return -1
		}) || len(contacts) != len(all) {
			t.Fatalf("not in the order in which they count: %+v", contacts)
		}
		for _, c := range contacts {
			for _, theme := range c.Themes {
				first := !slices.ContainsFunc(all, func(o counselling.Contact) bool {
					return before(o, c) && roundOf(o.HeldOn) == roundOf(c.HeldOn) && slices.Contains(o.Themes, theme)
				})
				if slices.Contains(c.Initial, theme) != first {
					t.Fatalf("%s of %s on %d marked %v, want %v", theme, c.ID, c.HeldOn, !first, first)
				}
			}
			if len(c.Initial) > len(c.Themes) {
				t.Fatalf("initial in %v, but about %v", c.Initial, c.Themes)
			}
		}
	})
}

func TestACaseBeginsAnewInEachRound(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		id := casetest.Open(t, s, bremen, casetest.New("s1", "2018-10-01", "contents", "r1"))
		for _, in := range []counselling.Input{
			{"held_on": "2014-12-31", "form": "phone", "themes": "recognition"},
			{"held_on": "2018-10-02", "form": "phone", "themes": "recognition job_training"},
			{"held_on": "2018-10-03", "form": "phone", "themes": "job_training"},
			{"held_on": "2015-01-01", "form": "phone", "themes": "recognition"},
		} {
			_, err := s.RecordContact(casetest.As(bremen), id, in, ident.Token())
			ok(t, err)
		}
		var got []string
		for _, c := range get(t, s, bremen, id).Contacts {
			line := c.HeldOn.String()
			for _, theme := range c.Initial {
				line += " " + theme
			}
			got = append(got, line)
		}
		want := []string{"2018-10-03", "2018-10-02 job_training", "2018-10-01", "2015-01-01 recognition", "2014-12-31 recognition"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
	})
}
