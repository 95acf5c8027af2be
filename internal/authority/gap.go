package authority

import (
	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
)

// checkEvery is after how many days a row has to be compared with its source again.
const checkEvery = 365

// Gaps are where the knowledge wants work.
type Gaps struct {
	Open        []Open       // by group, then Land
	Rules       []*Rule      // in force and not checked for a year, or never
	Authorities []*Authority // not checked for a year, or never
	Unnamed     []*Authority // that no rule names
}

// Open is a group of occupations in a Land about which no certain rule tells who decides.
type Open struct {
	Group, State string
	Rules        []*Rule // those that are not certain; none: there is no rule at all for some origin
}

// Gaps lists the gaps on a day.
func (t *Table) Gaps(on clock.Day) Gaps {
	var g Gaps
	for _, group := range occupation.Groups {
		for place, state := range States {
			if open := (Open{Group: group, State: state}); t.isOpen(&open, place, on) {
				g.Open = append(g.Open, open)
			}
		}
	}
	for _, r := range t.rules {
		if (r.ValidTo == "" || r.ValidTo >= on.String()) && Unchecked(r.CheckedOn, on) {
			g.Rules = append(g.Rules, r)
		}
	}
	named := map[string]bool{guide: true}
	for _, r := range t.rules {
		named[r.Authority] = true
	}
	for _, a := range t.authorities {
		if Unchecked(a.CheckedOn, on) {
			g.Authorities = append(g.Authorities, a)
		}
		if !named[a.ID] && !(named[ByDistrict] && t.isChamberOfDistrict(a.ID)) {
			g.Unnamed = append(g.Unnamed, a)
		}
	}
	return g
}

// isOpen finds the rules that are not certain. That the district decides is no uncertainty, and neither is that the origin
// does.
func (t *Table) isOpen(open *Open, place int, on clock.Day) bool {
	anyone := &occupation.Occupation{Group: open.Group}
	missing := false
	for _, origin := range Origins {
		switch r := t.rule(anyone, place, origin, on); {
		case r == nil:
			missing = true
		case !r.Certain && (len(open.Rules) == 0 || open.Rules[0] != r):
			open.Rules = append(open.Rules, r)
		}
	}
	return missing || len(open.Rules) > 0
}

// Unchecked says whether a row was never compared with its source, or not for a year.
func Unchecked(checkedOn string, on clock.Day) bool {
	day, err := clock.ParseDay(checkedOn)
	return err != nil || on-day > checkEvery
}
