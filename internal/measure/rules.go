package measure

import (
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// The rules refer to their types and so are attached when both exist.
func init() {
	Measures.Check = checkMeasure
	Participations.Check = checkParticipation
}

func checkMeasure(r *record.Row, ctx record.Context) []record.Problem {
	problems := Measures.InOrder(r, "starts_on", "ends_on")
	if d, ok := Measures.Day(r, "starts_on"); ok {
		problems = append(problems, programme.InProject(ctx, Measures.Str(r, "project_id"), "starts_on", d)...)
	}
	return problems
}

// Succeeded says whether a result is a success: full recognition, or what adequate employment needs, was reached
// (the fact sheet's definition, domain/practice.md section 4).
func Succeeded(result string) bool {
	return result == "full_recognition" || result == "adequate_employment_reached"
}

func checkParticipation(r *record.Row, ctx record.Context) []record.Problem {
	problems := Participations.InOrder(r, "entered_on", "left_on")
	if _, left := Participations.Day(r, "left_on"); !left && Succeeded(Participations.Str(r, "result")) {
		problems = append(problems, record.Refuse("left_on", "error.left_required", "is required with the result "+Participations.Str(r, "result")))
	}
	m := ctx.Row("measures", Participations.Str(r, "measure_id"))
	d, ok := Participations.Day(r, "entered_on")
	if m == nil || !ok {
		return problems
	}
	if !Measures.Span(m, "starts_on", "ends_on").Contains(d) {
		problems = append(problems, record.Warn("entered_on", d.String()+" is outside its measure's dates"))
	}
	return problems
}
