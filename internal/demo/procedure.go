package demo

import (
	"strconv"

	"openiq/internal/platform/clock"
)

const (
	procedureColumns = "id,case_id,qualification_id,kind,accelerated,state,authority,origin_eu,regulated,before_counselling"
	stepColumns      = "id,procedure_id,kind,on_day,until_day,documents,result,compensation,recorded_at"
	costColumns      = "id,case_id,procedure_id,kind,amount,help,applied_on,decided_on,decision,granted,recorded_at"
	referralColumns  = "id,case_id,on_day,kind,outcome,outcome_on,recorded_at"
)

// application is an invented recognition procedure: one of a case, with its steps in the order of time.
type application struct {
	kind              string
	regulated, before bool
	steps             []step
	cost              int // cents
	help              string
}

type step struct {
	kind   string
	day    clock.Day
	detail [4]string // until_day, documents, result, compensation
}

// procedureFiles have the procedures of a caseload; they come with its last import, when all cases are there.
func (l *caseload) procedureFiles() []File {
	return []File{
		table("procedures.csv", procedureColumns, l.rows(l.procedureRow, 0)),
		table("procedure_steps.csv", stepColumns, l.rows(l.stepRows, 0)),
		table("costs.csv", costColumns, l.rows(l.costRow, 0)),
	}
}

func (l *caseload) referralFile() File {
	return table("referrals.csv", referralColumns, l.rows(l.referralRow, 0))
}

// firstQualification is country, kind, year, title, code and regulated of a case's first qualification; nil: it has none.
func (l *caseload) firstQualification(d *dice, c *course, p *seeker) []string {
	d.throw(streamQualification, l.net.year, c.index)
	if qualificationCount(d, c.scope) == 0 {
		return nil
	}
	return qualification(d, c, p)
}

// application is the procedure of a case, if it has one: two in five of those who could apply do.
func (l *caseload) application(d *dice, c *course) (p seeker, a *application) {
	p = l.person(d, c, false)
	q := l.firstQualification(d, c, &p)
	d.throw(streamProcedure, l.net.year, c.index)
	if c.count == 0 || c.scope != professional || q == nil || q[4] == "" || !d.chance(0.4) {
		return p, nil
	}
	a = &application{kind: "equivalence", regulated: q[5] == "true"}
	if !a.regulated && q[1] != vocational {
		a.kind = "statement"
	}
	applied := c.first + 4 + clock.Day(d.IntN(35))
	if a.before = d.chance(0.45); a.before {
		applied = c.first - clock.Day(20+d.IntN(150))
	}
	a.run(d, nextWorkday(applied), l.lastDay)
	if len(a.steps) == 0 {
		return p, nil
	}
	a.cost, a.help = 100*d.between(100, 600), helps.pick(d)
	if a.kind == "statement" {
		a.cost = 200_00
	}
	return p, a
}

var helps = newLot([]share{{"self", 44}, {"sgb2", 30}, {"sgb3", 14}, {"land", 5}, {"employer", 7}})

// run lets a procedure take its course until today.
func (a *application) run(d *dice, day, last clock.Day) {
	add := func(after int, kind string, detail [4]string) bool {
		day = nextWorkday(day + clock.Day(after))
		if day > last {
			return false
		}
		a.steps = append(a.steps, step{kind, day, detail})
		return true
	}
	if !add(0, "applied", [4]string{}) {
		return
	}
	if a.kind == "statement" {
		if add(d.between(7, 30), "fee_paid", [4]string{}) && add(d.between(50, 110), "decided", [4]string{2: "positive"}) {
			add(d.between(2, 6), "notified", [4]string{})
		}
		return
	}
	if d.chance(0.55) {
		until := text(nextWorkday(day + 21 + 42))
		if !add(d.between(10, 21), "documents_requested", [4]string{until, missingDocuments[d.IntN(len(missingDocuments))]}) ||
			!add(d.between(14, 40), "documents_complete", [4]string{}) {
			return
		}
	} else if !add(d.between(8, 28), "acknowledged", [4]string{}) {
		return
	}
	if d.chance(0.12) && !add(d.between(40, 60), "extended", [4]string{text(nextWorkday(day + 60 + 75))}) {
		return
	}
	a.decide(d, add)
}

var missingDocuments = []string{"translations", "certificates translations", "contents", "experience translations", "declaration", "cv identity", "certified_copies"}

// decide ends a procedure as the occupation allows (domain/practice.md 1.6).
func (a *application) decide(d *dice, add func(int, string, [4]string) bool) {
	u, result := d.Float64(), "full"
	switch {
	case u > 0.92:
		result = "refused"
	case u > 0.42 && a.regulated:
		result = "compensation"
	case u > 0.42:
		result = "partial"
	}
	if !add(d.between(45, 95), "decided", [4]string{2: result}) || !add(d.between(2, 7), "notified", [4]string{}) {
		return
	}
	if result == "compensation" && add(d.between(14, 50), "compensation_chosen", [4]string{3: compensations[d.IntN(len(compensations))]}) {
		return
	}
	if result == "refused" && d.chance(0.3) {
		add(d.between(8, 25), "appeal_filed", [4]string{})
	}
}

var compensations = []string{"adaptation_course", "knowledge_test"}

func (l *caseload) procedureRow(d *dice, c *course, _ int, yield func([]string) bool) bool {
	p, a := l.application(d, c)
	if a == nil {
		return true
	}
	network, _ := l.place(d, c)
	return yield([]string{l.number("v", c.index), l.number("c", c.index), l.number("q", c.index), a.kind, "false", l.net.networks[network].land, "",
		strconv.FormatBool(isEU(p.home)), strconv.FormatBool(a.regulated), strconv.FormatBool(a.before)})
}

func (l *caseload) stepRows(d *dice, c *course, _ int, yield func([]string) bool) bool {
	_, a := l.application(d, c)
	if a == nil {
		return true
	}
	for i, s := range a.steps {
		row := append([]string{l.number("w", c.index) + "-" + strconv.Itoa(i+1), l.number("v", c.index), s.kind, text(s.day)}, s.detail[:]...)
		if !yield(append(row, l.written(c, s.day))) {
			return false
		}
	}
	return true
}

// written is when something of a day was written down: not before the case itself.
func (l *caseload) written(c *course, day clock.Day) string {
	return max(at(day, evening), c.recorded).String()
}

func (l *caseload) costRow(d *dice, c *course, _ int, yield func([]string) bool) bool {
	_, a := l.application(d, c)
	if a == nil {
		return true
	}
	applied, decided, decision, granted := "", "", "", ""
	day := a.steps[0].day
	if a.help != "self" {
		before := nextWorkday(day - 20)
		applied = text(before)
		if answered := nextWorkday(before + 12); answered <= l.lastDay {
			decided, decision, granted = text(answered), "granted", strconv.Itoa(a.cost)
		}
	}
	return yield([]string{l.number("g", c.index), l.number("c", c.index), l.number("v", c.index), map[bool]string{true: "statement", false: "fee"}[a.kind == "statement"],
		strconv.Itoa(a.cost), a.help, applied, decided, decision, granted, l.written(c, day)})
}

var (
	referred = newLot([]share{{"authority", 34}, {"labour_administration", 24}, {"language_course", 18}, {"measure", 14}, {"other_counselling", 7}, {"employer", 3}})
	outcomes = newLot([]share{{"contacted", 40}, {"began", 34}, {"completed", 8}, {"not_suitable", 8}, {"not_taken_up", 10}})
)

// referralRow sends one in four on, and hears of half of them what came of it.
func (l *caseload) referralRow(d *dice, c *course, _ int, yield func([]string) bool) bool {
	d.throw(streamReferral, l.net.year, c.index)
	if c.count == 0 || !d.chance(0.25) {
		return true
	}
	outcome, known := "", ""
	if heard := nextWorkday(c.last() + clock.Day(d.between(10, 50))); heard <= l.lastDay {
		outcome, known = outcomes.pick(d), text(heard)
	}
	return yield([]string{l.number("u", c.index), l.number("c", c.index), text(c.last()), referred.pick(d), outcome, known, l.written(c, c.last())})
}
