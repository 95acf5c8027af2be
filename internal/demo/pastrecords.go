package demo

import "openiq/internal/platform/clock"

const federalSchemes = 196 // of the schemes, those paid by the federal government alone

// pastRecords are the measures, trainings and services of the old round: what the fact sheet counts, late entries, and the
// fourth quarter.
func pastRecords(net *structure, cases *caseload) *records {
	r := &records{ledger: &ledger{net: net, cases: cases, imports: pastImports, cut: pastCut}}
	r.qualify()
	r.train()
	r.advise()
	return r
}

// spans of time around the cut-off day.
var (
	knownBy      = pastImports[pastCut]
	knownUntil   = knownBy.day()
	late         = pastImports[pastCut+1]
	final        = pastImports[len(pastImports)-1]
	afterCutoff  = at(cutoff+1, opening)
	september    = clock.MustDay("2018-09-03")
	lastHeld     = clock.MustDay("2018-12-20")
	knownFrom    = clock.MustDay("2015-02-02")
	asylumFrom   = clock.MustDay("2015-11-09") // the special format exists since November 2015
	fairFrom     = clock.MustDay("2018-01-08")
	nothing      = moment(0)
	lastNewFair  = clock.MustDay("2018-08-31")
	lastNewStart = clock.MustDay("2018-12-03")
)

func (r *records) qualify() {
	known := r.addMeasures(nil, schemes, federalSchemes, newSeason(knownFrom, clock.MustDay("2018-09-14"), growth), knownBy)
	autumn := r.addMeasures(known, 58, 13, newSeason(cutoff+1, lastNewStart, steady), final)
	r.measures = autumn
	r.participations = r.enrol(nil, known, true, personsFederal, knownUntil, nothing, knownBy)
	r.participations = r.enrol(r.participations, known, false, persons-personsFederal, knownUntil, nothing, knownBy)
	r.participations = r.enrol(r.participations, known[len(known)-40:], false, 84, knownUntil, afterCutoff, late)
	r.participations = r.enrol(r.participations, autumn[len(known):], false, 760, lastHeld, afterCutoff, final)
	r.participations = r.enrol(r.participations, autumn[len(known):], true, 190, lastHeld, afterCutoff, final)
}

func (r *records) train() {
	r.trainings = r.addTrainings(nil, trainings-asylumTrainings, trainingHeads-asylumHeads, false, newSeason(knownFrom, knownUntil, growth), nothing, knownBy)
	r.trainings = r.addTrainings(r.trainings, asylumTrainings, asylumHeads, true, newSeason(asylumFrom, knownUntil, steady), nothing, knownBy)
	r.trainings = r.addTrainings(r.trainings, 28, 310, false, newSeason(september, cutoff, steady), afterCutoff, late)
	r.trainings = r.addTrainings(r.trainings, 330, 4_100, false, newSeason(cutoff+1, lastHeld, steady), afterCutoff, final)
	r.trainings = r.addTrainings(r.trainings, 30, 790, true, newSeason(cutoff+1, lastHeld, steady), afterCutoff, final)
}

func (r *records) advise() {
	from := r.cases.refuges
	r.fair = r.addFair(nil, from, fairPersons, fairServices, newSeason(fairFrom, lastNewFair, steady), knownUntil, nothing, knownBy)
	r.fair = r.addFair(r.fair, from, 9, 12, newSeason(september, knownUntil, steady), cutoff, afterCutoff, late)
	r.fair = r.addFair(r.fair, from, 150, 230, newSeason(cutoff+1, lastHeld, steady), lastHeld, afterCutoff, final)
}
