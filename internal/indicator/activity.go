package indicator

import (
	"cmp"
	"slices"

	"openiq/internal/platform/clock"
)

// activities has the facts of measures, trainings and Fair Integration: few enough for plain rows, one for each
// version of a record.
type activities struct {
	measures       []measureVersion
	participations []participationVersion
	trainings      []trainingVersion
	services       []serviceVersion // of one person one after the other, in the order held_on, recorded_at, id
}

type measureVersion struct {
	known
	id       string
	project  code
	startsOn clock.Day
	form     code
	kind     code
}

type participationVersion struct {
	known
	measure   string
	enteredOn clock.Day
	leftOn    clock.Day // clock.NoDay when empty
	funding   code
	sex       code
	result    code
}

type trainingVersion struct {
	known
	project         code
	heldOn          clock.Day
	participants    int64
	format          code
	topic           code
	targetGroup     code
	asylumAwareness code
}

type serviceVersion struct {
	known
	id          string
	person      string
	project     code
	heldOn      clock.Day
	recorded    clock.Instant
	kind        code
	nationality code
	topics      uint16
}

func (a *activities) sort() {
	slices.SortFunc(a.services, func(x, y serviceVersion) int {
		return cmp.Or(cmp.Compare(x.project, y.project), cmp.Compare(x.person, y.person), cmp.Compare(x.heldOn, y.heldOn),
			cmp.Compare(x.recorded, y.recorded), cmp.Compare(x.id, y.id))
	})
}

// measuresAt are the measures known at a cut-off, by id.
func (a *activities) measuresAt(cutoff day) map[string]*measureVersion {
	out := make(map[string]*measureVersion, len(a.measures))
	for i := range a.measures {
		if m := &a.measures[i]; m.at(cutoff) {
			out[m.id] = m
		}
	}
	return out
}
