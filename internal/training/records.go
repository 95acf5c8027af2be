package training

import (
	"openiq/internal/codelist"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Trainings are trainings, events and consulting, as in the bundle (exchange.md section 1).
var Trainings = record.Define(record.Type{Name: "trainings", Tenant: "project_id", Known: record.OnImport, Columns: []record.Column{
	{Name: "project_id", Kind: record.Ref, Of: "projects", Required: true},
	{Name: "title", Required: true},
	{Name: "format", Kind: record.Code, Codes: codelist.Codes("training_format"), Required: true},
	{Name: "held_on", Kind: record.Date, Required: true},
	{Name: "participants", Kind: record.Int, Required: true},
	{Name: "topic", Kind: record.Code, Codes: codelist.Codes("training_topic")},
	{Name: "target_group", Kind: record.Code, Codes: codelist.Codes("target_group")},
	{Name: "asylum_awareness", Kind: record.Bool},
	{Name: "managers", Kind: record.Int},
}})

// Types are the record types in the order in which a bundle holds them.
func Types() []*record.Type { return []*record.Type{Trainings} }

// The rules refer to their types and so are attached when both exist.
func init() {
	Trainings.Check = check
}

func check(r *record.Row, ctx record.Context) []record.Problem {
	problems := Trainings.NotFuture(r, "held_on", ctx)
	if d, ok := Trainings.Day(r, "held_on"); ok {
		problems = append(problems, programme.InProject(ctx, Trainings.Str(r, "project_id"), "held_on", d)...)
	}
	managers, _ := Trainings.Int(r, "managers")
	if all, ok := Trainings.Int(r, "participants"); ok && managers > all {
		problems = append(problems, record.Warn("managers", "are more than the participants"))
	}
	return problems
}
