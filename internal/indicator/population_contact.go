package indicator

import (
	"math/bits"

	"openiq/internal/platform/clock"
)

// What counselling figures can be broken down by: the contact, its case, the case's qualifications, the contact's site,
// that site's project.
var contactChain = []recordKind{
	{"contact", join(dated(func(s *scan) func(uint32) clock.Day {
		held := s.m.contacts.held
		return func(r uint32) clock.Day { return clock.Day(held[r]) }
	}), contactColumnsOf)},
	{"case", caseColumnsOf},
	{"qualification", qualificationColumnsOf},
	{"site", ofSite(func(s *scan) func(uint32) code {
		site := s.m.contacts.site
		return func(r uint32) code { return site[r] }
	})},
	{"project", ofProject(func(s *scan) (func(uint32) code, func(uint32) clock.Day) {
		site, held := s.m.contacts.site, s.m.contacts.held
		return func(r uint32) code { return s.v.site(site[r]).project }, func(r uint32) clock.Day { return clock.Day(held[r]) }
	})},
}

// contactColumnsOf override the round, which is kept with the contact.
var contactColumnsOf = columns{
	"round": func(s *scan) column {
		round := s.m.contacts.round
		return single(s.m.names.rounds, func(r uint32) code { return round[r] })
	},
	"form": func(s *scan) column {
		form := s.m.contacts.form
		return single(s.m.words.forms, func(r uint32) code { return code(form[r]) })
	},
	"themes": func(s *scan) column {
		flags := s.m.contacts.flags
		return column{dict: s.m.words.themes, many: func(c *chunk, i, _ int, out []code) []code {
			return unpack(uint16(flags[c.rows[i]]&(themeRecognition|themeJobTraining)), out)
		}}
	},
	"contents": func(s *scan) column {
		contents := s.m.contacts.contents
		return column{dict: s.m.words.contents, many: func(c *chunk, i, _ int, out []code) []code {
			return unpack(contents[c.rows[i]], out)
		}}
	},
}

var caseColumnsOf = func() columns {
	out := columns{}
	for k, name := range map[int]string{
		caseSex: "sex", caseAgeGroup: "age_group", caseNationality: "nationality", caseSecondNationality: "second_nationality",
		caseLivesIn: "lives_in", caseResidenceTitle: "residence_title", caseGermanLevel: "german_level", caseEmployment: "employment",
		caseBenefits: "benefits", caseAccessRoute: "access_route", caseAskedBy: "asked_by", caseScope: "scope", caseRefugee: "refugee",
		caseAnonymous: "anonymous",
	} {
		out[name] = func(s *scan) column {
			state, values := s.m.contacts.state, s.m.contacts.attributes[k]
			return column{dict: s.m.words.cases[k], one: func(c *chunk, out []code) {
				for i, r := range c.rows {
					out[i] = code(values[state[r]])
				}
			}}
		}
	}
	return out
}()

// qualificationColumnsOf list the values of all qualifications of the case, side by side.
var qualificationColumnsOf = columns{
	"country":              ofQualifications(func(w *words) *dict { return w.countries }, func(f *contactFacts, q uint32) code { return code(f.country[q]) }),
	"kind":                 ofQualifications(func(w *words) *dict { return w.qualificationKinds }, func(f *contactFacts, q uint32) code { return code(f.kind[q]) }),
	"reference_occupation": ofQualifications(func(w *words) *dict { return w.occupations }, func(f *contactFacts, q uint32) code { return f.occupation[q] }),
	"regulated":            ofQualifications(func(w *words) *dict { return w.yesNo }, func(f *contactFacts, q uint32) code { return code(f.regulated[q]) }),
}

func ofQualifications(d func(*words) *dict, value func(*contactFacts, uint32) code) func(*scan) column {
	return func(s *scan) column {
		f := s.m.contacts
		return column{
			dict: d(s.m.words), partOf: "qualification",
			parts: func(c *chunk, i int) int { return int(f.quals[f.state[c.rows[i]]]) },
			many: func(c *chunk, i, part int, out []code) []code {
				return append(out, value(f, f.firstQual[f.state[c.rows[i]]]+uint32(part)))
			},
		}
	}
}

// unitQualificationKind is the qualification that a unit is.
var unitQualificationKind = recordKind{"qualification", columns{
	"country":              ofUnit(func(w *words) *dict { return w.countries }, func(f *contactFacts, q uint32) code { return code(f.country[q]) }),
	"kind":                 ofUnit(func(w *words) *dict { return w.qualificationKinds }, func(f *contactFacts, q uint32) code { return code(f.kind[q]) }),
	"reference_occupation": ofUnit(func(w *words) *dict { return w.occupations }, func(f *contactFacts, q uint32) code { return f.occupation[q] }),
	"regulated":            ofUnit(func(w *words) *dict { return w.yesNo }, func(f *contactFacts, q uint32) code { return code(f.regulated[q]) }),
}}

func ofUnit(d func(*words) *dict, value func(*contactFacts, uint32) code) func(*scan) column {
	return func(s *scan) column {
		f := s.m.contacts
		return column{dict: d(s.m.words), one: func(c *chunk, out []code) {
			for i, q := range c.extra {
				out[i] = value(f, q)
			}
		}}
	}
}

// byThemeKind breaks new cases down by what they were advised on.
var byThemeKind = recordKind{"case", columns{"themes": func(s *scan) column {
	return column{dict: s.m.words.byTheme, one: func(c *chunk, out []code) {
		for i, themes := range c.extra {
			out[i] = [...]code{notFilled, onlyRecognition, onlyJobTraining, bothThemes}[themes]
		}
	}}
}}}

func join(parts ...columns) columns {
	out := columns{}
	for _, p := range parts {
		for name, c := range p {
			out[name] = c
		}
	}
	return out
}

// share is the part of the rows that one of several workers scans; a case is never cut in two.
func (f *contactFacts) share(part, parts int) (lo, hi int) {
	n := len(f.held)
	return f.caseStart(n * part / parts), f.caseStart(n * (part + 1) / parts)
}

func (f *contactFacts) caseStart(i int) int {
	for i > 0 && i < len(f.held) && f.caseOf[f.state[i]] == f.caseOf[f.state[i-1]] {
		i++
	}
	return i
}

// selectRows emits the rows known at the cut-off, held in the period, whose flags under mask are want.
func (s *scan) selectRows(part, parts int, mask, want uint8, emit func(*chunk)) {
	f := s.m.contacts
	first, last := dayOf(max(s.from, 0)), dayOf(max(s.to, 0))
	if s.to < s.from || s.to < 0 {
		return
	}
	lo, hi := f.share(part, parts)
	b := &chunk{rows: make([]uint32, chunkSize)}
	for ; lo < hi; lo += chunkSize {
		end := min(lo+chunkSize, hi)
		b.rows = b.rows[:chunkSize]
		n := 0
		held, from, to, flags := f.held[lo:end], f.from[lo:end], f.to[lo:end], f.flags[lo:end]
		for i := range held {
			b.rows[n] = uint32(lo + i)
			if from[i] <= s.cutoff && s.cutoff < to[i] && first <= held[i] && held[i] <= last && flags[i]&mask == want {
				n++
			}
		}
		if n > 0 {
			b.rows = b.rows[:n]
			emit(b)
		}
	}
}

func contactUnits(s *scan, part, parts int, emit func(*chunk)) {
	switch s.count {
	case "initial_recognition":
		s.selectRows(part, parts, initialRecognition|otherScope, initialRecognition, emit)
	case "initial_job_training":
		s.selectRows(part, parts, initialJobTraining|otherScope, initialJobTraining, emit)
	case "follow_up":
		s.selectRows(part, parts, initialRecognition|initialJobTraining|otherScope, 0, emit)
	case "counsellings": // a contact that is initial in both themes counts once in each
		s.selectRows(part, parts, otherScope, 0, func(c *chunk) {
			c.weights = c.weights[:0]
			for _, r := range c.rows {
				both := bits.OnesCount8(s.m.contacts.flags[r] & (initialRecognition | initialJobTraining))
				c.weights = append(c.weights, uint32(max(1, both)))
			}
			emit(c)
		})
	default:
		s.selectRows(part, parts, otherScope, 0, emit)
	}
}

// caseUnits are the cases with a contact in the period, each as the first such contact.
func caseUnits(scope uint8) func(*scan, int, int, func(*chunk)) {
	return func(s *scan, part, parts int, emit func(*chunk)) {
		f := s.m.contacts
		last := none
		s.selectRows(part, parts, otherScope, scope, func(c *chunk) {
			kept := c.rows[:0]
			for _, r := range c.rows {
				if number := f.caseOf[f.state[r]]; number != last {
					last = number
					kept = append(kept, r)
				}
			}
			if c.rows = kept; len(kept) > 0 {
				emit(c)
			}
		})
	}
}

// newCaseUnits are the cases whose first contact of a round falls in the period, each as that contact.
func newCaseUnits(s *scan, part, parts int, emit func(*chunk)) {
	s.selectRows(part, parts, firstOfRound|otherScope, firstOfRound, emit)
}

// byThemeUnits are the new cases with the themes they were advised on from then to the period's end, in the same round.
func byThemeUnits(s *scan, part, parts int, emit func(*chunk)) {
	f := s.m.contacts
	newCaseUnits(s, part, parts, func(c *chunk) {
		c.extra = c.extra[:0]
		for _, r := range c.rows {
			c.extra = append(c.extra, uint32(s.themesFrom(f, r)))
		}
		emit(c)
	})
}

func (s *scan) themesFrom(f *contactFacts, first uint32) (themes uint8) {
	number, round := f.caseOf[f.state[first]], f.round[first]
	for r := int(first); r < len(f.held) && f.caseOf[f.state[r]] == number; r++ {
		visible := f.from[r] <= s.cutoff && s.cutoff < f.to[r]
		if visible && f.round[r] == round && clock.Day(f.held[r]) <= s.to {
			themes |= f.flags[r] & (themeRecognition | themeJobTraining)
		}
	}
	return themes
}

// qualificationUnits are the qualifications of the new cases; a case new in two rounds brings them once.
func qualificationUnits(s *scan, part, parts int, emit func(*chunk)) {
	f := s.m.contacts
	last := none
	b := &batcher{emit: emit}
	newCaseUnits(s, part, parts, func(c *chunk) {
		for _, r := range c.rows {
			state := f.state[r]
			if f.caseOf[state] == last {
				continue
			}
			last = f.caseOf[state]
			for q := range uint32(f.quals[state]) {
				b.extra = append(b.extra, f.firstQual[state]+q)
				b.add(r)
			}
		}
	})
	b.flush()
}
