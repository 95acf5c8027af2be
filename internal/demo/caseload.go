package demo

import (
	"math"
	"slices"

	"openiq/internal/platform/clock"
)

// caseload is the counselling of one round. Nothing of a case is kept: whatever is asked about case i is drawn again.
type caseload struct {
	net      *structure
	prefix   string // of ids
	imports  []moment
	cut      int // the last import that counts for the published figures; earlier slips are mended in it
	lastDay  clock.Day
	segments []segment
	homes    lot
	refuges  lot
	refugees func(clock.Day) float64 // share of refugees among those who come on that day
}

// segment is a run of cases whose first contacts spread over a season, so that case numbers grow with time.
type segment struct {
	cases  int
	days   season
	by     moment // what makes a case's plan true is recorded by then
	after  moment // and nothing before
	plan   func(k int) plan
	noTalk bool // registered, not yet advised
}

// plan is what a case must show among the contacts recorded in time.
type plan struct {
	themes themes
	scope  string
}

// themes are the two themes as bits.
type themes uint8

const (
	recognition themes = 1 << iota
	jobTraining
	bothThemes = recognition | jobTraining
)

var themeCodes = [...]string{"", "recognition", "job_training", "recognition job_training"}

// other is the switched theme; of both, recognition stays.
func (t themes) other() themes {
	if t == bothThemes {
		return recognition
	}
	return t ^ bothThemes
}

const (
	professional = "professional"
	schoolOnly   = "school_or_academic_only"
	noFormal     = "no_formal_qualification"
)

// slip is what an import had wrong and a later one mends.
type slip uint8

const (
	noSlip slip = iota
	wrongScope
	wrongSex
	wrongSite // a handover: the case moves to another centre
	wrongDay  // of the first contact
	wrongThemes
)

// inCase says that the case's row changes, otherwise it is the first contact's.
func (s slip) inCase() bool { return s == wrongScope || s == wrongSex || s == wrongSite }

const mostVisits = 6

// visit is a contact: held on a day, written down at a moment.
type visit struct {
	day      clock.Day
	recorded moment
	themes   themes
}

// course is the schedule of a case.
type course struct {
	index    int
	scope    string
	first    clock.Day // of the first contact, or of the registration
	recorded moment    // the case's own
	visits   [mostVisits]visit
	count    int
	slip     slip
	mended   int // the import that mends it
}

func (l *caseload) size() int {
	n := 0
	for _, s := range l.segments {
		n += s.cases
	}
	return n
}

// arrival is the import that brings what was recorded at m.
func (l *caseload) arrival(m moment) int { return arrival(l.imports, m) }

// course draws the schedule of case i.
func (l *caseload) course(d *dice, i int) course {
	k := i
	seg := &l.segments[0]
	for s := range l.segments {
		seg = &l.segments[s]
		if k < seg.cases {
			break
		}
		k -= seg.cases
	}
	d.throw(streamCourse, l.net.year, i)
	p := seg.plan(k)
	c := course{index: i, scope: p.scope, first: seg.days.day((float64(k) + d.Float64()) / float64(seg.cases))}
	c.recorded = d.recordedWithin(c.first, seg.after, seg.by)
	if !seg.noTalk {
		l.talk(d, &c, p.themes, seg.by)
	}
	l.err(d, &c)
	return c
}

// talks is how many contacts a case has, before the end of time cuts some off.
var talks = newLot([]share{{"1", 66}, {"2", 20}, {"3", 8.5}, {"4", 3.4}, {"5", 1.4}, {"6", 0.7}})

// talk fills in the contacts: those recorded by then show the wanted themes and no others, later ones are free.
func (l *caseload) talk(d *dice, c *course, want themes, by moment) {
	count := talks.index(d) + 1
	open := want // themes not yet shown
	if want == bothThemes && d.chance(0.4) {
		open, count = recognition, max(count, 2)
		if d.chance(0.2) {
			open = jobTraining
		}
	}
	c.visits[0] = visit{c.first, c.recorded, open}
	c.count = 1
	for c.count < count {
		before := c.visits[c.count-1]
		day := nextWorkday(before.day + 3 + clock.Day(math.Min(d.ExpFloat64()*38, 240)))
		if day > l.lastDay {
			break
		}
		v := visit{day: day, recorded: max(d.recorded(day, l.imports[len(l.imports)-1]), before.recorded)}
		switch {
		case v.recorded > by && !(c.count == 1 && want != open):
			v.themes = l.freeThemes(d, want)
		case c.count == 1 && want != open:
			v.recorded = max(at(day, d.between(opening, evening-10)), before.recorded)
			v.themes = want &^ open
		case want == bothThemes:
			v.themes = themes(d.between(1, 3))
		default:
			v.themes = want
		}
		c.visits[c.count] = v
		c.count++
	}
	if want != open && (c.count < 2 || c.visits[1].recorded > by) {
		c.visits[0].themes = want
	}
}

// freeThemes are those of a contact after the plan's time: mostly more of the same.
func (l *caseload) freeThemes(d *dice, had themes) themes {
	if d.chance(0.8) {
		return had
	}
	return themes(d.between(1, 3))
}

// err gives some cases a slip: known before the cut and mended in it, or mended after it and counted wrongly until then.
func (l *caseload) err(d *dice, c *course) {
	u := d.Float64()
	kind := slip(1 + d.IntN(int(wrongThemes)))
	if c.count == 0 || kind == wrongDay && c.first-40 < l.net.from {
		return
	}
	switch stored := l.arrival(c.recorded); {
	case u < 0.014 && stored < l.cut:
		c.slip, c.mended = kind, l.cut
	case u >= 0.014 && u < 0.024 && stored <= l.cut && l.cut+1 < len(l.imports):
		c.slip, c.mended = kind, l.cut+1
		if u > 0.019 {
			c.mended = len(l.imports) - 1
		}
	}
}

// slipped says whether import step shows the slip's other side: before the mending, or after one that comes too late for the
// published figures.
func (l *caseload) slipped(c *course, step int) bool {
	if c.slip == noSlip {
		return false
	}
	return c.mended == l.cut && step < l.cut || c.mended > l.cut && step >= c.mended
}

// place is where case c is advised: network by inhabitants, within it the older centres more.
func (l *caseload) place(d *dice, c *course) (network, site int) {
	d.throw(streamPlace, l.net.year, c.index)
	network = l.net.weights.index(d)
	n := &l.net.networks[network]
	u := d.Float64()
	site = n.fixed[int(u*u*float64(len(n.fixed)))]
	if len(n.mobile) > 0 && d.chance(0.08) {
		site = n.mobile[d.IntN(len(n.mobile))]
	}
	return network, l.openAt(network, site, c.first)
}

// openAt is the site, or the network's first where it is closed on that day.
func (l *caseload) openAt(network, site int, day clock.Day) int {
	if l.net.open(site, day) {
		return site
	}
	return l.net.networks[network].fixed[0]
}

// neighbour is the centre to which a handed over case goes.
func (l *caseload) neighbour(network, site int, day clock.Day) int {
	fixed := l.net.networks[network].fixed
	for _, f := range slices.Backward(fixed) {
		if f != site && l.net.open(f, day) {
			return f
		}
	}
	return fixed[0]
}
