package indicator

import (
	"cmp"
	"slices"

	"openiq/internal/platform/clock"
)

// The coded attributes of a case, each a column of small numbers.
const (
	caseSex = iota
	caseAgeGroup
	caseNationality
	caseSecondNationality
	caseLivesIn
	caseResidenceTitle
	caseGermanLevel
	caseEmployment
	caseBenefits
	caseAccessRoute
	caseAskedBy
	caseScope
	caseRefugee
	caseAnonymous
	caseAttributes // how many there are
)

// What a contact is, as bits.
const (
	themeRecognition uint8 = 1 << iota
	themeJobTraining
	initialRecognition // the first contact of the case and round that carries the theme
	initialJobTraining
	firstOfRound
	otherScope // of a case that counts apart
)

// contactFacts has the facts of counselling in columns. A contact has one row for each time in which everything that
// counts about it stayed the same: when an earlier contact is entered late, the row of the one that was initial until
// then ends and another begins. Rows of one case lie together, in the order held_on, recorded_at, id.
type contactFacts struct {
	// contact rows
	held, from, to []day
	state          []uint32
	site           []code
	round          []code
	flags          []uint8
	form           []uint8
	contents       []uint16
	ids            idList // of the contacts

	// states: what was known of a case for some time
	caseOf     []uint32
	attributes [caseAttributes][]uint8
	firstQual  []uint32
	quals      []uint8

	// qualifications of states
	country, kind, regulated []uint8
	occupation               []code

	// where the rows of a case are
	rowsOf []span
	dead   int // rows replaced by an update
}

type span struct{ start, end uint32 }

// One case with all its versions, as read from the database.
type caseHistory struct {
	cases    []caseVersion
	quals    []qualificationVersion
	contacts []contactVersion
}

type caseVersion struct {
	known
	stored     clock.Day
	version    int32
	deleted    bool
	site       code
	attributes [caseAttributes]uint8
}

type qualificationVersion struct {
	known
	deleted                  bool
	country, kind, regulated uint8
	occupation               code
}

type contactVersion struct {
	known
	deleted  bool
	held     day
	recorded clock.Instant
	id       []byte
	site     code
	form     uint8
	themes   uint8
	contents uint16
}

// assembler cuts a case's history into rows. It keeps its scratch space between cases.
type assembler struct {
	out      *contactFacts
	rounds   []view // the rounds by the days on which they changed; one in nearly every database
	days     []day
	visible  []int32  // indexes into contacts, in order
	open     []uint32 // by contact: its row that has not ended, or none
	contact  []int32  // by row of this case: its contact
	selected []int32  // qualifications visible in the segment
	last     stateKey
}

const none = ^uint32(0)

// stateKey tells whether two segments know the same of a case.
type stateKey struct {
	version *caseVersion
	quals   []int32
}

// add appends the rows of a case.
func (a *assembler) add(number uint32, h *caseHistory) {
	start := uint32(len(a.out.held))
	slices.SortFunc(h.contacts, func(x, y contactVersion) int {
		return cmp.Or(cmp.Compare(x.held, y.held), cmp.Compare(x.recorded, y.recorded), slices.Compare(x.id, y.id))
	})
	slices.SortFunc(h.cases, func(x, y caseVersion) int { return cmp.Compare(x.version, y.version) })
	a.open = a.open[:0]
	for range h.contacts {
		a.open = append(a.open, none)
	}
	a.last, a.contact = stateKey{}, a.contact[:0]
	a.changes(h)
	for i, from := range a.days {
		to := forever
		if i+1 < len(a.days) {
			to = a.days[i+1]
		}
		a.segment(number, h, from, to)
	}
	a.sort(int(start))
	a.out.rowsOf[number] = span{start, uint32(len(a.out.held))}
}

// changes lists the days on which something about the case became known.
func (a *assembler) changes(h *caseHistory) {
	a.days = append(a.days[:0], 0)
	note := func(k known) {
		a.days = append(a.days, k.from)
		if k.to != forever {
			a.days = append(a.days, k.to)
		}
	}
	for i := range h.cases {
		note(h.cases[i].known)
	}
	for i := range h.quals {
		note(h.quals[i].known)
	}
	for i := range h.contacts {
		note(h.contacts[i].known)
	}
	for i := range a.rounds {
		a.days = append(a.days, a.rounds[i].cutoff)
	}
	slices.Sort(a.days)
	a.days = slices.Compact(a.days)
}

// segment emits or extends the rows for cut-offs from <= c < to, in which nothing about the case changed.
func (a *assembler) segment(number uint32, h *caseHistory, from, to day) {
	version := newestCase(h.cases, from)
	a.visible = a.visible[:0]
	if version != nil {
		for i := range h.contacts {
			if c := &h.contacts[i]; c.at(from) && !c.deleted {
				a.visible = append(a.visible, int32(i))
			}
		}
	}
	if len(a.visible) == 0 {
		return
	}
	state := a.state(number, h, version, from)
	scope := uint8(0)
	if s := version.attributes[caseScope]; s >= scopeSchoolOnly && s <= scopeNoQualification {
		scope = otherScope
	}
	rounds := a.roundsAt(from)
	round := notFilled
	var seen uint8
	for _, i := range a.visible {
		c := &h.contacts[i]
		r := rounds.roundOn(clock.Day(c.held))
		flags := c.themes | scope
		if r != notFilled { // when the rounds were corrected, a contact can lie in none: it is the first of nothing
			if r != round {
				flags |= firstOfRound
				round, seen = r, 0
			}
			flags |= (c.themes &^ seen) << 2 // themeRecognition → initialRecognition and so on
			seen |= c.themes
		}
		a.emit(i, c, siteOf(h.cases, c, from), r, flags, state, from, to)
	}
}

// emit ends the contact's open row where something differs and begins another, or lets it go on.
func (a *assembler) emit(i int32, c *contactVersion, site, round code, flags uint8, state uint32, from, to day) {
	o := a.out
	if row := a.open[i]; row != none && o.to[row] == from && o.flags[row] == flags && o.state[row] == state && o.round[row] == round && o.site[row] == site {
		o.to[row] = to
		return
	}
	a.open[i] = uint32(len(o.held))
	a.contact = append(a.contact, i)
	o.held = append(o.held, c.held)
	o.from = append(o.from, from)
	o.to = append(o.to, to)
	o.state = append(o.state, state)
	o.site = append(o.site, site)
	o.round = append(o.round, round)
	o.flags = append(o.flags, flags)
	o.form = append(o.form, c.form)
	o.contents = append(o.contents, c.contents)
	o.ids.add(c.id)
}

// sort puts the rows of a case from start on in the order of their contacts: a contact entered late has its row after
// those of contacts held later.
func (a *assembler) sort(start int) {
	if slices.IsSorted(a.contact) {
		return
	}
	order := make([]int, len(a.contact))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(a.contact[x], a.contact[y]) })
	o := a.out
	reorder(o.held[start:], order)
	reorder(o.from[start:], order)
	reorder(o.to[start:], order)
	reorder(o.state[start:], order)
	reorder(o.site[start:], order)
	reorder(o.round[start:], order)
	reorder(o.flags[start:], order)
	reorder(o.form[start:], order)
	reorder(o.contents[start:], order)
	reorder(o.ids.starts[start:], order)
}

func reorder[T any](column []T, order []int) {
	before := slices.Clone(column)
	for i, k := range order {
		column[i] = before[k]
	}
}

// state is the row of what is known of the case now, the one before when nothing changed.
func (a *assembler) state(number uint32, h *caseHistory, version *caseVersion, at day) uint32 {
	a.selected = a.selected[:0]
	for i := range h.quals {
		if q := &h.quals[i]; q.at(at) && !q.deleted {
			a.selected = append(a.selected, int32(i))
		}
	}
	o := a.out
	if a.last.version == version && slices.Equal(a.last.quals, a.selected) {
		return uint32(len(o.caseOf) - 1)
	}
	a.last = stateKey{version, append(a.last.quals[:0], a.selected...)}
	o.caseOf = append(o.caseOf, number)
	for k, value := range version.attributes {
		o.attributes[k] = append(o.attributes[k], value)
	}
	o.firstQual = append(o.firstQual, uint32(len(o.country)))
	o.quals = append(o.quals, uint8(min(len(a.selected), 255)))
	for _, i := range a.selected[:min(len(a.selected), 255)] {
		q := &h.quals[i]
		o.country = append(o.country, q.country)
		o.kind = append(o.kind, q.kind)
		o.regulated = append(o.regulated, q.regulated)
		o.occupation = append(o.occupation, q.occupation)
	}
	return uint32(len(o.caseOf) - 1)
}

// roundsAt is the view of the rounds that holds for a cut-off day.
func (a *assembler) roundsAt(cutoff day) *view {
	v := &a.rounds[0]
	for i := range a.rounds {
		if a.rounds[i].cutoff <= cutoff {
			v = &a.rounds[i]
		}
	}
	return v
}

func newestCase(versions []caseVersion, at day) *caseVersion {
	for i := range versions {
		if v := &versions[i]; v.known.at(at) {
			if v.deleted {
				return nil
			}
			return v
		}
	}
	return nil
}

// siteOf is the contact's site: its own, else that of the case on the day it was held, as known at a cut-off. The first
// version's site holds from the beginning, a later one's from the day it was stored.
func siteOf(versions []caseVersion, c *contactVersion, cutoff day) code {
	if c.site != notFilled {
		return c.site
	}
	site := notFilled
	for i := range versions {
		if v := &versions[i]; i == 0 || dayOf(v.stored) <= min(c.held, cutoff) {
			site = v.site
		}
	}
	return site
}

// replace puts a changed case's rows at the end and hides the old ones.
func (a *assembler) replace(number uint32, h *caseHistory) {
	old := a.out.rowsOf[number]
	for i := old.start; i < old.end; i++ {
		a.out.from[i], a.out.to[i] = forever, 0
	}
	a.out.dead += int(old.end - old.start)
	a.add(number, h)
}

// grow makes room, so that loading does not copy the columns again and again.
func (f *contactFacts) grow(contacts, cases, quals int) {
	contacts += contacts / 16
	f.held, f.from, f.to = slices.Grow(f.held, contacts), slices.Grow(f.from, contacts), slices.Grow(f.to, contacts)
	f.state, f.site, f.round = slices.Grow(f.state, contacts), slices.Grow(f.site, contacts), slices.Grow(f.round, contacts)
	f.flags, f.form, f.contents = slices.Grow(f.flags, contacts), slices.Grow(f.form, contacts), slices.Grow(f.contents, contacts)
	f.ids.starts = slices.Grow(f.ids.starts, contacts)
	cases += cases / 16
	f.caseOf, f.firstQual, f.quals = slices.Grow(f.caseOf, cases), slices.Grow(f.firstQual, cases), slices.Grow(f.quals, cases)
	for k := range f.attributes {
		f.attributes[k] = slices.Grow(f.attributes[k], cases)
	}
	quals += quals / 16
	f.country, f.kind, f.regulated = slices.Grow(f.country, quals), slices.Grow(f.kind, quals), slices.Grow(f.regulated, quals)
	f.occupation = slices.Grow(f.occupation, quals)
}
