package indicator

import (
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// SheetTable is what a sheet shows of one of its figures beside the number: the figure by one dimension.
type SheetTable struct {
	ID string `json:"id"` // of a figure of the sheet
	By string `json:"by"`
}

// SheetRow is a row of such a table. Name is what an id of the structure was called at the cut-off; empty for a code.
type SheetRow struct {
	Code  string `json:"code"`
	Name  string `json:"name,omitempty"`
	Value int64  `json:"value"`
}

// rows are an answer's rows with the names of the dimension's ids as known at a cut-off.
func (m *model) rows(a Answer, by string, cutoff day) []SheetRow {
	names := m.structure.named(by, cutoff)
	rows := make([]SheetRow, len(a.Rows))
	for i, r := range a.Rows {
		rows[i] = SheetRow{Code: r.Codes[0], Name: names[r.Codes[0]], Value: r.Value}
	}
	return rows
}

// named are the names of the structure's records by id, for the dimensions that a sheet's table can have.
func (s *structure) named(dimension string, cutoff day) map[string]string {
	names := map[string]string{}
	add := func(versions []version, t *record.Type) {
		each(versions, cutoff, func(r *record.Row) { names[r.ID] = t.Str(r, "name") })
	}
	switch dimension {
	case "network":
		add(s.networks, programme.Networks)
	case "competence_centre":
		add(s.centres, programme.CompetenceCentres)
	}
	return names
}
