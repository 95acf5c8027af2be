package demo

import (
	"iter"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
)

const (
	caseColumns = "id,site_id,registered_at,sex,age,nationality,second_nationality,lives_in,year_of_entry,residence_title,german_level," +
		"employment,benefits,access_route,asked_by,scope,refugee,anonymous,recorded_at" + moreCaseColumns
	qualificationColumns = "id,case_id,country,kind,completed_year,title,reference_occupation,regulated,recorded_at" + moreQualificationColumns
	contactColumns       = "id,case_id,held_on,form,themes,site_id,minutes,contents,recorded_at" + moreContactColumns
)

// files are the three tables of counselling that import step brings.
func (l *caseload) files(step int) []File {
	return []File{
		table("cases.csv", caseColumns, l.rows(l.caseRows, step)),
		table("qualifications.csv", qualificationColumns, l.rows(l.qualificationRows, step)),
		table("contacts.csv", contactColumns, l.rows(l.contactRows, step)),
	}
}

// rowsOf makes the rows of one case that import step brings.
type rowsOf func(d *dice, c *course, step int, yield func([]string) bool) bool

func (l *caseload) rows(of rowsOf, step int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		d := newDice()
		for i := range l.size() {
			if c := l.course(d, i); !of(d, &c, step, yield) {
				return
			}
		}
	}
}

func (l *caseload) number(prefix string, index int) string {
	return serial(prefix+l.prefix, index+1, 6)
}

func (l *caseload) caseRows(d *dice, c *course, step int, yield func([]string) bool) bool {
	if l.arrival(c.recorded) != step && !(c.slip.inCase() && c.mended == step) {
		return true
	}
	slipped := l.slipped(c, step)
	network, site := l.place(d, c)
	if slipped && c.slip == wrongSite {
		site = l.neighbour(network, site, c.first)
	}
	scope := c.scope
	if slipped && c.slip == wrongScope {
		scope = otherScope(c)
	}
	p := l.person(d, c, slipped && c.slip == wrongSex)
	registered := c.first
	if c.count > 0 {
		registered -= waited(d)
	}
	if d.chance(0.08) {
		registered = clock.NoDay
	}
	if scope == professional && d.chance(0.1) {
		scope = ""
	}
	more := l.moreOfCase(d, c, &p)
	return yield(append([]string{l.number("c", c.index), l.net.sites[site].id, registeredAt(registered, c.index), p.sex, p.age, p.nationality, p.second, p.livesIn, p.entered,
		p.title, p.german, p.employment, p.benefits, p.route, p.asked, scope, p.refugee, p.anonymous, c.recorded.String()}, more...))
}

// otherScope is what a case's scope was mistaken for.
func otherScope(c *course) string {
	switch {
	case c.scope != professional:
		return professional
	case c.index%3 == 0:
		return noFormal
	}
	return schoolOnly
}

// registeredAt is an hour of the day before, when most people find the time to write; empty when it is not known.
func registeredAt(before clock.Day, index int) string {
	if before == clock.NoDay {
		return ""
	}
	const eight, opened = 8 * 60, 14 * 60 // minutes
	return ((before - 1).Start() + clock.Instant(eight+index*37%opened)*60_000_000).String()
}

// waited is the time between registration and first contact: some are seen at once, others wait for three months.
func waited(d *dice) clock.Day {
	if d.chance(0.25) {
		return clock.Day(d.IntN(4))
	}
	return clock.Day(min(d.ExpFloat64()*26, 95))
}

func (l *caseload) qualificationRows(d *dice, c *course, step int, yield func([]string) bool) bool {
	if l.arrival(c.recorded) != step {
		return true
	}
	p := l.person(d, c, false)
	d.throw(streamQualification, l.net.year, c.index)
	count := qualificationCount(d, c.scope)
	rows := make([][]string, count)
	for n := range rows {
		rows[n] = qualification(d, c, &p)
	}
	for n, cells := range rows {
		suffix := ""
		if n > 0 {
			suffix = string(rune('a' + n))
		}
		row := append([]string{l.number("q", c.index) + suffix, l.number("c", c.index)}, cells...)
		row = append(row, c.recorded.String())
		if !yield(append(row, l.moreOfQualification(d, 4*c.index+n, cells[4])...)) {
			return false
		}
	}
	return true
}

// qualificationCount: some have several, a few cases are incomplete.
func qualificationCount(d *dice, scope string) int {
	u := d.Float64()
	switch {
	case scope == noFormal && u < 0.7, u < 0.02:
		return 0
	case scope == professional && u < 0.07:
		return 2
	case scope == professional && u < 0.08:
		return 3
	}
	return 1
}

// qualification is country, kind, year, title, reference occupation and whether that is regulated.
func qualification(d *dice, c *course, p *seeker) []string {
	o := d.occupation(p.sex)
	kind, degree := vocational, "Diplom "
	if o.level == academic {
		kind, degree = "master", "Diplom "
		switch u := d.Float64(); {
		case u < 0.44:
			kind, degree = "bachelor", "Bachelor "
		case u > 0.965:
			kind, degree = "doctorate", "Doktorgrad "
		}
	}
	title, code, regulated := degree+o.degree, o.code, strconv.FormatBool(o.regulated)
	if c.scope == noFormal || d.chance(0.01) {
		kind, title, code, regulated = "none_completed", "", "", ""
	}
	age, err := strconv.Atoi(p.age)
	completed := ""
	if err == nil && kind != "none_completed" && !d.chance(0.06) {
		completed = strconv.Itoa(c.first.Year() - max(1, age-21-d.IntN(5)))
	}
	if d.chance(0.06) {
		code, regulated = "", ""
	}
	if d.chance(0.04) {
		title = ""
	}
	country := p.home
	if d.chance(0.02) {
		country = ""
	}
	return []string{country, d.known(kind, 0.02, 0.015), completed, title, code, regulated}
}

func (l *caseload) contactRows(d *dice, c *course, step int, yield func([]string) bool) bool {
	for k := range c.count {
		slipped := k == 0 && !c.slip.inCase() && l.slipped(c, step)
		mended := k == 0 && c.slip != noSlip && !c.slip.inCase() && c.mended == step
		if l.arrival(c.visits[k].recorded) != step && !mended {
			continue
		}
		if !yield(l.contact(d, c, k, slipped)) {
			return false
		}
	}
	return true
}

// contact is the row of the k-th contact, or of its slipped side.
func (l *caseload) contact(d *dice, c *course, k int, slipped bool) []string {
	v := c.visits[k]
	if slipped && c.slip == wrongDay {
		v.day = max(v.day-31, l.net.from)
	}
	if slipped && c.slip == wrongThemes {
		v.themes = v.themes.other()
	}
	network, home := l.place(d, c)
	d.throw(streamContact, l.net.year, c.index*mostVisits+k)
	form := l.form(d, v.day)
	site := l.openAt(network, home, c.visits[k].day)
	if mobile := l.net.networks[network].mobile; form == "mobile" && len(mobile) > 0 {
		site = l.openAt(network, mobile[d.IntN(len(mobile))], c.visits[k].day)
	}
	siteID := ""
	if site != home || c.slip == wrongSite {
		siteID = l.net.sites[site].id
	}
	minutes := 5 * d.between(2, 9)
	if k == 0 {
		minutes = 5 * d.between(6, 18)
	}
	spent := strconv.Itoa(minutes)
	if d.chance(0.07) {
		spent = ""
	}
	row := []string{l.number("k", c.index) + "-" + strconv.Itoa(k+1), l.number("c", c.index), text(v.day), form, themeCodes[v.themes], siteID, spent,
		contents(d, v.themes), v.recorded.String()}
	return append(row, l.moreOfContact(d, c, k)...)
}

var (
	pastForms    = newLot([]share{{"at_centre", 60}, {"mobile", 6}, {"phone", 17}, {"digital", 15.5}, {"unknown", 1.5}})
	presentForms = newLot([]share{{"at_centre", 41}, {"mobile", 5}, {"phone", 17}, {"digital", 36}, {"unknown", 1}})
)

// form: two thirds met face to face before the pandemic, half do since.
func (l *caseload) form(d *dice, day clock.Day) string {
	if day.Year() > 2020 {
		return presentForms.pick(d)
	}
	return pastForms.pick(d)
}

// usual is how often each content of a theme is ticked, the first to the seventh.
var usual = map[byte][7]float64{'r': {0.85, 0.18, 0.45, 0.12, 0.16, 0.2, 0.05}, 'j': {0.8, 0.1, 0.22, 0.14, 0.3, 0.18, 0.05}}

// contents are the ticks that go with the themes; some contacts have none.
func contents(d *dice, t themes) string {
	if d.chance(0.04) {
		return ""
	}
	var ticked []string
	for _, theme := range []struct {
		letter byte
		held   bool
	}{{'r', t&recognition != 0}, {'j', t&jobTraining != 0}} {
		for i, p := range usual[theme.letter] {
			if theme.held && d.chance(p) {
				ticked = append(ticked, string([]byte{theme.letter, byte('1' + i)}))
			}
		}
	}
	return strings.Join(ticked, " ")
}
