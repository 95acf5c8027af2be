package indicator

import (
	"cmp"
	"slices"
	"strings"

	"openiq/internal/platform/clock"
)

// population is what a figure is about: which units, and by what they can be broken down.
type population struct {
	chain  []recordKind // nearest record first
	units  func(s *scan, part, parts int, emit func(*chunk))
	counts []string // what can be counted of it; the first is the default

	ofCases       bool // its rows are contacts of cases, so that they can be listed
	severalPerRow bool // it counts the qualifications of a case
}

// recordKind is a kind of record with its dimensions. A dimension's name means that of the nearest record which has it;
// any record's is reached with the kind before it: project.kind.
type recordKind struct {
	name    string
	columns columns
}

// column finds a dimension by name.
func (p *population) column(name string) func(*scan) column {
	kind, rest, prefixed := strings.Cut(name, ".")
	if !prefixed {
		rest = name
	}
	for _, r := range p.chain {
		if prefixed && r.name != kind {
			continue
		}
		if c := r.columns[rest]; c != nil {
			return c
		}
	}
	return nil
}

// dimensions are all names that column knows, short ones first.
func (p *population) dimensions() []string {
	var short, long []string
	for _, r := range p.chain {
		for name := range r.columns {
			if slices.Contains(short, name) {
				long = append(long, r.name+"."+name)
			} else {
				short = append(short, name)
			}
		}
	}
	order := func(a, b string) int { return cmp.Compare(a, b) }
	slices.SortFunc(short, order)
	slices.SortFunc(long, order)
	return append(short, slices.Compact(long)...)
}

var populations = map[string]*population{
	"contacts": {chain: contactChain, units: contactUnits, ofCases: true,
		counts: []string{"contacts", "initial_recognition", "initial_job_training", "follow_up", "counsellings"}},
	"cases":              {chain: contactChain, units: caseUnits(0), ofCases: true},
	"other_scope_cases":  {chain: contactChain, units: caseUnits(otherScope), ofCases: true},
	"new_cases":          {chain: contactChain, units: newCaseUnits, ofCases: true},
	"new_cases_by_theme": {chain: append([]recordKind{byThemeKind}, contactChain...), units: byThemeUnits, ofCases: true},
	"qualifications":     {chain: append([]recordKind{unitQualificationKind}, contactChain...), units: qualificationUnits, ofCases: true, severalPerRow: true},

	"sites":              {chain: []recordKind{siteKind, siteProjectKind}, units: siteUnits},
	"projects_of_period": {chain: []recordKind{projectKind}, units: projectUnits(ranInPeriod)},
	"network_projects":   {chain: []recordKind{projectKind}, units: projectUnits(inNetworkAtEnd)},
	"networks":           {chain: []recordKind{networkKind}, units: validUnits(func(v *view) []validity { return v.networks })},
	"competence_centres": {chain: []recordKind{centreKind}, units: validUnits(func(v *view) []validity { return v.centres })},

	"measures":            {chain: measureChain, units: measureUnits},
	"participations":      {chain: participationChain(enteredOn), units: participationUnits(enteredOn)},
	"participations_left": {chain: participationChain(leftOn), units: participationUnits(leftOn)},
	"trainings":           {chain: trainingChain, units: trainingUnits, counts: []string{"trainings", "participants"}},
	"fair_persons":        {chain: fairPersonChain, units: fairPersonUnits},
	"fair_services":       {chain: fairServiceChain, units: fairServiceUnits, counts: []string{"services", "initial", "follow_up"}},
}

// batcher collects units and hands them on in chunks.
type batcher struct {
	chunk
	emit func(*chunk)
}

func (b *batcher) add(row uint32) {
	b.rows = append(b.rows, row)
	if len(b.rows) == chunkSize {
		b.flush()
	}
}

func (b *batcher) flush() {
	if len(b.rows) > 0 {
		b.emit(&b.chunk)
		b.reset()
	}
}

// alone runs a scan that is too small to share out.
func alone(all func(s *scan, b *batcher)) func(*scan, int, int, func(*chunk)) {
	return func(s *scan, part, _ int, emit func(*chunk)) {
		if part == 0 {
			b := &batcher{emit: emit}
			all(s, b)
			b.flush()
		}
	}
}

// The structure.

var (
	siteOfRow       = func(*scan) func(uint32) code { return func(r uint32) code { return code(r) } }
	periodEnd       = func(s *scan) func(uint32) clock.Day { return func(uint32) clock.Day { return s.to } }
	siteKind        = recordKind{"site", ofSite(siteOfRow)}
	siteProjectKind = recordKind{"project", ofProject(func(s *scan) (func(uint32) code, func(uint32) clock.Day) {
		return func(r uint32) code { return s.v.site(code(r)).project }, periodEnd(s)
	})}
	projectKind = recordKind{"project", ofProject(func(s *scan) (func(uint32) code, func(uint32) clock.Day) {
		return func(r uint32) code { return code(r) }, periodEnd(s)
	})}
	networkKind = recordKind{"network", columns{"network": func(s *scan) column {
		return single(s.m.names.networks, func(r uint32) code { return s.v.networks[r].code })
	}}}
	centreKind = recordKind{"competence_centre", columns{"competence_centre": func(s *scan) column {
		return single(s.m.names.centres, func(r uint32) code { return s.v.centres[r].code })
	}}}
)

// siteUnits are the sites whose own and whose project's dates include the period's last day.
var siteUnits = alone(func(s *scan, b *batcher) {
	for i := range s.v.sites {
		x := &s.v.sites[i]
		if p := s.v.project(x.project); x.known && p.known && x.span.Contains(s.to) && p.span.Contains(s.to) {
			b.add(uint32(i))
		}
	}
})

func ranInPeriod(s *scan, p *project) bool {
	return s.from <= s.to && p.span.From <= s.to && s.from <= p.span.To && p.span.From <= p.span.To
}

func inNetworkAtEnd(s *scan, p *project) bool {
	return p.span.Contains(s.to) && p.networkOn(s.to) >= firstValid
}

func projectUnits(counts func(*scan, *project) bool) func(*scan, int, int, func(*chunk)) {
	return alone(func(s *scan, b *batcher) {
		for i := range s.v.projects {
			if p := &s.v.projects[i]; p.known && counts(s, p) {
				b.add(uint32(i))
			}
		}
	})
}

func validUnits(list func(*view) []validity) func(*scan, int, int, func(*chunk)) {
	return alone(func(s *scan, b *batcher) {
		for i, x := range list(s.v) {
			if x.Contains(s.to) {
				b.add(uint32(i))
			}
		}
	})
}
