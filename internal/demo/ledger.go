package demo

import "openiq/internal/platform/clock"

// ledger is what a round's measures, trainings and Fair Integration have in common: the structure and its imports. Their records
// are few and do not grow with the scale, so they are kept.
type ledger struct {
	net     *structure
	cases   *caseload // of the same round, with the same imports
	imports []moment
	cut     int
}

// arrival is the import that brings what was recorded at m.
func (l *ledger) arrival(m moment) int { return arrival(l.imports, m) }

// arrival is the first of the imports not before m.
func arrival(imports []moment, m moment) int {
	for i, at := range imports {
		if m <= at {
			return i
		}
	}
	return len(imports)
}

// projectOn is a project of the kind that runs on that day; all of them are equally likely, as they are spread by inhabitants.
func (l *ledger) projectOn(d *dice, kind string, day clock.Day) int {
	for {
		i := d.IntN(len(l.net.projects))
		if p := l.net.projects[i]; p.kind == kind && within(day, p.from, p.to) {
			return i
		}
	}
}
