package demo

import (
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
)

// What counsellors write down beside the facts of the first bundle format. It has a stream of its own, so that the rest of a
// record is what it would be without.
const (
	moreCaseColumns          = ",special_status,languages,follow_up_on,closed_on"
	moreQualificationColumns = ",sector,training_years,experience,applied_before,equivalence_before,statement_before"
	moreContactColumns       = ",language,interpreter"
)

// tongues are the languages in which somebody from a country is best spoken to; elsewhere it is English.
var tongues = map[string]string{
	"SY": "ar", "IQ": "ar", "EG": "ar", "MA": "ar fr", "TN": "ar fr", "DZ": "ar fr", "JO": "ar", "LB": "ar fr", "YE": "ar", "SD": "ar", "LY": "ar", "PS": "ar",
	"UA": "uk ru", "RU": "ru", "BY": "ru", "KZ": "ru", "MD": "ro ru", "GE": "ru", "AM": "ru", "AZ": "ru", "UZ": "ru", "TR": "tr", "IR": "fa", "AF": "fa",
	"PL": "pl", "RO": "ro", "ES": "es", "CO": "es", "VE": "es", "PE": "es", "MX": "es", "AR": "es", "CL": "es", "FR": "fr", "CM": "fr", "CI": "fr", "SN": "fr", "TG": "fr",
}

// languages are those of somebody from a country; the first is for letters.
func languages(home string) string {
	if l, ok := tongues[home]; ok {
		return l
	}
	return "en"
}

// moreOfCase are the case's further columns. The old round's cases were never asked for them.
func (l *caseload) moreOfCase(d *dice, c *course, p *seeker) []string {
	if l.net.year < 2026 {
		return []string{"", "", "", ""}
	}
	d.throw(streamCasework, l.net.year, c.index)
	status := ""
	switch {
	case p.home == "UA" && p.isRefugee:
		status = "refugee_ukraine"
	case p.home == "AF" && p.isRefugee && d.chance(0.3):
		status = "local_staff_afghanistan"
	case d.chance(0.8):
		status = "none"
	}
	followUp, closed := "", ""
	last := c.last()
	switch u := d.Float64(); {
	case c.count == 0:
	case u < 0.2:
		followUp = text(nextWorkday(last + 7 + clock.Day(d.IntN(60))))
	case u < 0.5 && l.lastDay-last > 25:
		closed = text(min(nextWorkday(last+14+clock.Day(d.IntN(10))), l.lastDay))
	}
	return []string{status, d.known(languages(p.home), 0.05, 0), followUp, closed}
}

// last is the day of the last contact; of the registration where there is none.
func (c *course) last() clock.Day {
	if c.count == 0 {
		return c.first
	}
	return c.visits[c.count-1].day
}

var (
	experiences = newLot([]share{{"abroad", 62}, {"both", 17}, {"none", 17}, {"germany", 4}})
	earlier     = newLot([]share{{"none", 83}, {"equivalence", 8}, {"statement", 7}, {"both", 2}})
	decided     = newLot([]share{{"not_finished", 34}, {"full", 18}, {"compensation", 24}, {"partial", 16}, {"refused", 8}})
	stated      = newLot([]share{{"not_finished", 20}, {"positive", 74}, {"refused", 6}})
)

// moreOfQualification are the qualification's further columns. index keeps the qualifications of a case apart.
func (l *caseload) moreOfQualification(d *dice, index int, occupation string) []string {
	d.throw(streamCasework, l.net.year+1, index)
	before := d.known(earlier.pick(d), 0.05, 0.01)
	equivalence, statement := "", ""
	if before == "equivalence" || before == "both" {
		equivalence = d.known(decided.pick(d), 0.05, 0)
	}
	if before == "statement" || before == "both" {
		statement = d.known(stated.pick(d), 0.05, 0)
	}
	sector, years := "", ""
	if l.net.year >= 2026 {
		sector, years = d.known(sectorOf(occupation), 0.04, 0.01), strconv.Itoa(d.between(2, 6))
	}
	return []string{sector, years, d.known(experiences.pick(d), 0.04, 0.01), before, equivalence, statement}
}

// sectors by what the codes of occupations have in them.
var sectors = []struct{ words, sector string }{
	{"nurse physician dentist pharma physio midwife medical veterin psycholog optician speech occupational_ther", "health"},
	{"teacher educator social pedagog", "education_social"},
	{"civil_eng architect construct bricklayer plumb paint carpent", "construction"},
	{"computer it_ biolog chemist physicist mathemat geolog software", "science_it"},
	{"agri forest garden farm", "agriculture"},
	{"driver logist pilot security", "transport_security"},
	{"cook hotel sales retail tour baker", "trade_tourism"},
	{"business econom law office account bank tax", "business"},
	{"philolog translat journal artist music politic designer histor", "humanities_arts"},
}

func sectorOf(occupation string) string {
	if occupation == "" {
		return ""
	}
	for _, s := range sectors {
		for word := range strings.FieldsSeq(s.words) {
			if strings.Contains(occupation, word) {
				return s.sector
			}
		}
	}
	return "production"
}

// moreOfContact are the contact's further columns: a third of those who know little German come with an interpreter.
func (l *caseload) moreOfContact(d *dice, c *course, k int) []string {
	if l.net.year < 2026 {
		return []string{"", ""}
	}
	p := l.person(d, c, false)
	d.throw(streamCasework, l.net.year+2, c.index*mostVisits+k)
	little := p.german == "none" || p.german == "a1" || p.german == "a2"
	switch {
	case little && d.chance(0.35):
		language, _, _ := strings.Cut(languages(p.home), " ")
		return []string{language, "true"}
	case little && d.chance(0.4):
		language, _, _ := strings.Cut(languages(p.home), " ")
		return []string{language, "false"}
	}
	return []string{"de", "false"}
}
