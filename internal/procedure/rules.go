package procedure

import (
	"slices"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
	"openiq/internal/recognition"
)

// The rules refer to their types and so are attached when both exist.
func init() {
	Procedures.Check = checkProcedure
	Steps.Check = checkStep
	Costs.Check = checkCost
}

func checkProcedure(r *record.Row, ctx record.Context) []record.Problem {
	id := Procedures.Str(r, "qualification_id")
	q := ctx.Row("qualifications", id)
	if q != nil && counselling.Qualifications.Str(q, "case_id") != Procedures.Str(r, "case_id") {
		return []record.Problem{record.Refuse("qualification_id", "error.unknown_id", id+" belongs to another case")}
	}
	return nil
}

func checkStep(r *record.Row, ctx record.Context) []record.Problem {
	problems := append(Steps.NotFuture(r, "on_day", ctx), Steps.InOrder(r, "on_day", "until_day")...)
	p := ctx.Row("procedures", Steps.Str(r, "procedure_id"))
	kind := Steps.Str(r, "kind")
	rule := recognition.StepRuleOf(kind)
	if rule == nil || p == nil { // refused already
		return problems
	}
	for _, column := range rule.Demands {
		if r.Values[Steps.Index(column)] == nil {
			problems = append(problems, record.Warn(column, "is missing in the step "+kind))
		}
	}
	problems = append(problems, checkResult(r, p, kind)...)
	return append(problems, checkBirth(r, p, ctx)...)
}

// checkResult warns of a result that the procedure cannot have; a form refuses it.
func checkResult(r, p *record.Row, kind string) []record.Problem {
	if hasPossibleResult(r, p) {
		return nil
	}
	message := "a step " + kind + " has no result"
	if possible := recognition.Results(Procedures.Str(p, "kind"), kind, answer(p, "regulated")); possible != nil {
		message = "is one of " + strings.Join(possible, ", ") + " in this procedure"
	}
	return []record.Problem{record.Warn("result", message)}
}

// hasPossibleResult says whether the result of a step is one that its procedure can have; none is always possible.
func hasPossibleResult(r, p *record.Row) bool {
	result := Steps.Str(r, "result")
	return result == "" || result == record.Declined ||
		slices.Contains(recognition.Results(Procedures.Str(p, "kind"), Steps.Str(r, "kind"), answer(p, "regulated")), result)
}

// checkBirth warns of what happened before the person was born, as far as the age tells.
func checkBirth(r, p *record.Row, ctx record.Context) []record.Problem {
	c := ctx.Row("cases", Procedures.Str(p, "case_id"))
	day, ok := Steps.Day(r, "on_day")
	if c == nil || !ok {
		return nil
	}
	if born, known := bornIn(c, ctx.Now()); known && day.Year() < born {
		return []record.Problem{record.Warn("on_day", day.String()+" is before the year of birth")}
	}
	return nil
}

// bornIn is the first year in which a person of the age that a case has can have been born.
func bornIn(c *record.Row, now clock.Instant) (year int, known bool) {
	age, known := counselling.Cases.Int(c, "age")
	asked := now
	if at, ok := counselling.Cases.Int(c, "registered_at"); ok {
		asked = clock.Instant(at)
	}
	return asked.Day().Year() - int(age) - 1, known
}

func checkCost(r *record.Row, ctx record.Context) []record.Problem {
	problems := append(Costs.NotFuture(r, "applied_on", ctx), Costs.NotFuture(r, "decided_on", ctx)...)
	problems = append(problems, Costs.InOrder(r, "applied_on", "decided_on")...)
	id := Costs.Str(r, "procedure_id")
	if p := ctx.Row("procedures", id); p != nil && Procedures.Str(p, "case_id") != Costs.Str(r, "case_id") {
		problems = append(problems, record.Refuse("procedure_id", "error.unknown_id", id+" belongs to another case"))
	}
	amount, known := Costs.Int(r, "amount")
	if granted, ok := Costs.Int(r, "granted"); ok && known && granted > amount {
		problems = append(problems, record.Warn("granted", "is more than the cost"))
	}
	return problems
}

// answer is the answer to a question of yes or no that may be open.
func answer(r *record.Row, column string) recognition.Answer {
	switch n, filled := Procedures.Int(r, column); {
	case !filled:
		return recognition.Open
	case n != 0:
		return recognition.Yes
	}
	return recognition.No
}
