package counselling

import (
	"cmp"
	"slices"

	"openiq/internal/platform/clock"
)

// Contact is a conversation as the case page shows it.
type Contact struct {
	ID       string
	HeldOn   clock.Day
	Form     string
	Themes   []string
	Site     string // its own; empty: the case's
	Minutes  int64  // 0: not filled in
	Contents []string
	Language string // BCP 47 tags separated by a space; empty: not filled in
	WithHelp string // of an interpreter: "true" or "false"; empty: not filled in
	By       string // the account that held it; empty: not known
	Recorded clock.Instant
	Version  int64
	Initial  []string // themes of which it is the initial counselling; none: a follow-up
}

// MarkInitial orders the contacts of one case as they count (held_on, then recorded_at, then id) and marks the initial
// ones: in each round, the first contact that carries a theme is that theme's initial counselling (exchange.md section 2).
func MarkInitial(contacts []Contact, roundOf func(clock.Day) string) {
	slices.SortFunc(contacts, func(a, b Contact) int {
		return cmp.Or(cmp.Compare(a.HeldOn, b.HeldOn), cmp.Compare(a.Recorded, b.Recorded), cmp.Compare(a.ID, b.ID))
	})
	seen := map[[2]string]bool{}
	for i := range contacts {
		c := &contacts[i]
		c.Initial = nil
		for _, theme := range c.Themes {
			if key := [2]string{roundOf(c.HeldOn), theme}; !seen[key] {
				seen[key] = true
				c.Initial = append(c.Initial, theme)
			}
		}
	}
}
