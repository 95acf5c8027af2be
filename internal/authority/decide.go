package authority

import (
	"slices"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// Portal is the official portal, which knows more where a rule is not certain.
const Portal = "https://www.anerkennung-in-deutschland.de"

// guide is the authority that leads applicants abroad through the procedure.
const guide = "zsba"

// Question asks who decides. What is not known stays empty; the answer then names all who may be meant.
type Question struct {
	Occupation *occupation.Occupation
	State      string    // where somebody is going to work
	District   string    // the same more closely: the official key of the district, five digits
	Origin     string    // EU or Third: where the qualification was gained
	Abroad     bool      // applies from abroad
	On         clock.Day // NoDay: today
}

// Answer says who decides.
type Answer struct {
	Authorities []*Authority // one; several who may be meant; none where nobody is known
	Certain     bool
	Reasons     []*Rule    // why, with law, source and day of the last check: several where it depends on what was not told
	Guide       *Authority // who leads applicants abroad through the procedure; nil for others
	Portal      string     // where to look further when the answer is not certain
}

// check says what cannot be asked.
func (q *Question) check() error {
	var wrong errs.Fields
	if q.Occupation == nil {
		wrong.Add("occupation", errRequired)
	}
	if q.State != "" && !slices.Contains(States, q.State) {
		wrong.Add("state", errChoice)
	}
	if q.Origin != "" && !slices.Contains(Origins, q.Origin) {
		wrong.Add("origin", errChoice)
	}
	if state := stateOfDistrict(q.District); q.District != "" && (state == "" || q.State != "" && q.State != state) {
		wrong.Add("district", "authority.error.district")
	}
	return wrong.Err()
}

// Decide answers a question; NoDay has to be a day by now. Invalid names what cannot be asked.
func (t *Table) Decide(q Question) (Answer, error) {
	if err := q.check(); err != nil {
		return Answer{}, err
	}
	if q.State == "" {
		q.State = stateOfDistrict(q.District)
	}
	answer := Answer{Certain: true}
	for place, state := range States {
		if q.State != "" && q.State != state {
			continue
		}
		for _, origin := range Origins {
			if q.Origin == "" || q.Origin == origin {
				answer.add(t, t.rule(q.Occupation, place, origin, q.On), place, q.District)
			}
		}
	}
	answer.Certain = answer.Certain && len(answer.Authorities) == 1
	if !answer.Certain {
		answer.Portal = Portal
	}
	if q.Abroad {
		answer.Guide = t.Authority(guide)
	}
	return answer, nil
}

// add takes in what a rule says for a Land; nil: there is no rule.
func (a *Answer) add(t *Table, r *Rule, place int, district string) {
	if r == nil {
		a.Certain = false
		return
	}
	a.Certain = a.Certain && r.Certain
	if !slices.Contains(a.Reasons, r) {
		a.Reasons = append(a.Reasons, r)
	}
	switch chamber := t.chamberOf[district]; {
	case r.Authority == ByDistrict && chamber != nil:
		a.name(chamber)
	case r.Authority == ByDistrict:
		for _, chamber := range t.chambers[place] {
			a.name(chamber)
		}
	case r.Authority == "":
		a.Certain = false
	default:
		a.name(t.byID[r.Authority])
	}
}

func (a *Answer) name(who *Authority) {
	if !slices.Contains(a.Authorities, who) {
		a.Authorities = append(a.Authorities, who)
	}
}
