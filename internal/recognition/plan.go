package recognition

import (
	_ "embed"
	"errors"
	"slices"

	"openiq/internal/platform/clock"
)

// Origin is where a qualification was gained, as the law distinguishes.
type Origin string

// The origins.
const (
	FromUnion   Origin = "eu"        // the European Union, the European Economic Area or Switzerland, see [FromEU]
	FromThird   Origin = "third"     // any other country
	OfResettler Origin = "resettler" // any other country, by somebody with the rights of § 10 BVFG
)

// Origins are all origins.
func Origins() []Origin { return []Origin{FromUnion, FromThird, OfResettler} }

// PlanKeys are the procedures that an occupation of the catalogue can have.
func PlanKeys() []string { return slices.Clone(plans.Keys) }

// Applies says for which procedures a row of procedures.json counts; what is left out does not matter.
type Applies struct {
	Keys        []string `json:"keys"`
	Origins     []Origin `json:"origins"`
	Kinds       []string `json:"kinds"`
	Regulated   *bool    `json:"regulated"`
	AppliedFrom day      `json:"applied_from"` // first day of application
	AppliedTo   day      `json:"applied_to"`   // last one
}

// Course is what kind of procedure it is. Of those that fit the first one counts.
type Course struct {
	Applies
	ID           string   `json:"id"`
	Kind         string   `json:"kind"`         // Equivalence, Automatic or Statement
	Demanded     bool     `json:"demanded"`     // nobody may work in the occupation, or bear its title, without
	Compensation []string `json:"compensation"` // what can make up for differences, the usual one first
	Notes        []string `json:"notes"`        // codes of what is special about it
	Law          string   `json:"law"`
	Source       string   `json:"source"`
}

// PlanStep is a step that a procedure usually has.
type PlanStep struct {
	Applies
	Code     string   `json:"code"`
	After    string   `json:"after"`    // code of the step that it follows; where that one is left out, what it follows; empty: comes before the application
	Step     string   `json:"step"`     // kind of the step recorded when it has happened; empty: none
	Who      Who      `json:"who"`      // who has to act
	If       string   `json:"if"`       // only "incomplete", with "no_papers" or when "accelerated"; empty: always
	Outcomes []string `json:"outcomes"` // only after these decisions; empty: after any
	Optional bool     `json:"optional"` // nothing depends on it
	Deadline string   `json:"deadline"` // What of the deadline until which it is due
	Length   Period   `json:"length"`   // where there is no such deadline: how long it takes from the step that it follows
	Sets     Period   `json:"sets"`     // the time that the authority usually gives in it
	Usual    bool     `json:"usual"`    // Length and Sets are what is usual, no law
	Law      string   `json:"law"`
	Source   string   `json:"source"`
}

// Document is something to bring.
type Document struct {
	Applies
	Code   string `json:"code"`
	When   string `json:"when"` // code of the condition; empty: always
	Law    string `json:"law"`
	Source string `json:"source"`
}

// Language is a level of German that is asked for, in the Common European Framework.
type Language struct {
	Applies
	Use    string `json:"use"`   // "general", or "special" for the words of the occupation
	Least  string `json:"least"` // the level
	Most   string `json:"most"`  // the highest level that a Land asks for; empty: the same everywhere
	For    string `json:"for"`   // what it is asked for: "licence" or "employment"
	Law    string `json:"law"`
	Source string `json:"source"`
}

// PlanCost is what something usually costs. Amounts are in cents.
type PlanCost struct {
	Applies
	Kind      string `json:"kind"`  // kind of cost
	State     string `json:"state"` // the Land whose fee it is, as an example; empty: the same everywhere
	Fee       string `json:"fee"`   // kind of the fee of amounts.json, instead of the amounts
	Least     int64  `json:"least"`
	Most      int64  `json:"most"`
	CheckedOn day    `json:"checked_on"`
	Law       string `json:"law"`
	Source    string `json:"source"`
}

// Next is what an outcome opens or demands.
type Next struct {
	Applies
	Outcome string   `json:"outcome"`
	Codes   []string `json:"codes"` // what can or must be done then, the first thing first
	Law     string   `json:"law"`
	Source  string   `json:"source"`
}

// Help is somebody who helps with costs. Amounts are in cents.
type Help struct {
	Applies
	Help         string   `json:"help"`
	State        string   `json:"state"`  // the Land that gives it; empty: everywhere
	Covers       []string `json:"covers"` // kinds of costs
	Most         int64    `json:"most"`   // 0: as needed
	IncomeSingle int64    `json:"income_single"`
	IncomeCouple int64    `json:"income_couple"`
	Law          string   `json:"law"`
	Source       string   `json:"source"`
}

// PlanFile is procedures.json: the rows of which plans are made.
type PlanFile struct {
	Keys      []string   `json:"keys"`
	Courses   []Course   `json:"courses"`
	Steps     []PlanStep `json:"steps"`
	Documents []Document `json:"documents"`
	Languages []Language `json:"languages"`
	Costs     []PlanCost `json:"costs"`
	Next      []Next     `json:"next"`
	Helps     []Help     `json:"helps"`
}

//go:embed procedures.json
var planBytes []byte

var plans = readPlans(planBytes)

// PlanRows are all rows in the order of the file. They are not to be changed.
func PlanRows() PlanFile { return *plans }

// Plan is what happens when somebody applies: a procedure as it is planned, before anything has happened.
type Plan struct {
	Course
	Key       string
	Origin    Origin
	On        clock.Day // the day of the application
	Steps     []PlanStep
	Documents []Document
	Languages []Language
	Costs     []PlanCost
	Next      []Next
	Helps     []Help
}

// The faults of a question for a plan.
var (
	ErrNoKey    = errors.New("recognition: no such procedure")
	ErrNoOrigin = errors.New("recognition: no such origin")
	ErrNoLaw    = errors.New("recognition: before the law on recognition of 1 April 2012")
)

// firstDay is the day from which everybody has a right to the procedure (BQFG of 6 December 2011, BGBl. I p. 2515).
var firstDay = clock.MustDay("2012-04-01")

// ProcedureFor is the procedure of an occupation (see [PlanKeys]) for a qualification of an origin when it is applied for
// on a day. It fails with [ErrNoKey], [ErrNoOrigin] or [ErrNoLaw].
func ProcedureFor(key string, origin Origin, on clock.Day) (*Plan, error) {
	switch {
	case !slices.Contains(plans.Keys, key):
		return nil, ErrNoKey
	case !slices.Contains(Origins(), origin):
		return nil, ErrNoOrigin
	case on < firstDay:
		return nil, ErrNoLaw
	}
	return plans.plan(key, origin, on), nil
}

// plan puts together what counts; nil where no course fits.
func (f *PlanFile) plan(key string, origin Origin, on clock.Day) *Plan {
	p := &Plan{Key: key, Origin: origin, On: on}
	i := slices.IndexFunc(f.Courses, func(c Course) bool { return c.fits(key, origin, on) })
	if i < 0 {
		return nil
	}
	p.Course = f.Courses[i]
	p.Steps = fitting(f.Steps, p)
	p.Documents = fitting(f.Documents, p)
	p.Languages = fitting(f.Languages, p)
	p.Costs = fitting(f.Costs, p)
	p.Next = fitting(f.Next, p)
	p.Helps = append(fitting(f.Helps, p), grants(on)...)
	p.Costs = slices.DeleteFunc(p.Costs, func(c PlanCost) bool { return c.Fee != "" && Fee(c.Fee, on) == nil })
	for i := range p.Costs {
		p.Costs[i].fill(on)
	}
	return p
}

// fits says whether a row counts for an occupation, an origin and a day.
func (a *Applies) fits(key string, origin Origin, on clock.Day) bool {
	return (a.Keys == nil || slices.Contains(a.Keys, key)) && (a.Origins == nil || slices.Contains(a.Origins, origin)) &&
		within(on, a.AppliedFrom, a.AppliedTo)
}

// applies is the part of a row that says when it counts.
func (a *Applies) applies() *Applies { return a }

// fitting are the rows that count for a plan with a course, in the order of the file.
func fitting[T any, P interface {
	*T
	applies() *Applies
}](rows []T, p *Plan) []T {
	var out []T
	for _, row := range rows {
		a := P(&row).applies()
		if a.fits(p.Key, p.Origin, p.On) && (a.Kinds == nil || slices.Contains(a.Kinds, p.Kind)) &&
			(a.Regulated == nil || *a.Regulated == p.Demanded) {
			out = append(out, row)
		}
	}
	return out
}

// fill takes a fee from amounts.json.
func (c *PlanCost) fill(on clock.Day) {
	if c.Fee != "" {
		fee := Fee(c.Fee, on)
		c.Least, c.Most, c.Law, c.Source = fee.Fixed, fee.Fixed, fee.Law, fee.Source
	}
}

// grants are the helps of amounts.json that can be applied for on a day.
func grants(on clock.Day) []Help {
	var out []Help
	for _, a := range amounts {
		if a.Help != "" && within(on, a.ValidFrom, a.ValidTo) {
			out = append(out, Help{Help: a.Help, Covers: a.Covers, Most: a.Most, IncomeSingle: a.IncomeSingle, IncomeCouple: a.IncomeCouple,
				Law: a.Law, Source: a.Source})
		}
	}
	return out
}

// Outcomes are the results that the decision can have.
func (p *Plan) Outcomes() []string {
	return Results(p.Kind, Decided, answer(p.Demanded))
}

// facts are what the rules of deadlines look at.
func (p *Plan) facts() Procedure {
	return Procedure{Kind: p.Kind, OriginEU: answer(p.Origin == FromUnion), Regulated: answer(p.Demanded)}
}
