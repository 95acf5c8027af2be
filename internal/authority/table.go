package authority

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
)

// Table is the authorities and rules as they are at a moment, laid out for quick answers. It never changes.
type Table struct {
	authorities []*Authority // by id
	rules       []*Rule      // by id
	byID        map[string]*Authority
	byCode      map[string][]ruling // the most specific first
	byGroup     map[string][]ruling
	chamberOf   map[string]*Authority // of crafts, by district
	chambers    [][]*Authority        // of crafts, by the place of the Land in States
}

// ruling is a rule made ready for comparing.
type ruling struct {
	rule     *Rule
	states   uint32 // bits at the places of the Laender
	from, to clock.Day
}

const everywhere = math.MaxUint32

// newTable lays out knowledge whose entries were checked: what they refer to exists.
func newTable(k *knowledge) *Table {
	t := &Table{authorities: k.authorities, rules: k.rules, byID: make(map[string]*Authority, len(k.authorities)),
		byCode: map[string][]ruling{}, byGroup: map[string][]ruling{}, chamberOf: map[string]*Authority{}, chambers: make([][]*Authority, len(States))}
	for _, a := range k.authorities {
		t.byID[a.ID] = a
	}
	for district, id := range k.districts {
		a, place := t.byID[id], places[stateOfDistrict(district)]
		t.chamberOf[district] = a
		if !slices.Contains(t.chambers[place], a) {
			t.chambers[place] = append(t.chambers[place], a)
		}
	}
	for _, all := range t.chambers {
		slices.SortFunc(all, func(a, b *Authority) int { return strings.Compare(a.ID, b.ID) })
	}
	for _, r := range k.rules {
		x := makeReady(r)
		for _, code := range r.Codes {
			t.byCode[code] = append(t.byCode[code], x)
		}
		for _, group := range r.Groups {
			t.byGroup[group] = append(t.byGroup[group], x)
		}
	}
	for _, lists := range []map[string][]ruling{t.byCode, t.byGroup} {
		for _, list := range lists {
			slices.SortStableFunc(list, func(a, b ruling) int { return cmp.Compare(b.specific(), a.specific()) })
		}
	}
	return t
}

func makeReady(r *Rule) ruling {
	x := ruling{rule: r, states: everywhere, from: math.MinInt32, to: math.MaxInt32}
	if len(r.States) > 0 {
		x.states = 0
		for _, state := range r.States {
			x.states |= 1 << places[state]
		}
	}
	if day, err := clock.ParseDay(r.ValidFrom); err == nil {
		x.from = day
	}
	if day, err := clock.ParseDay(r.ValidTo); err == nil {
		x.to = day
	}
	return x
}

// specific ranks rules about the same occupation: who names Laender comes before who does not, and then who names an origin.
func (x *ruling) specific() int {
	rank := 0
	if x.states != everywhere {
		rank += 2
	}
	if x.rule.Origin != "" {
		rank++
	}
	return rank
}

// Authorities are all authorities by id.
func (t *Table) Authorities() []*Authority { return t.authorities }

// Authority is the one with an id; nil when there is none.
func (t *Table) Authority(id string) *Authority { return t.byID[id] }

// Rules are all rules by id.
func (t *Table) Rules() []*Rule { return t.rules }

// Rule is the one with an id; nil when there is none.
func (t *Table) Rule(id string) *Rule {
	i, found := slices.BinarySearchFunc(t.rules, id, func(r *Rule, id string) int { return strings.Compare(r.ID, id) })
	if !found {
		return nil
	}
	return t.rules[i]
}

// RulesOf are the rules that name an authority, by itself or as the chamber of a district.
func (t *Table) RulesOf(id string) []*Rule {
	chamber := t.isChamberOfDistrict(id)
	var all []*Rule
	for _, r := range t.rules {
		if r.Authority == id || chamber && r.Authority == ByDistrict {
			all = append(all, r)
		}
	}
	return all
}

func (t *Table) isChamberOfDistrict(id string) bool {
	return slices.ContainsFunc(t.chambers, func(all []*Authority) bool {
		return slices.ContainsFunc(all, func(a *Authority) bool { return a.ID == id })
	})
}

// rule is the one that counts for an occupation in a Land, for an origin, on a day: the most specific that fits. Nil when
// none does.
func (t *Table) rule(o *occupation.Occupation, place int, origin string, on clock.Day) *Rule {
	for _, list := range [2][]ruling{t.byCode[o.Code], t.byGroup[o.Group]} {
		for i := range list {
			x := &list[i]
			if x.states&(1<<place) != 0 && (x.rule.Origin == "" || x.rule.Origin == origin) && x.from <= on && on <= x.to {
				return x.rule
			}
		}
	}
	return nil
}
