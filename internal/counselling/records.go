package counselling

import (
	"openiq/internal/codelist"
	"openiq/internal/platform/record"
)

// The record types of counselling, as in the bundle (exchange.md section 1).
var (
	// Cases are the persons seeking advice, without their names.
	Cases = record.Define(record.Type{Name: "cases", Tenant: "site_id", Columns: []record.Column{
		{Name: "site_id", Kind: record.Ref, Of: "sites", Required: true},
		{Name: "registered_at", Kind: record.Instant, DayToo: true},
		code("sex", "sex"),
		{Name: "age", Kind: record.Int, Max: 150},
		code("nationality", "country"),
		code("second_nationality", "country"),
		code("lives_in", "country"),
		{Name: "year_of_entry", Kind: record.Int},
		code("residence_title", "residence_title"),
		code("german_level", "german_level"),
		code("employment", "employment"),
		code("benefits", "benefits"),
		code("access_route", "access_route"),
		code("asked_by", "asked_by"),
		code("scope", "scope"),
		{Name: "refugee", Kind: record.Bool},
		{Name: "anonymous", Kind: record.Bool},
		added("birth_country", "country"),
		added("special_status", "special_status"),
		{Name: "german_certificate", Kind: record.Bool, Added: true},
		added("employment_kind", "employment_kind"),
		{Name: "languages", Kind: record.Tags, Added: true}, // the first is the one in which the person wants to be spoken and written to
		{Name: "advised_before", Kind: record.Bool, Added: true},
		added("wish_form", "form"),
		{Name: "follow_up_on", Kind: record.Date, Added: true},
		{Name: "closed_on", Kind: record.Date, Added: true},
		{Name: "counsellor_id", Kind: record.ID, Hidden: true}, // the account in charge
		{Name: "binned_at", Kind: record.Instant, Hidden: true},
	}})

	// Qualifications are what a person learned abroad; a case can have several.
	Qualifications = record.Define(record.Type{Name: "qualifications", Tenant: "case_id", Columns: []record.Column{
		{Name: "case_id", Kind: record.Ref, Of: "cases", Required: true},
		code("country", "country"),
		code("kind", "qualification_kind"),
		{Name: "completed_year", Kind: record.Int},
		{Name: "title"},
		{Name: "reference_occupation", Kind: record.Slug},
		{Name: "regulated", Kind: record.Bool},
		added("sector", "sector"),
		{Name: "training_years", Kind: record.Int, Added: true},
		added("experience", "experience"),
		added("applied_before", "application"),
		added("equivalence_before", "equivalence_result"),
		added("statement_before", "statement_result"),
	}})

	// Contacts are the conversations.
	Contacts = record.Define(record.Type{Name: "contacts", Tenant: "case_id", Known: record.OnImport, Columns: []record.Column{
		{Name: "case_id", Kind: record.Ref, Of: "cases", Required: true},
		{Name: "held_on", Kind: record.Date, Required: true},
		{Name: "form", Kind: record.Code, Codes: codelist.Codes("form"), Required: true},
		{Name: "themes", Kind: record.Codes, Codes: codelist.Codes("themes"), Required: true},
		{Name: "site_id", Kind: record.Ref, Of: "sites"},
		{Name: "minutes", Kind: record.Int},
		{Name: "contents", Kind: record.Codes, Codes: codelist.Codes("contents")},
		{Name: "language", Kind: record.Tags, Added: true},
		{Name: "interpreter", Kind: record.Bool, Added: true},
		{Name: "counsellor_id", Kind: record.ID, Hidden: true}, // the account that held it
	}})

	// Referrals are where somebody was sent, and what came of it.
	Referrals = record.Define(record.Type{Name: "referrals", Tenant: "case_id", Known: record.OnImport, Added: true, Columns: []record.Column{
		{Name: "case_id", Kind: record.Ref, Of: "cases", Required: true},
		{Name: "on_day", Kind: record.Date, Required: true},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("referral_kind"), Required: true},
		{Name: "measure_id", Kind: record.Ref, Of: "measures"},
		code("outcome", "referral_outcome"),
		{Name: "outcome_on", Kind: record.Date},
	}})
)

// Types are the record types in the order in which a bundle holds them. Referrals stand behind the measures they lead to.
func Types() []*record.Type { return []*record.Type{Cases, Qualifications, Contacts} }

func code(name, list string) record.Column {
	return record.Column{Name: name, Kind: record.Code, Codes: codelist.Codes(list)}
}

// added is a coded column that the first bundle format did not have.
func added(name, list string) record.Column {
	c := code(name, list)
	c.Added = true
	return c
}
