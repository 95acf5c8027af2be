package recognition

import "openiq/internal/platform/clock"

// fictions say on which day after posting a notice counts as notified (§ 41 (2) VwVfG). The day stays what it is, also on
// a Sunday: it is no period that could be moved. Where a Land changed its own act later than the federation, the day is
// one too late there, so that a day of notification that is known always goes before.
var fictions = []struct {
	postedFrom clock.Day
	days       clock.Day
}{
	{clock.MustDay("2025-01-01"), 4}, // Postrechtsmodernisierungsgesetz of 15 July 2024, BGBl. 2024 I Nr. 236
	{clock.NoDay, 3},
}

// Deemed is the day on which a notice that was posted on a day counts as notified, if it did not come later.
func Deemed(posted clock.Day) clock.Day {
	for _, f := range fictions {
		if posted >= f.postedFrom {
			return posted + f.days
		}
	}
	return posted
}

// notifiedOn is the day on which a decision was notified; where nobody recorded it, the notice is taken as posted on its
// day. steps are in order, decided is among them.
func notifiedOn(steps []Step, decided Step) (on clock.Day, assumed bool) {
	after := false
	for _, s := range steps {
		switch {
		case s == decided:
			after = true
		case after && s.Kind == Decided:
			return Deemed(decided.On), true
		case after && s.Kind == Notified:
			return s.On, false
		}
	}
	return Deemed(decided.On), true
}
