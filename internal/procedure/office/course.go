package office

import (
	"openiq/internal/procedure"
	"openiq/internal/recognition"
)

// ahead are the steps that usually still come after the last one that happened, in their order. What could be done but was
// not until its last day is left out.
func (s *scene) ahead(of *procedure.Procedure) []recognition.Moment {
	var ahead []recognition.Moment
	for _, m := range of.Expected(s.today) {
		switch {
		case m.Done:
			ahead = nil
		case m.Step.After == "" && m.Step.Step == "", m.Step.Optional && m.Latest < s.today:
		default:
			ahead = append(ahead, m)
		}
	}
	return ahead
}

// by says until when a step comes, or that nobody can say.
func (s *scene) by(m recognition.Moment) string {
	switch {
	case m.Latest == 0:
		return s.p.T("procedure.course.open")
	case m.Usual():
		return s.p.T("procedure.course.usually", "Day", s.p.Date(m.Latest))
	}
	return s.p.T("procedure.course.until", "Day", s.p.Date(m.Latest))
}
