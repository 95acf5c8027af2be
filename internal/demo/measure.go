package demo

import (
	"strconv"

	"openiq/internal/platform/clock"
)

const (
	measureColumns       = "id,project_id,name,form,starts_on,kind,ends_on,places,recorded_at"
	participationColumns = "id,measure_id,person_ref,entered_on,funding,case_id,sex,left_on,result,recorded_at"
)

// measure is a qualification measure; those paid by the federal government alone are language courses, coaching and the like.
type measure struct {
	id, name, form, kind string
	project              int
	starts, ends         clock.Day
	places               int
	federal              bool
	recorded             moment
}

// participation ends on left with result; until an import after that day it is ongoing.
type participation struct {
	id, measure, person, funding, caseID, sex, result string
	entered, left                                     clock.Day
	recorded                                          moment
}

var (
	esfKinds = newLot([]share{
		{"adaptation", 31}, {"bridging", 23}, {"exam_preparation", 21}, {"compensation", 15}, {"external_exam", 5}, {"language", 3}, {"other", 2}})
	federalKinds = newLot([]share{{"language", 41}, {"coaching", 33}, {"mentoring", 18}, {"other", 8}})
	measureNames = map[string]string{
		"adaptation": "Anpassungsqualifizierung", "bridging": "Brückenmaßnahme", "exam_preparation": "Vorbereitung auf die Kenntnisprüfung",
		"compensation": "Anpassungslehrgang", "external_exam": "Vorbereitung auf die Externenprüfung", "language": "Berufsbezogenes Deutsch",
		"coaching": "Coaching", "mentoring": "Mentoring", "other": "Fortbildung",
	}
	esfResults = newLot([]share{
		{"full_recognition", 31}, {"adequate_employment_reached", 17}, {"exam_passed", 15}, {"exam_failed", 6}, {"completed_without_goal", 12}, {"dropped_out", 19}})
	federalResults = newLot([]share{{"adequate_employment_reached", 30}, {"exam_passed", 14}, {"completed_without_goal", 38}, {"dropped_out", 18}})
	sexes          = newLot([]share{{"female", 57}, {"male", 42.4}, {"diverse", 0.2}})
)

// addMeasures plans count measures over the season, federal of them paid by the federal government alone. All are recorded
// ahead of their start and not after by.
func (l *ledger) addMeasures(all []measure, count, federal int, days season, by moment) []measure {
	d := newDice().throw(streamMeasure, l.net.year, len(all))
	for i := range count {
		m := measure{
			id: serial("m"+l.suffix(), len(all)+1, 4), starts: days.day((float64(i) + d.Float64()) / float64(count)),
			federal: (i+1)*federal/count > i*federal/count, form: "course", kind: esfKinds.pick(d), places: d.between(18, 40),
		}
		m.ends = m.starts + clock.Day(d.between(60, 330))
		of := "measures"
		if m.federal {
			m.kind = federalKinds.pick(d)
			if d.chance(0.5) {
				of = "supporting"
			}
		}
		if d.chance(0.22) {
			m.form, m.ends = "individual", m.ends+150
		}
		m.project = l.projectOn(d, of, m.starts)
		m.ends = min(m.ends, l.net.to)
		if end := l.net.projects[m.project].to; end != clock.NoDay {
			m.ends = min(m.ends, end)
		}
		m.name = measureNames[m.kind] + " " + occupations[d.IntN(len(occupations)-3)].degree
		m.recorded = at(min(m.starts-clock.Day(d.between(5, 60)), by.day()-1), d.between(opening, evening))
		all = append(all, m)
	}
	return all
}

// enrol lets count people enter the measures of one funding until last; recorded between after and by.
func (l *ledger) enrol(all []participation, measures []measure, federal bool, count int, last clock.Day, after, by moment) []participation {
	var chosen []measure
	var weights []float64
	d := newDice().throw(streamMeasure, l.net.year, -1-len(all))
	for _, m := range measures {
		if m.federal == federal && m.starts <= last {
			chosen, weights = append(chosen, m), append(weights, float64(m.places)*(0.45+0.55*d.Float64()))
		}
	}
	returning := make(map[int]string) // the last person of a project may come again, to its next measure
	for i, n := range apportion(count, weights, 0) {
		m := chosen[i]
		again := returning[m.project]
		for range n {
			p := l.enter(d, m, serial(l.suffix(), len(all)+1, 5), last, after, by)
			if again != "" && d.chance(0.4) {
				p.person = again
			}
			again = ""
			returning[m.project] = p.person
			all = append(all, p)
		}
	}
	return all
}

// enter is one person's way through a measure.
func (l *ledger) enter(d *dice, m measure, number string, last clock.Day, after, by moment) participation {
	latest := m.starts + 14
	if m.form == "individual" {
		latest = m.starts + (m.ends-m.starts)*2/3
	}
	entered := nextWorkday(m.starts + clock.Day(d.IntN(int(latest-m.starts)+1)))
	p := participation{
		id: "b" + number, measure: m.id, person: "T" + number, entered: max(min(entered, last, m.ends), m.starts), funding: "esf", left: m.ends,
		sex: d.known(l.net.recorded(sexes.pick(d)), 0.01, 0.002), result: esfResults.pick(d),
	}
	if m.federal {
		p.funding, p.result = "federal", federalResults.pick(d)
	}
	if p.result == "dropped_out" {
		p.left = p.entered + clock.Day(d.Float64()*float64(m.ends-p.entered))
	}
	p.recorded = d.recordedWithin(p.entered, after, by)
	if d.chance(0.7) {
		p.caseID = l.counselled(d, l.net.projects[m.project].network, p.entered, p.recorded)
	}
	return p
}

// counselled is a case of the network, advised shortly before that day and known at the moment; "" where none is near.
func (l *ledger) counselled(d *dice, network int, day clock.Day, known moment) string {
	other := newDice()
	seg := l.cases.segments[0]
	i := int(seg.days.share(day-clock.Day(d.between(7, 100)))*float64(seg.cases)) - 1 - d.IntN(seg.cases/40+1)
	for ; i >= 0 && network >= 0 && d.chance(0.98); i-- {
		c := l.cases.course(other, i)
		if n, _ := l.cases.place(other, &c); n == network && c.scope == professional && c.recorded <= known {
			return l.cases.number("c", i)
		}
	}
	return ""
}

func (m measure) row(l *ledger, step int) []string {
	if l.arrival(m.recorded) != step {
		return nil
	}
	return []string{m.id, l.net.projects[m.project].id, m.name, m.form, text(m.starts), m.kind, text(m.ends), strconv.Itoa(m.places), m.recorded.String()}
}

func (p participation) row(l *ledger, step int) []string {
	stored := l.arrival(p.recorded)
	gone := max(l.arrival(at(p.left, evening)), stored) // the import that knows the end
	if step != stored && step != gone || step >= len(l.imports) {
		return nil
	}
	left, result := "", "ongoing"
	if step >= gone {
		left, result = text(p.left), p.result
	}
	return []string{p.id, p.measure, p.person, text(p.entered), p.funding, p.caseID, p.sex, left, result, p.recorded.String()}
}
