package demo

import (
	"slices"
	"sync"

	"openiq/internal/platform/clock"
)

// presentSteps are the records of the current round up to today: all until a week ago, and the last week with corrections.
// In the round's first days there is only one import.
func presentSteps(today clock.Day, scale int) []Step {
	if today < clock.MustDay(Earliest) {
		return nil
	}
	imports := presentImports(today)
	net := presentStructure()
	w := newWindow(today)
	cases := presentCaseload(net, w, imports, scale)
	kept := sync.OnceValue(func() *records { return presentRecords(net, cases, w) })
	steps := make([]Step, len(imports))
	for i, m := range imports {
		steps[i] = Step{At: m.time(), Files: recordFiles(cases, kept, i)}
	}
	last := &steps[len(steps)-1]
	of := slices.IndexFunc(last.Files, func(f File) bool { return f.Name == "measures.csv" })
	last.Files = slices.Insert(last.Files, of, cases.procedureFiles()...)
	of = slices.IndexFunc(last.Files, func(f File) bool { return f.Name == "trainings.csv" })
	last.Files = slices.Insert(last.Files, of, cases.referralFile())
	return steps
}

// presentImports are when the imports of the current round take place.
func presentImports(today clock.Day) []moment {
	if weekAgo := at(today-7, evening); weekAgo.day() > turnDay+6 {
		return []moment{weekAgo, at(today, morning)}
	}
	return []moment{at(today, morning)}
}

// window is the time of the current round that has records.
type window struct {
	from, to clock.Day
	days     season
}

// newWindow is the three months up to yesterday, inside the round; the last week is busy.
func newWindow(today clock.Day) window {
	to := min(today-1, presentEnd)
	from := max(to-presentDays+1, presentStart)
	return window{from, to, newSeason(from, to, func(d clock.Day) float64 {
		if d > to-7 {
			return 1.5
		}
		return 1
	})}
}

// part is n in a full window, or the share of it that this one has; at least one.
func (w window) part(n int) int { return max(1, n*int(w.to-w.from+1)/presentDays) }

func presentCaseload(net *structure, w window, imports []moment, scale int) *caseload {
	by := imports[len(imports)-1]
	return &caseload{
		net: net, prefix: "26-", imports: imports, cut: len(imports) - 1, lastDay: w.to,
		homes: homes(true), refuges: refuges(true), refugees: func(clock.Day) float64 { return 0.3 },
		segments: []segment{
			{cases: w.part(presentCases) * scale, days: w.days, by: by, plan: freePlan},
			{cases: w.part(presentWaiting) * scale, days: newSeason(max(w.to-45, presentStart), w.to, steady), by: by, plan: freePlan, noTalk: true},
		},
	}
}

// presentRecords are ongoing and planned measures, trainings and services of the current round.
func presentRecords(net *structure, cases *caseload, w window) *records {
	by := cases.imports[len(cases.imports)-1]
	r := &records{ledger: &ledger{net: net, cases: cases, imports: cases.imports, cut: cases.cut}}
	first, last := max(presentStart, w.to-300), min(w.to+45, presentEnd-14)
	planned := max(8, presentMeasures*int(last-first)/365)
	r.measures = r.addMeasures(nil, planned, planned/5, newSeason(first, last, steady), by)
	for _, federal := range []bool{false, true} {
		begun := 0
		for _, m := range r.measures {
			if m.federal == federal && m.starts <= w.to {
				begun++
			}
		}
		r.participations = r.enrol(r.participations, r.measures, federal, presentPlaces*begun, w.to, nothing, by)
	}
	heads := w.part(presentTrainings)
	r.trainings = r.addTrainings(nil, heads, 13*heads, false, w.days, nothing, by)
	r.trainings = r.addTrainings(r.trainings, heads/10, 24*(heads/10), true, w.days, nothing, by)
	people := w.part(presentFairPersons)
	r.fair = r.addFair(nil, cases.homes, people, people*8/5, w.days, w.to, nothing, by)
	return r
}
