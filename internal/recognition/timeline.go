package recognition

import (
	"slices"

	"openiq/internal/platform/clock"
)

// Case is what a course depends on beside the plan.
type Case struct {
	AppliedOn   clock.Day // 0: the day of the plan
	State       string    // the Land whose holidays count; empty: only those of the whole country
	Complete    bool      // all documents came with the application
	NoPapers    bool      // documents are lost, so that skills are analysed (§ 14 BQFG)
	Accelerated bool      // the employer applied for the accelerated procedure (§ 81a AufenthG)

	// Outcome is the decision that is looked at; empty: the best one.
	Outcome string
	// Compensation is what makes up for differences; empty: the plan's usual one.
	Compensation string

	// Happened are the steps that happened already: their days are taken as they are.
	Happened []Step
}

// Moment is a step of a course with its days.
type Moment struct {
	Step     *PlanStep
	After    string    // code of the step of the course that it follows; empty: none
	Earliest clock.Day // 0: any day before Latest
	Latest   clock.Day // when it must or usually will have happened; 0: nobody can say
	Rule     *Rule     // the deadline that gave Latest; nil: none, see Step.Length and Step.Law
	Done     bool      // it happened, on Latest
}

// Usual says that Latest is what is usual, not what the law demands.
func (m *Moment) Usual() bool {
	if m.Rule != nil {
		return m.Rule.Usual
	}
	return m.Step.Usual
}

// Timeline is the course of a planned procedure, in the order of its steps: when each can happen first, when it must have
// happened at the latest if everybody uses up the time that there is, and the rule that says so. The days come from the same
// engine as those of running procedures ([Deadlines]): the steps that are still to come are taken as done on their last days.
func (p *Plan) Timeline(c Case) []Moment {
	if c.AppliedOn == 0 {
		c.AppliedOn = p.On
	}
	if c.Compensation == "" && len(p.Compensation) > 0 {
		c.Compensation = p.Compensation[0]
	}
	facts := p.facts()
	facts.State, facts.Accelerated = c.State, c.Accelerated
	return course(facts, p.Steps, c)
}

// generally are the plans that stand for all others where the occupation is not known.
var generally = map[string]string{Equivalence: "training", Automatic: "sectoral", Statement: "academic"}

// Expected is the usual course of a procedure of which the facts are known but not the occupation: what happened already,
// and what usually follows until the outcome that there is or the best one. An application that is not made yet is taken as
// made today. After a withdrawal there is none.
func Expected(facts Procedure, today clock.Day) []Moment {
	steps := InOrder(facts.Steps)
	if slices.ContainsFunc(steps, func(s Step) bool { return s.Kind == Withdrawn }) {
		return nil
	}
	key, origin := generally[facts.Kind], FromThird
	if facts.Kind == Equivalence && facts.Regulated == Yes {
		key = "other_regulated"
	}
	if facts.OriginEU == Yes || facts.Kind == Automatic {
		origin = FromUnion
	}
	c := Case{AppliedOn: facts.applied(today), State: facts.State, Accelerated: facts.Accelerated, Outcome: firstDecision(steps), Happened: steps}
	c.Complete = !slices.ContainsFunc(steps, func(s Step) bool { return s.Kind == DocumentsRequested })
	c.NoPapers = slices.ContainsFunc(steps, func(s Step) bool { return s.Kind == AnalysisStarted })
	p := plans.plan(key, origin, max(c.AppliedOn, firstDay))
	c.Compensation = chosen(steps, p.Compensation)
	facts.Steps = nil
	return course(facts, p.Steps, c)
}

// firstDecision is the result of the first decision, which says what followed; empty where there is none.
func firstDecision(steps []Step) string {
	for _, s := range steps {
		if s.Kind == Decided && s.Result != "" {
			return s.Result
		}
	}
	return ""
}

// chosen is the compensation measure that was chosen, or the usual one.
func chosen(steps []Step, usual []string) string {
	for _, s := range slices.Backward(steps) {
		if s.Compensation != "" {
			return s.Compensation
		}
	}
	if len(usual) > 0 {
		return usual[0]
	}
	return ""
}

// walk is a course while it is computed.
type walk struct {
	Case
	facts   Procedure // Steps: what happened, and what is still to come on its last day
	moments []Moment
	used    []bool // which of the steps that happened belong to a moment
}

// course computes the moments of the steps that a case has.
func course(facts Procedure, steps []PlanStep, c Case) []Moment {
	c.Happened = InOrder(c.Happened)
	if c.Outcome == "" {
		c.Outcome = Results(facts.Kind, Decided, facts.Regulated)[0]
	}
	w := &walk{Case: c, facts: facts, used: make([]bool, len(c.Happened))}
	w.facts.Steps = slices.Clone(c.Happened)
	if c.Complete && !slices.ContainsFunc(c.Happened, func(s Step) bool { return s.Kind == DocumentsComplete }) {
		w.facts.Steps = append(w.facts.Steps, Step{Kind: DocumentsComplete, On: c.AppliedOn})
	}
	for i := range steps {
		if s := &steps[i]; w.has(s) {
			w.moments = append(w.moments, w.moment(s))
		}
	}
	return w.moments
}

// has says whether a step belongs to the case.
func (w *walk) has(s *PlanStep) bool {
	if len(s.Outcomes) > 0 && !slices.Contains(s.Outcomes, w.Outcome) {
		return false
	}
	switch s.If {
	case "incomplete":
		return !w.Complete
	case "no_papers":
		return w.NoPapers
	case "accelerated":
		return w.Accelerated
	}
	return true
}

// moment computes the days of a step.
func (w *walk) moment(s *PlanStep) Moment {
	m := Moment{Step: s}
	before := w.before(s)
	if before != nil {
		m.After = before.Step.Code
	}
	if happened := w.happened(s, before); happened != nil {
		m.Earliest, m.Latest, m.Done = happened.On, happened.On, true
		return m
	}
	switch {
	case s.Step == Applied || s.After == "":
		m.Latest = w.AppliedOn
		if s.Step == Applied {
			m.Earliest = w.AppliedOn
		}
	case before != nil:
		m.Earliest = before.Earliest
		m.Rule, m.Latest = w.latest(s, before)
	}
	w.suppose(s, m.Latest)
	return m
}

// before is the moment that a step follows; nil where it follows none.
func (w *walk) before(s *PlanStep) *Moment {
	for code := s.After; code != ""; {
		if i := slices.IndexFunc(w.moments, func(m Moment) bool { return m.Step.Code == code }); i >= 0 {
			return &w.moments[i]
		}
		code = planStep(plans.Steps, code).After
	}
	return nil
}

// happened finds the step that was recorded for a planned one: the first one that belongs to no other and did not happen
// before the one that it follows.
func (w *walk) happened(s *PlanStep, before *Moment) *Step {
	for i := range w.Happened {
		h := &w.Happened[i]
		if !w.used[i] && h.Kind == s.Step && (before == nil || !before.Done || h.On >= before.Latest) {
			w.used[i] = true
			return h
		}
	}
	return nil
}

// latest is the last day for a step, and the deadline that says so.
func (w *walk) latest(s *PlanStep, before *Moment) (*Rule, clock.Day) {
	if before.Latest == 0 {
		return nil, 0
	}
	if s.Deadline != "" {
		for _, d := range Deadlines(w.facts, w.AppliedOn) {
			if d.Rule.What == s.Deadline && d.State != NotStarted {
				return d.Rule, d.Due
			}
		}
	}
	switch {
	case s.Step == Notified:
		return nil, Deemed(before.Latest)
	case s.Length.IsZero():
		return nil, 0
	}
	return nil, Workday(w.State, s.Length.After(before.Latest))
}

// suppose takes a step as done on its last day, so that what follows can be computed.
func (w *walk) suppose(s *PlanStep, on clock.Day) {
	if s.Step == "" || s.Optional || on == 0 {
		return
	}
	step := Step{ID: s.Code, Kind: s.Step, On: on}
	switch s.Step {
	case DocumentsRequested:
		step.Until = s.Sets.After(on)
	case Decided:
		step.Result = w.Outcome
		if len(s.Outcomes) > 0 { // the decision after a compensation measure
			step.Result = "full"
		}
	case "compensation_chosen":
		step.Compensation = w.Compensation
	case CompensationDone:
		step.Result = "passed"
	}
	w.facts.Steps = append(w.facts.Steps, step)
}
