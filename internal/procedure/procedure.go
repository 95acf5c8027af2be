package procedure

import (
	"slices"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/recognition"
)

// Procedure is a procedure with everything recorded about it.
type Procedure struct {
	*record.Row
	Steps     []Step // as they happened
	Costs     []Cost // by id
	Deadlines []recognition.Deadline
}

// Step is a step of a procedure.
type Step struct {
	recognition.Step
	Row *record.Row
}

// Documents are the codes of the documents asked for.
func (s *Step) Documents() []string { return strings.Fields(Steps.Str(s.Row, "documents")) }

// Cost is a cost of a case.
type Cost struct {
	recognition.Cost
	Row      *record.Row
	Warnings []string // see recognition.Warnings
}

// Kind is the kind of procedure.
func (p *Procedure) Kind() string { return Procedures.Str(p.Row, "kind") }

// Qualification is the id of what is to be recognised; empty where nobody said.
func (p *Procedure) Qualification() string { return Procedures.Str(p.Row, "qualification_id") }

// Is says whether a question of yes or no was answered with yes.
func (p *Procedure) Is(column string) bool { return answer(p.Row, column) == recognition.Yes }

// Regulated says whether the occupation is regulated, if somebody said.
func (p *Procedure) Regulated() recognition.Answer { return answer(p.Row, "regulated") }

// Outcome is the result as it stands; empty while there is none.
func (p *Procedure) Outcome() string { return recognition.Outcome(p.Happened()) }

// Step of an id; nil when the procedure has none.
func (p *Procedure) Step(id string) *Step {
	if i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.ID == id }); i >= 0 {
		return &p.Steps[i]
	}
	return nil
}

// Withdrawn says whether the application was withdrawn.
func (p *Procedure) Withdrawn() bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Kind == recognition.Withdrawn })
}

// AppliedOn is the day of the application; 0 when that is not known.
func (p *Procedure) AppliedOn() clock.Day {
	for _, s := range p.Steps {
		if s.Kind == recognition.Applied {
			return s.On
		}
	}
	return 0
}

// others are the steps without one of them.
func (p *Procedure) others(id string) []recognition.Step {
	return slices.DeleteFunc(p.Happened(), func(s recognition.Step) bool { return s.ID == id })
}

// Happened are the steps as the rules see them.
func (p *Procedure) Happened() []recognition.Step {
	out := make([]recognition.Step, len(p.Steps))
	for i, s := range p.Steps {
		out[i] = s.Step
	}
	return out
}

// compute makes what follows from the records: the order of the steps, the deadlines, the warnings.
func (p *Procedure) compute(today clock.Day) {
	order := recognition.InOrder(p.Happened())
	place := func(s Step) int { return slices.Index(order, s.Step) }
	slices.SortFunc(p.Steps, func(a, b Step) int { return place(a) - place(b) })
	for i := range p.Costs {
		c := &p.Costs[i]
		c.Warnings = recognition.Warnings(c.Cost, p.AppliedOn(), today)
	}
	p.Deadlines = recognition.Deadlines(p.facts(), today)
}

// Expected is how the procedure usually goes on, with what happened already.
func (p *Procedure) Expected(today clock.Day) []recognition.Moment {
	return recognition.Expected(p.facts(), today)
}

// facts are what the rules look at.
func (p *Procedure) facts() recognition.Procedure {
	granted := slices.ContainsFunc(p.Costs, func(c Cost) bool {
		return c.Help == recognition.RecognitionGrant && Costs.Str(c.Row, "decision") == "granted"
	})
	return recognition.Procedure{
		Kind: p.Kind(), State: Procedures.Str(p.Row, "state"), Accelerated: p.Is("accelerated"),
		OriginEU: answer(p.Row, "origin_eu"), Regulated: p.Regulated(), Granted: granted, Steps: p.Happened(),
	}
}

func stepOf(row *record.Row) Step {
	on, _ := Steps.Day(row, "on_day")
	until, _ := Steps.Day(row, "until_day")
	return Step{recognition.Step{ID: row.ID, Kind: Steps.Str(row, "kind"), On: on, Until: until,
		Result: Steps.Str(row, "result"), Compensation: Steps.Str(row, "compensation")}, row}
}

func costOf(row *record.Row) Cost {
	applied, _ := Costs.Day(row, "applied_on")
	decided, _ := Costs.Day(row, "decided_on")
	amount, _ := Costs.Int(row, "amount")
	granted, _ := Costs.Int(row, "granted")
	return Cost{Cost: recognition.Cost{Kind: Costs.Str(row, "kind"), Amount: amount, Help: Costs.Str(row, "help"),
		AppliedOn: applied, DecidedOn: decided, Granted: granted}, Row: row}
}

// All is everything about the procedures of a case.
type All struct {
	Procedures []Procedure // the newest first
	Costs      []Cost      // those of no procedure, by id
}

// Of is the procedure of an id; nil when the case has none.
func (a *All) Of(id string) *Procedure {
	if i := slices.IndexFunc(a.Procedures, func(p Procedure) bool { return p.ID == id }); i >= 0 {
		return &a.Procedures[i]
	}
	return nil
}

// Cost of an id; nil when the case has none.
func (a *All) Cost(id string) *Cost {
	has := func(c Cost) bool { return c.Row.ID == id }
	if i := slices.IndexFunc(a.Costs, has); i >= 0 {
		return &a.Costs[i]
	}
	for _, p := range a.Procedures {
		if i := slices.IndexFunc(p.Costs, has); i >= 0 {
			return &p.Costs[i]
		}
	}
	return nil
}

// assemble puts the records of a case together.
func assemble(procedures, steps, costs []record.Row, today clock.Day) *All {
	all := &All{}
	for i := range procedures {
		all.Procedures = append(all.Procedures, Procedure{Row: &procedures[i]})
	}
	slices.SortFunc(all.Procedures, func(a, b Procedure) int { return strings.Compare(b.ID, a.ID) })
	for i := range steps {
		if p := all.Of(Steps.Str(&steps[i], "procedure_id")); p != nil {
			p.Steps = append(p.Steps, stepOf(&steps[i]))
		}
	}
	for i := range costs {
		cost := costOf(&costs[i])
		if p := all.Of(Costs.Str(&costs[i], "procedure_id")); p != nil {
			p.Costs = append(p.Costs, cost)
			continue
		}
		cost.Warnings = recognition.Warnings(cost.Cost, 0, today)
		all.Costs = append(all.Costs, cost)
	}
	for i := range all.Procedures {
		all.Procedures[i].compute(today)
	}
	return all
}
