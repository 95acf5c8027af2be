package recognition

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"openiq/internal/platform/clock"
)

// readPlans reads procedures.json. A broken one is a mistake of the program.
func readPlans(file []byte) *PlanFile {
	var f PlanFile
	decoder := json.NewDecoder(bytes.NewReader(file))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&f)
	if err == nil {
		err = f.check()
	}
	if err != nil {
		panic("recognition: procedures.json: " + err.Error())
	}
	return &f
}

// check says everything that is wrong with a file; nil when nothing is.
func (f *PlanFile) check() error {
	var wrong []error
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	f.checkRows(refuse)
	f.checkCourses(refuse)
	f.checkSteps(refuse)
	for _, c := range f.Costs {
		if c.Kind == "" || c.Fee == "" && (c.Least <= 0 || c.Most < c.Least || c.CheckedOn == 0) ||
			c.Fee != "" && !slices.ContainsFunc(amounts, func(a Amount) bool { return a.Kind == c.Fee }) {
			refuse("cost %s: no kind, no sums or no such fee", c.Kind)
		}
	}
	for _, n := range f.Next {
		if !slices.Contains([]string{"full", "partial", "compensation", "refused", "positive"}, n.Outcome) || len(n.Codes) == 0 {
			refuse("outcome %q: unknown, or nothing follows", n.Outcome)
		}
	}
	return errors.Join(wrong...)
}

// checkRows looks at what all rows have: when they count, the law and the source.
func (f *PlanFile) checkRows(refuse func(string, ...any)) {
	look := func(name string, a Applies, law, source string) {
		for _, key := range a.Keys {
			if !slices.Contains(f.Keys, key) {
				refuse("%s: no procedure %s", name, key)
			}
		}
		for _, o := range a.Origins {
			if !slices.Contains(Origins(), o) {
				refuse("%s: no origin %s", name, o)
			}
		}
		if a.AppliedTo != 0 && a.AppliedTo < a.AppliedFrom {
			refuse("%s ends before it begins", name)
		}
		if law == "" || !strings.HasPrefix(source, "https://") {
			refuse("%s: no law or no source", name)
		}
	}
	for _, r := range f.Courses {
		look("course "+r.ID, r.Applies, r.Law, r.Source)
	}
	for _, r := range f.Steps {
		look("step "+r.Code, r.Applies, r.Law, r.Source)
	}
	for _, r := range f.Documents {
		look("document "+r.Code, r.Applies, r.Law, r.Source)
	}
	for _, r := range f.Languages {
		look("language "+r.Least, r.Applies, r.Law, r.Source)
	}
	for _, r := range f.Costs {
		if r.Fee == "" {
			look("cost "+r.Kind, r.Applies, r.Law, r.Source)
		}
	}
	for _, r := range f.Next {
		look("outcome "+r.Outcome, r.Applies, r.Law, r.Source)
	}
	for _, r := range f.Helps {
		look("help "+r.Help, r.Applies, r.Law, r.Source)
	}
}

// checkCourses looks whether every procedure has a course for each origin, from the first day on and for ever.
func (f *PlanFile) checkCourses(refuse func(string, ...any)) {
	ids := map[string]bool{}
	days := []clock.Day{firstDay}
	for _, c := range f.Courses {
		if ids[c.ID] || c.ID == "" || !slices.Contains([]string{Equivalence, Automatic, Statement}, c.Kind) || c.Kinds != nil || c.Regulated != nil {
			refuse("course %q is twice, has no kind or looks at a kind", c.ID)
		}
		ids[c.ID] = true
		if c.AppliedFrom != 0 {
			days = append(days, clock.Day(c.AppliedFrom))
		}
		if c.AppliedTo != 0 {
			days = append(days, clock.Day(c.AppliedTo)+1)
		}
	}
	for _, key := range f.Keys {
		for _, origin := range Origins() {
			for _, day := range days {
				if !slices.ContainsFunc(f.Courses, func(c Course) bool { return c.fits(key, origin, max(day, firstDay)) }) {
					refuse("%s %s has no course on %s", key, origin, day)
				}
			}
		}
	}
}

// checkSteps looks whether each step follows one that comes before it and whether what it names exists.
func (f *PlanFile) checkSteps(refuse func(string, ...any)) {
	for i, s := range f.Steps {
		earlier := f.Steps[:i]
		switch {
		case s.Code == "" || planStep(earlier, s.Code) != nil:
			refuse("step %q is twice", s.Code)
		case s.After != "" && planStep(earlier, s.After) == nil:
			refuse("step %s comes before %s", s.Code, s.After)
		case s.After == "" && len(earlier) > 0 && planStep(earlier, Applied) != nil:
			refuse("step %s follows nothing", s.Code)
		case s.Step != "" && StepRuleOf(s.Step) == nil:
			refuse("step %s: no step %s", s.Code, s.Step)
		case s.Deadline != "" && !slices.ContainsFunc(rules, func(r Rule) bool { return r.What == s.Deadline }):
			refuse("step %s: no deadline %s", s.Code, s.Deadline)
		case !slices.Contains([]string{"", "incomplete", "no_papers", "accelerated"}, s.If):
			refuse("step %s: no condition %s", s.Code, s.If)
		case !slices.Contains([]Who{Authority, Person, Employer}, s.Who):
			refuse("step %s: nobody has to do it", s.Code)
		case s.Step == DocumentsRequested && s.Sets.IsZero():
			refuse("step %s sets no time", s.Code)
		}
	}
}

// planStep is the step of a code; nil where there is none.
func planStep(steps []PlanStep, code string) *PlanStep {
	if i := slices.IndexFunc(steps, func(s PlanStep) bool { return s.Code == code }); i >= 0 {
		return &steps[i]
	}
	return nil
}
