package demo

import "openiq/internal/platform/clock"

// pastImports are the deliveries of the old round: everything until July 2018, the third quarter with corrections, late
// entries and corrections after the cut-off day, the fourth quarter.
var pastImports = []moment{
	at(clock.MustDay("2018-07-02"), evening),
	at(clock.MustDay("2018-09-28"), evening),
	at(clock.MustDay("2018-10-22"), evening),
	at(clock.MustDay("2019-01-15"), evening),
}

// pastCut is the import that the fact sheet rests on: the last one before the cut-off day.
const pastCut = 1

// growth is how demand rose over the years.
func growth(d clock.Day) float64 { return 0.8 + float64(d-pastStart)/1370*0.36 }

// pastRefugees is the share of refugees, rising with 2015 and 2016.
func pastRefugees(d clock.Day) float64 {
	years := [...]float64{0.12, 0.22, 0.32, 0.31, 0.30}
	y := float64(d-pastStart) / 365.25
	i := min(max(int(y), 0), len(years)-2)
	return years[i] + (years[i+1]-years[i])*min(max(y-float64(i), 0), 1)
}

// pastCases is the counselling of the old round.
func pastCases(net *structure, scale int) *caseload {
	known := seasonUntil(pastImports[pastCut].day())
	afterCut := at(cutoff+1, 0)
	total := (recognitionInitial + jobTrainingInitial - casesBoth + casesOtherScope) * scale
	return &caseload{
		net: net, prefix: "15-", imports: pastImports, cut: pastCut, lastDay: clock.MustDay("2018-12-28"),
		homes: homes(false), refuges: refuges(false), refugees: pastRefugees,
		segments: []segment{
			{cases: total, days: known, by: pastImports[pastCut], plan: sheetPlan(total, scale)},
			{cases: casesLate * scale, days: newSeason(clock.MustDay("2018-07-02"), cutoff, growth), after: afterCut, by: pastImports[pastCut+1], plan: freePlan},
			{cases: casesFourthQuarter * scale, days: newSeason(cutoff+1, clock.MustDay("2018-12-28"), growth), by: pastImports[3], plan: freePlan},
		},
	}
}

// seasonUntil is the round up to the last day whose records the fact sheet contains.
func seasonUntil(last clock.Day) season { return newSeason(clock.MustDay("2015-01-02"), last, growth) }

// sheetPlan deals the plans out so that each occurs exactly as often as the fact sheet demands, mixed over the whole time:
// multiplying by a number without a common divisor reorders the cases.
func sheetPlan(total, scale int) func(int) plan {
	step := 1_000_003
	for gcd(step, total) != 1 {
		step += 2
	}
	return func(k int) plan {
		switch place := k * step % total; {
		case place < casesRecognitionOnly*scale:
			return plan{recognition, professional}
		case place < (casesRecognitionOnly+casesJobTrainingOnly)*scale:
			return plan{jobTraining, professional}
		case place < (casesRecognitionOnly+casesJobTrainingOnly+casesBoth)*scale:
			return plan{bothThemes, professional}
		case place%5 < 3:
			return plan{recognition, schoolOnly}
		}
		return plan{bothThemes, noFormal}
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// freePlan is the usual mix where no sheet asks for exact numbers.
func freePlan(k int) plan {
	switch place := k * 61 % 100; {
	case place < 68:
		return plan{recognition, professional}
	case place < 75:
		return plan{jobTraining, professional}
	case place < 97:
		return plan{bothThemes, professional}
	case place < 99:
		return plan{recognition, schoolOnly}
	}
	return plan{jobTraining, noFormal}
}
