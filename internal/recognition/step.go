package recognition

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"openiq/internal/platform/clock"
)

// The kinds of procedures.
const (
	Equivalence = "equivalence" // the qualification is compared with a German one
	Automatic   = "automatic"   // automatic recognition of a sectoral profession within the EU
	Statement   = "statement"   // the ZAB's statement of comparability of a degree, which is no recognition
)

// The kinds of steps that the rules name; steps.json has all.
const (
	Applied            = "applied"
	DocumentsRequested = "documents_requested"
	DocumentsComplete  = "documents_complete"
	Extended           = "extended"
	AnalysisStarted    = "skills_analysis_started"
	AnalysisEnded      = "skills_analysis_ended"
	Decided            = "decided"
	Notified           = "notified"
	CompensationDone   = "compensation_completed"
	AppealDecided      = "appeal_decided"
	Withdrawn          = "withdrawn"
)

// Step is something that happened in a procedure.
type Step struct {
	ID           string // orders what happened on the same day; may be empty
	Kind         string
	On           clock.Day
	Until        clock.Day // the day set by the authority; 0: none
	Result       string
	Compensation string
}

// StepRule says where a kind of step has its place and what a form asks about it.
type StepRule struct {
	Kind    string   `json:"kind"`
	After   []string `json:"after"`   // kinds of which one must have happened before, or on the same day
	Before  []string `json:"before"`  // kinds of which none may have happened before that day
	Once    bool     `json:"once"`    // at most one in a procedure
	Last    bool     `json:"last"`    // nothing may happen after it
	Asks    []string `json:"asks"`    // fields of the form: columns of the step, and texts
	Demands []string `json:"demands"` // fields beside the day that must be filled in
}

//go:embed steps.json
var stepsFile []byte

var stepRules = parse[StepRule](stepsFile, "steps.json")

// StepRules are the kinds of steps in the order in which they usually follow each other.
func StepRules() []StepRule { return slices.Clone(stepRules) }

// StepRuleOf is the rule of a kind; nil for an unknown one.
func StepRuleOf(kind string) *StepRule {
	if i := place(kind); i < len(stepRules) {
		return &stepRules[i]
	}
	return nil
}

// place is where a kind stands among all.
func place(kind string) int {
	for i := range stepRules {
		if stepRules[i].Kind == kind {
			return i
		}
	}
	return len(stepRules)
}

// InOrder are the steps as they happened: by day, on the same day in the usual order, then by id.
func InOrder(steps []Step) []Step {
	sorted := slices.Clone(steps)
	slices.SortStableFunc(sorted, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(place(a.Kind), place(b.Kind)), cmp.Compare(a.ID, b.ID))
	})
	return sorted
}

// Fault is why a step does not fit into its procedure.
type Fault struct {
	Key   string // message key
	Other string // kind of the step that it does not fit to; may be empty
}

// Fits says why a step cannot stand among the others of its procedure; nil when it can. Steps that were there before and
// do not fit to each other are nobody's fault now.
func Fits(step Step, others []Step) *Fault {
	rule := StepRuleOf(step.Kind)
	if rule == nil {
		return nil // the list of codes refuses it
	}
	has := func(kind string, when func(clock.Day) bool) bool {
		return slices.ContainsFunc(others, func(o Step) bool { return o.Kind == kind && when(o.On) })
	}
	ever := func(clock.Day) bool { return true }
	byThen := func(d clock.Day) bool { return d <= step.On }
	earlier := func(d clock.Day) bool { return d < step.On }
	switch {
	case rule.Once && has(step.Kind, ever):
		return &Fault{"error.step_once", step.Kind}
	case step.Until != 0 && step.Until < step.On:
		return &Fault{"error.before_start", ""}
	case has(Withdrawn, earlier):
		return &Fault{"error.step_after_end", Withdrawn}
	case rule.Last && slices.ContainsFunc(others, func(o Step) bool { return o.On > step.On }):
		return &Fault{"error.step_last", ""}
	}
	for _, kind := range rule.After {
		if !has(kind, ever) {
			return &Fault{"error.step_missing", kind}
		}
		if !has(kind, byThen) {
			return &Fault{"error.step_before", kind}
		}
	}
	for _, kind := range rule.Before {
		if has(kind, earlier) && !reopened(step, others) {
			return &Fault{"error.step_after", kind}
		}
	}
	return leftAlone(step, others)
}

// reopened says whether after a decision the procedure was under way again: a compensation measure was completed or an
// appeal decided, so that documents may be asked for anew.
func reopened(step Step, others []Step) bool {
	return slices.ContainsFunc(others, func(o Step) bool {
		return (o.Kind == CompensationDone || o.Kind == AppealDecided) && o.On <= step.On
	})
}

// leftAlone finds another step that needs this one before it and would now stand before it, as when the day of an
// application is corrected to one after the decision.
func leftAlone(step Step, others []Step) *Fault {
	for _, o := range others {
		rule := StepRuleOf(o.Kind)
		if rule == nil || o.On >= step.On || !slices.Contains(rule.After, step.Kind) {
			continue
		}
		if !slices.ContainsFunc(others, func(x Step) bool { return x.Kind == step.Kind && x.On <= o.On }) {
			return &Fault{"error.step_too_late", o.Kind}
		}
	}
	return nil
}

// MayGo says why a step cannot be taken away; nil when it can.
func MayGo(step Step, others []Step) *Fault {
	for _, o := range others {
		rule := StepRuleOf(o.Kind)
		if rule == nil || !slices.Contains(rule.After, step.Kind) {
			continue
		}
		if !slices.ContainsFunc(others, func(x Step) bool { return x.Kind == step.Kind && x.On <= o.On }) {
			return &Fault{"error.step_needed", o.Kind}
		}
	}
	return nil
}

// Possible are the kinds of steps that may come next on a day, in their usual order.
func Possible(steps []Step, on clock.Day) []string {
	var kinds []string
	for _, rule := range stepRules {
		if Fits(Step{Kind: rule.Kind, On: on}, steps) == nil {
			kinds = append(kinds, rule.Kind)
		}
	}
	return kinds
}

// Outcome is the result as it stands: of the last decision, also of that about an appeal; empty while there is none.
func Outcome(steps []Step) string {
	outcome := ""
	for _, s := range InOrder(steps) {
		if (s.Kind == Decided || s.Kind == AppealDecided) && s.Result != "" {
			outcome = s.Result
		}
	}
	return outcome
}

// Results are the results that a step of a procedure can have. Whether the occupation is regulated decides the words: who
// may not practise yet gets a compensation measure imposed, who learned a trade gets what is there certified.
func Results(kind, step string, regulated Answer) []string {
	switch {
	case step == CompensationDone:
		return []string{"passed", "failed"}
	case step != Decided && step != AppealDecided:
		return nil
	case kind == Statement:
		return []string{"positive", "refused"}
	case kind == Automatic || regulated == Yes:
		return []string{"full", "compensation", "refused"}
	case regulated == No:
		return []string{"full", "partial", "refused"}
	}
	return []string{"full", "partial", "compensation", "refused"}
}

// Answer is the answer to a question that may be open.
type Answer int8

// The answers.
const (
	Open Answer = iota
	Yes
	No
)

// parse reads a file of rules. A broken one is a mistake of the program.
func parse[T any](file []byte, name string) []T {
	var rules []T
	decoder := json.NewDecoder(strings.NewReader(string(file)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rules); err != nil {
		panic("recognition: " + name + ": " + err.Error())
	}
	return rules
}
