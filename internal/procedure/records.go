package procedure

import (
	"openiq/internal/codelist"
	"openiq/internal/platform/record"
)

// The record types of procedures. The first bundle format did not have them.
var (
	// Procedures are what was applied for, one record for each application.
	Procedures = record.Define(record.Type{Name: "procedures", Tenant: "case_id", Added: true, Columns: []record.Column{
		{Name: "case_id", Kind: record.Ref, Of: "cases", Required: true},
		{Name: "qualification_id", Kind: record.Ref, Of: "qualifications"},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("procedure_kind"), Required: true},
		{Name: "accelerated", Kind: record.Bool},
		{Name: "state", Kind: record.Code, Codes: codelist.Codes("state")}, // of the place of work
		{Name: "authority"},
		{Name: "origin_eu", Kind: record.Bool}, // learned in the EU, the EEA or Switzerland
		{Name: "regulated", Kind: record.Bool},
		{Name: "before_counselling", Kind: record.Bool},
	}})

	// Steps are what happened in a procedure.
	Steps = record.Define(record.Type{Name: "procedure_steps", Tenant: "procedure_id", Known: record.OnImport, Added: true, Columns: []record.Column{
		{Name: "procedure_id", Kind: record.Ref, Of: "procedures", Required: true},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("step_kind"), Required: true},
		{Name: "on_day", Kind: record.Date, Required: true},
		{Name: "until_day", Kind: record.Date}, // set by the authority: for documents, or to which it extended
		{Name: "documents", Kind: record.Codes, Codes: codelist.Codes("procedure_documents")},
		code("result", "step_result"),
		code("compensation", "compensation"),
	}})

	// Costs are what had to be paid, with the help that there was. Amounts are in cents.
	Costs = record.Define(record.Type{Name: "costs", Tenant: "case_id", Known: record.OnImport, Added: true, Columns: []record.Column{
		{Name: "case_id", Kind: record.Ref, Of: "cases", Required: true},
		{Name: "procedure_id", Kind: record.Ref, Of: "procedures"},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("cost_kind"), Required: true},
		{Name: "amount", Kind: record.Int},
		code("help", "cost_help"),
		{Name: "applied_on", Kind: record.Date},
		{Name: "decided_on", Kind: record.Date},
		code("decision", "cost_decision"),
		{Name: "granted", Kind: record.Int},
	}})
)

// Types are the record types in the order in which a bundle holds them, behind those of counselling.
func Types() []*record.Type { return []*record.Type{Procedures, Steps, Costs} }

func code(name, list string) record.Column {
	return record.Column{Name: name, Kind: record.Code, Codes: codelist.Codes(list)}
}
