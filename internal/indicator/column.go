package indicator

import "openiq/internal/platform/clock"

// chunk is a part of the units that a figure counts, with rows of the population's own kind.
type chunk struct {
	rows    []uint32
	weights []uint32 // nil: each counts once
	extra   []uint32 // a second number of each unit, where the population has one
}

const chunkSize = 4096

func (c *chunk) reset() { c.rows, c.weights, c.extra = c.rows[:0], c.weights[:0], c.extra[:0] }

// keep drops the units that are not marked.
func (c *chunk) keep(marked []bool) {
	n := 0
	for i, k := range marked {
		if k {
			c.rows[n] = c.rows[i]
			if len(c.weights) > 0 {
				c.weights[n] = c.weights[i]
			}
			if len(c.extra) > 0 {
				c.extra[n] = c.extra[i]
			}
			n++
		}
	}
	c.rows = c.rows[:n]
	c.weights, c.extra = c.weights[:min(n, len(c.weights))], c.extra[:min(n, len(c.extra))]
}

// column gives the codes of a dimension for the units of a chunk: one a unit, or several.
type column struct {
	dict *dict
	one  func(c *chunk, out []code)
	many func(c *chunk, i, part int, out []code) []code

	// A unit can have parts (a case its qualifications). Two columns of the same kind of part are combined within each
	// part: country and kind of the same qualification.
	partOf string
	parts  func(c *chunk, i int) int // nil: one
}

// single is a column with one value a row.
func single(d *dict, of func(row uint32) code) column {
	return column{dict: d, one: func(c *chunk, out []code) {
		for i, r := range c.rows {
			out[i] = of(r)
		}
	}}
}

// scan is one pass over a population.
type scan struct {
	m        *model
	v        *view
	from, to clock.Day
	cutoff   day
	count    string
}

// inPeriod says whether a day lies in the period.
func (s *scan) inPeriod(d clock.Day) bool { return s.from <= d && d <= s.to }

// columns are the dimensions that one kind of record has, by name.
type columns map[string]func(s *scan) column

// dated are the dimensions of time; on gives the day of a unit.
func dated(on func(s *scan) func(row uint32) clock.Day) columns {
	byDate := func(part func(c *calendar) (*dict, []code)) func(s *scan) column {
		return func(s *scan) column {
			day := on(s)
			d, codes := part(dates())
			return single(d, func(r uint32) code { return codes[dayOf(day(r))] })
		}
	}
	return columns{
		"round": func(s *scan) column {
			day := on(s)
			return single(s.m.names.rounds, func(r uint32) code { return s.v.roundOn(day(r)) })
		},
		"year":    byDate(func(c *calendar) (*dict, []code) { return c.years, c.year }),
		"quarter": byDate(func(c *calendar) (*dict, []code) { return c.quarters, c.quarter }),
		"month":   byDate(func(c *calendar) (*dict, []code) { return c.months, c.month }),
		"week":    byDate(func(c *calendar) (*dict, []code) { return c.weeks, c.week }),
	}
}

// ofProject are the dimensions of a project; of gives the project and the day on which its network is asked.
func ofProject(of func(s *scan) (project func(row uint32) code, on func(row uint32) clock.Day)) columns {
	attribute := func(d func(n *names) *dict, value func(p *project) code) func(s *scan) column {
		return func(s *scan) column {
			project, _ := of(s)
			return single(d(s.m.names), func(r uint32) code { return value(s.v.project(project(r))) })
		}
	}
	return columns{
		"project": func(s *scan) column {
			project, _ := of(s)
			return single(s.m.names.projects, project)
		},
		"network": func(s *scan) column {
			project, on := of(s)
			return single(s.m.names.networks, func(r uint32) code {
				p := s.v.project(project(r))
				if len(p.transfers) == 0 {
					return p.network
				}
				return p.networkOn(on(r))
			})
		},
		"kind":              attribute(func(n *names) *dict { return n.projectKinds }, func(p *project) code { return p.kind }),
		"funding":           attribute(func(n *names) *dict { return n.funding }, func(p *project) code { return p.funding }),
		"for_refugees":      attribute(func(n *names) *dict { return n.yesNo }, func(p *project) code { return p.forRefugees }),
		"organisation":      attribute(func(n *names) *dict { return n.organisations }, func(p *project) code { return p.organisation }),
		"organisation_kind": attribute(func(n *names) *dict { return n.organisationKinds }, func(p *project) code { return p.organisationKind }),
		"competence_centre": attribute(func(n *names) *dict { return n.centres }, func(p *project) code { return p.centre }),
		"priority_area":     attribute(func(n *names) *dict { return n.areas }, func(p *project) code { return p.area }),
		"round":             attribute(func(n *names) *dict { return n.rounds }, func(p *project) code { return p.round }),
	}
}

// ofSite are the dimensions of a site.
func ofSite(of func(s *scan) func(row uint32) code) columns {
	attribute := func(d func(n *names) *dict, value func(x *site) code) func(s *scan) column {
		return func(s *scan) column {
			at := of(s)
			return single(d(s.m.names), func(r uint32) code { return value(s.v.site(at(r))) })
		}
	}
	return columns{
		"site":  func(s *scan) column { return single(s.m.names.sites, of(s)) },
		"kind":  attribute(func(n *names) *dict { return n.siteKinds }, func(x *site) code { return x.kind }),
		"state": attribute(func(n *names) *dict { return n.states }, func(x *site) code { return x.state }),
	}
}
