package api

import (
	"openiq/internal/platform/clock"
	"openiq/internal/recognition"
)

// Procedure is what happens when somebody applies.
type Procedure struct {
	Key          string     `json:"key" doc:"Key of the procedure"`
	Origin       string     `json:"origin" enum:"eu,third,resettler" doc:"Where the qualification was gained"`
	AppliedOn    string     `json:"applied_on" format:"date" doc:"Day of the application"`
	Kind         string     `json:"kind" enum:"equivalence,automatic,statement" doc:"Equivalence is examined, recognition is automatic, or there is a statement of comparability"`
	Demanded     bool       `json:"demanded" doc:"Nobody may work in the occupation, or bear its title, without"`
	Compensation []string   `json:"compensation" doc:"What can make up for differences, the usual one first"`
	Notes        []string   `json:"notes" doc:"Codes of what is special about it"`
	Law          string     `json:"law" doc:"Legal basis"`
	Source       string     `json:"source" format:"uri" doc:"Where this can be read"`
	Timeline     []Moment   `json:"timeline" doc:"The steps in their order, with days"`
	Documents    []Document `json:"documents" doc:"What to bring"`
	Languages    []Language `json:"languages" doc:"German that is asked for"`
	Costs        []Cost     `json:"costs" doc:"What it usually costs"`
	Outcomes     []Outcome  `json:"outcomes" doc:"The results that the decision can have, and what follows each"`
	Helps        []Help     `json:"helps" doc:"Who helps with costs"`
}

// Moment is a step with its days.
type Moment struct {
	Code     string `json:"code" doc:"Code of the step"`
	After    string `json:"after,omitempty" doc:"Code of the step that it follows"`
	Who      string `json:"who" enum:"authority,person,centre,employer" doc:"Who has to act"`
	Optional bool   `json:"optional" doc:"Nothing depends on it"`
	Earliest string `json:"earliest,omitempty" format:"date" doc:"When it can happen first"`
	Latest   string `json:"latest,omitempty" format:"date" doc:"When it will have happened if everybody uses up the time there is; absent: nobody can say"`
	Usual    bool   `json:"usual" doc:"The latest day is what is usual, no law"`
	Law      string `json:"law,omitempty" doc:"Legal basis"`
	Source   string `json:"source,omitempty" format:"uri" doc:"Where this can be read"`
}

// Document is something to bring.
type Document struct {
	Code   string `json:"code" doc:"Code of the document"`
	When   string `json:"when,omitempty" doc:"Code of the condition; absent: always"`
	Law    string `json:"law" doc:"Legal basis"`
	Source string `json:"source" format:"uri" doc:"Where this can be read"`
}

// Language is a level of German that is asked for.
type Language struct {
	Use    string `json:"use" doc:"general, or special for the words of the occupation"`
	Least  string `json:"least" doc:"The level, in the Common European Framework"`
	Most   string `json:"most,omitempty" doc:"The highest level that a Land asks for; absent: the same everywhere"`
	For    string `json:"for" doc:"What it is asked for: licence or employment"`
	Law    string `json:"law" doc:"Legal basis"`
	Source string `json:"source" format:"uri" doc:"Where this can be read"`
}

// Cost is what something usually costs.
type Cost struct {
	Kind      string `json:"kind" doc:"Kind of cost"`
	State     string `json:"state,omitempty" doc:"The Land whose fee it is, as an example"`
	Least     int64  `json:"least" doc:"In cents"`
	Most      int64  `json:"most" doc:"In cents"`
	CheckedOn string `json:"checked_on,omitempty" format:"date" doc:"When this was last compared with its source"`
	Law       string `json:"law" doc:"Legal basis"`
	Source    string `json:"source" format:"uri" doc:"Where this can be read"`
}

// Outcome is a result of the decision with what it opens or demands.
type Outcome struct {
	Outcome string   `json:"outcome" doc:"Code of the outcome"`
	Next    []string `json:"next" doc:"What can or must be done then, the first thing first"`
}

// Help is somebody who helps with costs.
type Help struct {
	Help         string   `json:"help" doc:"Code of the help"`
	State        string   `json:"state,omitempty" doc:"The Land that gives it; absent: everywhere"`
	Covers       []string `json:"covers" doc:"Kinds of costs"`
	Most         int64    `json:"most,omitempty" doc:"In cents; absent: as needed"`
	IncomeSingle int64    `json:"income_single,omitempty" doc:"Highest taxable income in a year, in cents"`
	IncomeCouple int64    `json:"income_couple,omitempty" doc:"The same of a couple"`
	Law          string   `json:"law" doc:"Legal basis"`
	Source       string   `json:"source" format:"uri" doc:"Where this can be read"`
}

func written(p *recognition.Plan) *Procedure {
	w := &Procedure{Key: p.Key, Origin: string(p.Origin), AppliedOn: p.On.String(), Kind: p.Kind, Demanded: p.Demanded, Compensation: list(p.Compensation),
		Notes: list(p.Notes), Law: p.Law, Source: p.Source, Documents: []Document{}, Languages: []Language{}, Costs: []Cost{}, Outcomes: []Outcome{}, Helps: []Help{}}
	for _, d := range p.Documents {
		w.Documents = append(w.Documents, Document{d.Code, d.When, d.Law, d.Source})
	}
	for _, l := range p.Languages {
		w.Languages = append(w.Languages, Language{l.Use, l.Least, l.Most, l.For, l.Law, l.Source})
	}
	for _, c := range p.Costs {
		w.Costs = append(w.Costs, Cost{c.Kind, c.State, c.Least, c.Most, c.CheckedOn.String(), c.Law, c.Source})
	}
	for _, h := range p.Helps {
		w.Helps = append(w.Helps, Help{h.Help, h.State, list(h.Covers), h.Most, h.IncomeSingle, h.IncomeCouple, h.Law, h.Source})
	}
	for _, code := range p.Outcomes() {
		o := Outcome{code, []string{}}
		for _, n := range p.Next {
			if n.Outcome == code {
				o.Next = append(o.Next, n.Codes...)
			}
		}
		w.Outcomes = append(w.Outcomes, o)
	}
	return w
}

// moments are the steps of a timeline; the law is that of the deadline where there is one.
func moments(timeline []recognition.Moment) []Moment {
	all := []Moment{}
	for _, m := range timeline {
		w := Moment{m.Step.Code, m.After, string(m.Step.Who), m.Step.Optional, day(m.Earliest), day(m.Latest), m.Usual(), m.Step.Law, m.Step.Source}
		if m.Rule != nil {
			w.Law, w.Source = m.Rule.Law, m.Rule.Source
		}
		all = append(all, w)
	}
	return all
}

// day is a day as it is written; empty for none.
func day(d clock.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func list(codes []string) []string { return append([]string{}, codes...) }
