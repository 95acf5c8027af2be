package indicator

import "openiq/internal/platform/clock"

// Measures.

var measureChain = []recordKind{
	{"measure", join(dated(func(s *scan) func(uint32) clock.Day {
		return func(r uint32) clock.Day { return s.m.activities.measures[r].startsOn }
	}), ofMeasure(func(s *scan) func(uint32) *measureVersion {
		return func(r uint32) *measureVersion { return &s.m.activities.measures[r] }
	}))},
	{"project", ofProject(func(s *scan) (func(uint32) code, func(uint32) clock.Day) {
		m := s.m.activities.measures
		return func(r uint32) code { return m[r].project }, func(r uint32) clock.Day { return m[r].startsOn }
	})},
}

func ofMeasure(of func(*scan) func(uint32) *measureVersion) columns {
	return columns{
		"form": func(s *scan) column {
			m := of(s)
			return single(s.m.words.measureForms, func(r uint32) code { return m(r).form })
		},
		"kind": func(s *scan) column {
			m := of(s)
			return single(s.m.words.measureKinds, func(r uint32) code { return m(r).kind })
		},
	}
}

// measureUnits are the measures that start in the period.
var measureUnits = alone(func(s *scan, b *batcher) {
	for i := range s.m.activities.measures {
		if m := &s.m.activities.measures[i]; m.at(s.cutoff) && s.inPeriod(m.startsOn) {
			b.add(uint32(i))
		}
	}
})

// Participations, by the day they were entered or left.

func enteredOn(p *participationVersion) clock.Day { return p.enteredOn }
func leftOn(p *participationVersion) clock.Day    { return p.leftOn }

func participationChain(on func(*participationVersion) clock.Day) []recordKind {
	measureOf := func(s *scan) func(uint32) *measureVersion {
		known := s.m.activities.measuresAt(s.cutoff)
		return func(r uint32) *measureVersion { return known[s.m.activities.participations[r].measure] }
	}
	attribute := func(d func(*words) *dict, value func(*participationVersion) code) func(*scan) column {
		return func(s *scan) column {
			return single(d(s.m.words), func(r uint32) code { return value(&s.m.activities.participations[r]) })
		}
	}
	return []recordKind{
		{"participation", join(dated(func(s *scan) func(uint32) clock.Day {
			return func(r uint32) clock.Day { return on(&s.m.activities.participations[r]) }
		}), columns{
			"funding": attribute(func(w *words) *dict { return w.participationFunds }, func(p *participationVersion) code { return p.funding }),
			"sex":     attribute(func(w *words) *dict { return w.sexes }, func(p *participationVersion) code { return p.sex }),
			"result":  attribute(func(w *words) *dict { return w.results }, func(p *participationVersion) code { return p.result }),
		})},
		{"measure", ofMeasure(measureOf)},
		{"project", ofProject(func(s *scan) (func(uint32) code, func(uint32) clock.Day) {
			m := measureOf(s)
			return func(r uint32) code { return m(r).project },
				func(r uint32) clock.Day { return on(&s.m.activities.participations[r]) }
		})},
	}
}

// participationUnits are the participations in known measures whose day falls in the period.
func participationUnits(on func(*participationVersion) clock.Day) func(*scan, int, int, func(*chunk)) {
	return alone(func(s *scan, b *batcher) {
		measures := s.m.activities.measuresAt(s.cutoff)
		for i := range s.m.activities.participations {
			p := &s.m.activities.participations[i]
			if p.at(s.cutoff) && s.inPeriod(on(p)) && measures[p.measure] != nil {
				b.add(uint32(i))
			}
		}
	})
}

// Trainings.

var trainingChain = []recordKind{
	{"training", join(dated(func(s *scan) func(uint32) clock.Day {
		return func(r uint32) clock.Day { return s.m.activities.trainings[r].heldOn }
	}), columns{
		"format":           ofTraining(func(m *model) *dict { return m.words.formats }, func(t *trainingVersion) code { return t.format }),
		"topic":            ofTraining(func(m *model) *dict { return m.words.topics }, func(t *trainingVersion) code { return t.topic }),
		"target_group":     ofTraining(func(m *model) *dict { return m.words.targetGroups }, func(t *trainingVersion) code { return t.targetGroup }),
		"asylum_awareness": ofTraining(func(m *model) *dict { return m.words.yesNo }, func(t *trainingVersion) code { return t.asylumAwareness }),
	})},
	{"project", ofProject(func(s *scan) (func(uint32) code, func(uint32) clock.Day) {
		t := s.m.activities.trainings
		return func(r uint32) code { return t[r].project }, func(r uint32) clock.Day { return t[r].heldOn }
	})},
}

func ofTraining(d func(*model) *dict, value func(*trainingVersion) code) func(*scan) column {
	return func(s *scan) column {
		return single(d(s.m), func(r uint32) code { return value(&s.m.activities.trainings[r]) })
	}
}

// trainingUnits are the trainings held in the period; counting participants, each weighs as many as came.
var trainingUnits = alone(func(s *scan, b *batcher) {
	for i := range s.m.activities.trainings {
		t := &s.m.activities.trainings[i]
		if !t.at(s.cutoff) || !s.inPeriod(t.heldOn) {
			continue
		}
		if s.count == "participants" {
			b.weights = append(b.weights, uint32(t.participants))
		}
		b.add(uint32(i))
	}
})

// Fair Integration.

func (s *scan) service(r uint32) *serviceVersion { return &s.m.activities.services[r] }

var (
	serviceDated = dated(func(s *scan) func(uint32) clock.Day {
		return func(r uint32) clock.Day { return s.service(r).heldOn }
	})
	serviceProject = recordKind{"project", ofProject(func(s *scan) (func(uint32) code, func(uint32) clock.Day) {
		return func(r uint32) code { return s.service(r).project }, func(r uint32) clock.Day { return s.service(r).heldOn }
	})}
	fairServiceChain = []recordKind{{"service", join(serviceDated, columns{
		"kind": func(s *scan) column {
			return single(s.m.words.serviceKinds, func(r uint32) code { return s.service(r).kind })
		},
		"nationality": func(s *scan) column {
			return single(s.m.words.countries, func(r uint32) code { return s.service(r).nationality })
		},
		"topics": func(s *scan) column {
			return column{dict: s.m.words.serviceTopics, many: func(c *chunk, i, _ int, out []code) []code {
				return unpack(s.service(c.rows[i]).topics, out)
			}}
		},
	})}, serviceProject}
	fairPersonChain = []recordKind{{"service", join(serviceDated, columns{
		"kind":        ofPerson(func(w *words) *dict { return w.serviceKinds }, func(v *serviceVersion, out []code) []code { return append(out, v.kind) }),
		"nationality": ofPerson(func(w *words) *dict { return w.countries }, func(v *serviceVersion, out []code) []code { return append(out, v.nationality) }),
		"topics":      ofPerson(func(w *words) *dict { return w.serviceTopics }, func(v *serviceVersion, out []code) []code { return unpack(v.topics, out) }),
	})}, serviceProject}
)

// ofPerson lists what the services of the person have, each service a part of the person.
func ofPerson(d func(*words) *dict, values func(*serviceVersion, []code) []code) func(*scan) column {
	return func(s *scan) column {
		return column{
			dict: d(s.m.words), partOf: "service",
			parts: func(c *chunk, i int) int {
				rows := s.m.activities.services[c.rows[i]:]
				n := 1
				for n < len(rows) && rows[n].samePerson(&rows[0]) {
					n++
				}
				return n
			},
			many: func(c *chunk, i, part int, out []code) []code {
				if v := s.service(c.rows[i] + uint32(part)); v.at(s.cutoff) && s.inPeriod(v.heldOn) {
					return values(v, out)
				}
				return out
			},
		}
	}
}

func (v *serviceVersion) samePerson(other *serviceVersion) bool {
	return v.project == other.project && v.person == other.person
}

// fairPersonUnits are the persons with a service in the period, each as the first such service.
var fairPersonUnits = alone(func(s *scan, b *batcher) {
	var last *serviceVersion
	for i := range s.m.activities.services {
		v := &s.m.activities.services[i]
		if v.at(s.cutoff) && s.inPeriod(v.heldOn) && (last == nil || !v.samePerson(last)) {
			last = v
			b.add(uint32(i))
		}
	}
})

// fairServiceUnits are the services in the period: all of them, or those that are or are not the person's first of the
// round, whatever their kind.
var fairServiceUnits = alone(func(s *scan, b *batcher) {
	var last *serviceVersion
	var round code
	for i := range s.m.activities.services {
		v := &s.m.activities.services[i]
		if !v.at(s.cutoff) {
			continue
		}
		r := s.v.roundOn(v.heldOn)
		initial := r != notFilled && (last == nil || !v.samePerson(last) || r != round)
		last, round = v, r
		if s.inPeriod(v.heldOn) && (s.count == "services" || initial == (s.count == "initial")) {
			b.add(uint32(i))
		}
	}
})
