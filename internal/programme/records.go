package programme

import (
	"openiq/internal/codelist"
	"openiq/internal/platform/record"
)

// The record types of the structure, as in the bundle (exchange.md section 1).
var (
	// Rounds are the funding rounds; they never overlap.
	Rounds = record.Define(record.Type{Name: "rounds", Columns: []record.Column{
		{Name: "name", Required: true},
		{Name: "starts_on", Kind: record.Date, Required: true},
		{Name: "ends_on", Kind: record.Date, Required: true},
	}})

	// PriorityAreas are the fields of work of a round, with their source of money.
	PriorityAreas = record.Define(record.Type{Name: "priority_areas", Columns: []record.Column{
		{Name: "round_id", Kind: record.Ref, Of: "rounds", Required: true},
		{Name: "number", Kind: record.Int, Required: true},
		{Name: "name", Required: true},
		{Name: "funding", Kind: record.Code, Codes: codelist.Codes("funding"), Required: true},
	}})

	// Networks are the regional networks.
	Networks = record.Define(record.Type{Name: "networks", Columns: []record.Column{
		{Name: "name", Required: true},
		{Name: "states", Kind: record.Codes, Codes: codelist.Codes("state"), Required: true},
		{Name: "valid_from", Kind: record.Date},
		{Name: "valid_to", Kind: record.Date},
	}})

	// CompetenceCentres support the regional networks by subject.
	CompetenceCentres = record.Define(record.Type{Name: "competence_centres", Columns: []record.Column{
		{Name: "name", Required: true},
		{Name: "valid_from", Kind: record.Date},
		{Name: "valid_to", Kind: record.Date},
	}})

	// Organisations carry projects; some coordinate a network for a time.
	Organisations = record.Define(record.Type{Name: "organisations", Columns: []record.Column{
		{Name: "name", Required: true},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("organisation_kind")},
		{Name: "network_id", Kind: record.Ref, Of: "networks"},
		{Name: "coordinates_from", Kind: record.Date},
		{Name: "coordinates_to", Kind: record.Date},
	}})

	// Projects are the individual projects.
	Projects = record.Define(record.Type{Name: "projects", Columns: []record.Column{
		{Name: "round_id", Kind: record.Ref, Of: "rounds", Required: true},
		{Name: "name", Required: true},
		{Name: "organisation_id", Kind: record.Ref, Of: "organisations", Required: true},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("project_kind"), Required: true},
		{Name: "network_id", Kind: record.Ref, Of: "networks"},
		{Name: "competence_centre_id", Kind: record.Ref, Of: "competence_centres"},
		{Name: "priority_area_id", Kind: record.Ref, Of: "priority_areas"},
		{Name: "funding", Kind: record.Code, Codes: codelist.Codes("funding")},
		{Name: "for_refugees", Kind: record.Bool},
		{Name: "starts_on", Kind: record.Date},
		{Name: "ends_on", Kind: record.Date},
	}})

	// Transfers move a project to another network from a day on, when a network splits or merges.
	Transfers = record.Define(record.Type{Name: "project_transfers", Columns: []record.Column{
		{Name: "project_id", Kind: record.Ref, Of: "projects", Required: true},
		{Name: "network_id", Kind: record.Ref, Of: "networks"},
		{Name: "valid_from", Kind: record.Date, Required: true},
	}})

	// Sites are the counselling centres and the places of mobile counselling.
	Sites = record.Define(record.Type{Name: "sites", Columns: []record.Column{
		{Name: "project_id", Kind: record.Ref, Of: "projects", Required: true},
		{Name: "name", Required: true},
		{Name: "kind", Kind: record.Code, Codes: codelist.Codes("site_kind"), Required: true},
		{Name: "postcode"},
		{Name: "place"},
		{Name: "state", Kind: record.Code, Codes: codelist.Codes("state")},
		{Name: "lat", Kind: record.Float, Min: -90, Max: 90},
		{Name: "lon", Kind: record.Float, Min: -180, Max: 180},
		{Name: "languages", Kind: record.Tags},
		{Name: "valid_from", Kind: record.Date},
		{Name: "valid_to", Kind: record.Date},
	}})
)

// Types are the structure's record types in the order in which a bundle holds them.
func Types() []*record.Type {
	return []*record.Type{Rounds, PriorityAreas, Networks, CompetenceCentres, Organisations, Projects, Transfers, Sites}
}
