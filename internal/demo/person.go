package demo

import (
	"strconv"

	"openiq/internal/platform/clock"
)

// seeker is an invented person seeking advice, as far as a case describes one.
type seeker struct {
	home                               string // country of qualification
	sex, age, nationality, second      string
	livesIn, entered, title, german    string
	employment, benefits, route, asked string
	refugee, anonymous                 string
	isRefugee, isAbroad, seekingAsylum bool
}

var (
	routes = newLot([]share{
		{"job_centre", 24}, {"employment_agency", 15}, {"recommendation", 16}, {"media", 11}, {"own_publicity", 6}, {"other_counselling", 9},
		{"education_provider", 5}, {"network_referral", 4}, {"competent_authority", 3}, {"volunteers", 2.5}, {"employer", 2},
		{"foreigners_authority", 1}, {"central_service_abroad", 0.7}, {"other", 1.8},
	})
	askers  = newLot([]share{{"self", 73}, {"social_environment", 11}, {"labour_administration", 8}, {"other", 8}})
	germans = newLot([]share{{"a1", 11}, {"a2", 18}, {"b1", 29}, {"b2", 21}, {"c1", 10}, {"c2", 3}, {"none", 5}, {"native", 3}})
	refuge  = newLot([]share{{"humanitarian", 76}, {"asylum_procedure", 17}, {"toleration", 3}, {"settlement_permit", 2}, {"other", 2}})
	thirds  = newLot([]share{
		{"family", 49}, {"settlement_permit", 21}, {"employment", 8}, {"education", 5}, {"blue_card", 3}, {"job_search", 2.5},
		{"recognition_measure", 3}, {"humanitarian", 4}, {"long_term_resident_other_state", 1.5}, {"other", 3},
	})
	work = newLot([]share{{"not_employed", 68}, {"employed", 23}, {"in_training", 9}})
)

// person draws who comes with case c; slipped swaps the sex.
func (l *caseload) person(d *dice, c *course, slipped bool) seeker {
	d.throw(streamPerson, l.net.year, c.index)
	var p seeker
	p.isRefugee = d.chance(l.refugees(c.first))
	p.isAbroad = !p.isRefugee && d.chance(0.047)
	p.home = l.homes.pick(d)
	women := 0.58
	if p.isRefugee {
		p.home = l.refuges.pick(d)
		women = 0.34
	}
	p.sex = "male"
	if d.chance(women) {
		p.sex = "female"
	} else if d.chance(0.003) {
		p.sex = "diverse"
	}
	if slipped {
		p.sex = map[string]string{"female": "male", "male": "female", "diverse": "female"}[p.sex]
	}
	p.sex = d.known(l.net.recorded(p.sex), 0.004, 0.002)
	p.nationality, p.anonymous = p.home, "false"
	if d.chance(0.03) {
		p.nationality = l.homes.pick(d)
	}
	p.describeOrigin(d, c.first)
	p.describeWork(d)
	p.refugee = d.known(strconv.FormatBool(p.isRefugee), 0.03, 0)
	p.route = d.known(routes.pick(d), 0.05, 0.04)
	p.asked = d.known(askers.pick(d), 0.03, 0.01)
	if d.chance(0.02) {
		p.hide()
	}
	if d.chance(0.03) {
		p.leaveGaps()
	}
	return p
}

// describeOrigin fills in age, nationality, residence and language.
func (p *seeker) describeOrigin(d *dice, day clock.Day) {
	age := 25 + d.IntN(11) + d.IntN(10)
	switch u := d.Float64(); {
	case u < 0.062:
		age = d.between(20, 24)
	case u < 0.19:
		age = d.between(45, 54)
	case u < 0.225:
		age = d.between(55, 64)
	}
	since := 1 + int(d.ExpFloat64()*4)
	if p.isRefugee {
		since = d.IntN(3)
	}
	switch u := d.Float64(); {
	case !p.isRefugee && u < 0.05:
		p.nationality, p.second = "DE", p.home
		since += 6
	case p.isRefugee && u < 0.015:
		p.nationality = "XX" // stateless
	}
	p.livesIn = "DE"
	p.entered = strconv.Itoa(day.Year() - min(since, age-1))
	p.german = d.known(germans.pick(d), 0.06, 0.03)
	p.age = strconv.Itoa(age)
	if d.chance(0.015) {
		p.age = ""
	}
	if d.chance(0.05) {
		p.entered = ""
	}
	p.title = p.residence(d)
	p.seekingAsylum = p.title == "asylum_procedure" || p.title == "toleration"
	p.title = d.known(p.title, 0.05, 0.04)
	if p.isAbroad {
		p.livesIn, p.entered = p.home, ""
	}
	if d.chance(0.02) {
		p.nationality, p.second = "", ""
	}
	if d.chance(0.01) {
		p.livesIn = ""
	}
}

func (p *seeker) residence(d *dice) string {
	switch {
	case p.isAbroad:
		return "resident_abroad"
	case p.isRefugee:
		return refuge.pick(d)
	case p.nationality == "DE":
		return ""
	case isEU(p.nationality):
		return "eu_eea_ch"
	}
	return thirds.pick(d)
}

// describeWork fills in employment and benefits: two thirds are without work, of these 70 % on benefits.
func (p *seeker) describeWork(d *dice) {
	p.employment, p.benefits = work.pick(d), "none"
	switch u := d.Float64(); {
	case p.isAbroad:
		if u < 0.7 {
			p.employment = "employed_abroad"
		}
	case p.employment == "not_employed" && u < 0.7:
		p.benefits = "sgb2"
		if p.seekingAsylum {
			p.benefits = "asylblg"
		} else if d.chance(0.17) {
			p.benefits = "sgb3"
		} else if d.chance(0.02) {
			p.benefits = "sgb2_sgb3"
		}
	case p.employment == "employed" && u < 0.12:
		p.benefits = "sgb2"
	}
	p.employment = d.known(p.employment, 0.04, 0.01)
	p.benefits = d.known(p.benefits, 0.07, 0.03)
}

// hide leaves what an anonymous person tells.
func (p *seeker) hide() {
	p.anonymous = "true"
	p.age, p.nationality, p.second, p.entered, p.title = "", "", "", "", "declined"
	p.benefits, p.employment = "declined", ""
}

// leaveGaps is the case that nobody came back to.
func (p *seeker) leaveGaps() {
	p.title, p.german, p.employment, p.benefits, p.entered, p.route = "", "", "", "", "", ""
}

// recorded is a sex as it could be recorded in the round: before 22 December 2018 there was no third entry (§ 22 (3) PStG).
func (s *structure) recorded(sex string) string {
	if sex == "diverse" && s.year < 2019 {
		return "declined"
	}
	return sex
}
