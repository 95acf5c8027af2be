package finder

import (
	"context"
	"errors"
	"slices"

	"openiq/internal/authority"
	"openiq/internal/centre"
	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/recognition"
)

// Need is for what somebody needs the recognition.
type Need string

// The needs.
const (
	ForWork     Need = "work"      // to work in the occupation at all
	ForTitle    Need = "title"     // to bear the protected title
	ForCourts   Need = "court"     // to work for courts and authorities
	ForBusiness Need = "business"  // to lead a business of one's own
	Useful      Need = "useful"    // it helps, and is not needed
	AsStatement Need = "statement" // there is no recognition, but a statement of comparability that helps
)

// The notes of a procedure that say what exactly is protected.
const (
	noteTitle    = "title_only"
	noteCourt    = "court_only"
	noteBusiness = "own_business"
)

const (
	mostCentres = 3
	mostKm      = 150           // as the crow flies, to all but the nearest centre
	accelerated = "accelerated" // kind of the costs, and condition of the documents, of the accelerated procedure
)

// Answer is everything the finder has to say to a question. It is not to be changed: parts of it are shared.
type Answer struct {
	Question   Question // with the day filled in
	Occupation *occupation.Occupation
	Successors []*occupation.Occupation // where the occupation does not exist any more: what replaced it
	Need       Need
	Origin     recognition.Origin
	Place      Place // the zero Place: not known
	Decides    authority.Answer
	Plan       *recognition.Plan // costs, documents and helps only as far as they count for the question
	Timeline   []recognition.Moment
	Outcomes   []Outcome
	Centres    []centre.Found // the nearest ones; none where the place is not known
}

// Outcome is a result that the decision can have.
type Outcome struct {
	Code string
	Next []string // what can or must be done then, the first thing first
}

// Automatic says whether the law of the Union recognises without comparing.
func (a *Answer) Automatic() bool { return a.Plan.Kind == recognition.Automatic }

// CheckedOn is when the knowledge about who decides was last compared with its sources: the oldest of all days; 0 where one
// was never compared.
func (a *Answer) CheckedOn() clock.Day {
	oldest := clock.Day(0)
	for _, r := range a.Decides.Reasons {
		day, err := clock.ParseDay(r.CheckedOn)
		if err != nil {
			return 0
		}
		if oldest == 0 || day < oldest {
			oldest = day
		}
	}
	return oldest
}

// Answer answers a question. The error is Invalid with fields occupation, country, place or on where something cannot be
// asked.
func (s *Service) Answer(ctx context.Context, q Question) (*Answer, error) {
	today := s.Today()
	if q.On == clock.NoDay {
		q.On = today
	}
	wrong := q.check(today)
	catalogue, err := s.occupations.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	a := &Answer{Question: q, Occupation: catalogue.Get(q.Occupation)}
	if a.Occupation == nil {
		wrong.Add("occupation", "finder.error.occupation")
	}
	if len(wrong) == 0 {
		a.Place, err = s.place(ctx, &q, &wrong)
	}
	if err = errors.Join(err, wrong.Err()); err != nil {
		return nil, err
	}
	if !a.Occupation.ValidOn(today) {
		a.Successors = catalogue.Successors(a.Occupation.Code)
	}
	a.Origin = q.origin()
	if err := a.plan(); err != nil {
		return nil, err
	}
	return a, s.people(ctx, a)
}

// plan puts the procedure into the answer.
func (a *Answer) plan() (err error) {
	if a.Plan, err = recognition.ProcedureFor(a.Occupation.Procedure, a.Origin, a.Question.On); err != nil {
		return err
	}
	a.Need = need(a.Plan)
	a.Timeline = a.Plan.Timeline(recognition.Case{State: a.Place.State, Complete: true})
	for _, code := range a.Plan.Outcomes() {
		o := Outcome{Code: code}
		for _, n := range a.Plan.Next {
			if n.Outcome == code {
				o.Next = append(o.Next, n.Codes...)
			}
		}
		a.Outcomes = append(a.Outcomes, o)
	}
	a.narrow()
	return nil
}

// need follows from the procedure and what is special about it.
func need(p *recognition.Plan) Need {
	has := func(note string) bool { return slices.Contains(p.Notes, note) }
	switch {
	case p.Kind == recognition.Statement:
		return AsStatement
	case !p.Demanded:
		return Useful
	case has(noteTitle):
		return ForTitle
	case has(noteCourt):
		return ForCourts
	case has(noteBusiness):
		return ForBusiness
	}
	return ForWork
}

// narrow leaves out what cannot concern who asks: the accelerated procedure of those who live here, helps of other Laender,
// helps for what there is nothing to pay.
func (a *Answer) narrow() {
	p := a.Plan
	if !a.Question.Abroad {
		p.Documents = slices.DeleteFunc(p.Documents, func(d recognition.Document) bool { return d.When == accelerated })
		p.Costs = slices.DeleteFunc(p.Costs, func(c recognition.PlanCost) bool { return c.Kind == accelerated })
	}
	var helps []recognition.Help
	for _, h := range p.Helps {
		elsewhere := h.State != "" && a.Place.State != "" && h.State != a.Place.State
		same := func(x recognition.Help) bool { return x.Help == h.Help && x.State == h.State }
		if elsewhere || !slices.ContainsFunc(h.Covers, a.costs) || slices.ContainsFunc(helps, same) {
			continue
		}
		helps = append(helps, h)
	}
	p.Helps = helps
}

// costs says whether something of a kind may have to be paid.
func (a *Answer) costs(kind string) bool {
	switch kind {
	case accelerated:
		return a.Question.Abroad
	case "translation", "certification":
		return true
	case "statement":
		return a.Plan.Kind == recognition.Statement
	}
	return a.Plan.Kind != recognition.Statement
}

// people puts into the answer who decides and who helps.
func (s *Service) people(ctx context.Context, a *Answer) (err error) {
	q := authority.Question{Occupation: a.Occupation, State: a.Place.State, District: a.Place.District, Origin: authority.Third,
		Abroad: a.Question.Abroad, On: a.Question.On}
	if a.Origin == recognition.FromUnion {
		q.Origin = authority.EU
	}
	if a.Decides, err = s.authorities.Decide(ctx, q); err != nil || a.Place == (Place{}) {
		return err
	}
	found, err := s.centres.Nearest(ctx, a.Place.near(), centre.Filter{})
	a.Centres = near(found)
	return err
}

// near leaves the nearest centres: the first one however far it is, others only where one gets there within a day.
func near(found []centre.Found) []centre.Found {
	found = found[:min(len(found), mostCentres)]
	for i := 1; i < len(found); i++ {
		if c := found[i]; c.Known && c.Km > mostKm && c.Near == nil {
			return found[:i]
		}
	}
	return found
}

// Invalid says whether an error names a field of the question as wrong.
func Invalid(err error, field string) bool {
	var e *errs.Error
	return errors.As(err, &e) && slices.ContainsFunc(e.Fields, func(f errs.Field) bool { return f.Name == field })
}
