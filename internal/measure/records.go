package measure

import (
	"openiq/internal/codelist"
	"openiq/internal/platform/record"
)

// The record types of measures, as in the bundle (exchange.md section 1).
var (
	// Measures are the qualification measures (job training schemes).
	Measures = record.Define(record.Type{Name: "measures", Tenant: "project_id", Columns: []record.Column{
		{Name: "project_id", Kind: record.Ref, Of: "projects", Required: true},
		{Name: "name", Required: true},
		{Name: "form", Kind: record.Code, Codes: codelist.Codes("measure_form"), Required: true},
		{Name: "starts_on", Kind: record.Date, Required: true},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("measure_kind")},
		{Name: "ends_on", Kind: record.Date},
		{Name: "places", Kind: record.Int},
	}})

	// Participations are persons in measures.
	Participations = record.Define(record.Type{Name: "participations", Tenant: "measure_id", Known: record.OnImport, Columns: []record.Column{
		{Name: "measure_id", Kind: record.Ref, Of: "measures", Required: true},
		{Name: "person_ref", Kind: record.ID, Required: true},
		{Name: "entered_on", Kind: record.Date, Required: true},
		{Name: "funding", Kind: record.Code, Codes: codelist.Codes("participation_funding")},
		{Name: "case_id", Kind: record.Ref, Of: "cases"},
		{Name: "case_tenant", Kind: record.ID, Hidden: true}, // the case may lie in another tenant
		{Name: "sex", Kind: record.Code, Codes: codelist.Codes("sex")},
		{Name: "left_on", Kind: record.Date},
		{Name: "result", Kind: record.Code, Codes: codelist.Codes("participation_result")},
	}})
)

// Types are the record types in the order in which a bundle holds them.
func Types() []*record.Type { return []*record.Type{Measures, Participations} }
