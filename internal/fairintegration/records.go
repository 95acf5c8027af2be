package fairintegration

import (
	"openiq/internal/codelist"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// Services are the services of Fair Integration, as in the bundle (exchange.md section 1).
var Services = record.Define(record.Type{Name: "fair_services", Tenant: "project_id", Known: record.OnImport, Columns: []record.Column{
	{Name: "person_ref", Kind: record.ID, Required: true},
	{Name: "project_id", Kind: record.Ref, Of: "projects", Required: true},
	{Name: "held_on", Kind: record.Date, Required: true},
	{Name: "kind", Kind: record.Code, Codes: codelist.Codes("fair_kind"), Required: true},
	{Name: "nationality", Kind: record.Code, Codes: codelist.Codes("country")},
	{Name: "topics", Kind: record.Codes, Codes: codelist.Codes("fair_topics")},
}})

// Types are the record types in the order in which a bundle holds them.
func Types() []*record.Type { return []*record.Type{Services} }

// The rules refer to their types and so are attached when both exist.
func init() {
	Services.Check = check
}

func check(r *record.Row, ctx record.Context) []record.Problem {
	problems := Services.NotFuture(r, "held_on", ctx)
	if d, ok := Services.Day(r, "held_on"); ok {
		problems = append(problems, programme.InRound(ctx, "held_on", d)...)
		problems = append(problems, programme.InProject(ctx, Services.Str(r, "project_id"), "held_on", d)...)
	}
	return problems
}
