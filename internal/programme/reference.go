package programme

import "openiq/internal/platform/record"

// reference is a column of another room that names a record of the structure.
type reference struct {
	of    string // type referred to
	table string
	query string // finds one record that is not deleted and refers to an id
}

// happening is a type of another room whose records happen on a day, which must lie in a round.
type happening struct {
	table string
	query string // finds one record that is not deleted and happened between two days
}

// referencesIn are the columns of other rooms' types that refer to other types.
func referencesIn(types []*record.Type) []reference {
	var out []reference
	for _, t := range types {
		if !t.Tenanted() {
			continue // the structure itself is looked up in memory
		}
		for _, c := range t.Columns {
			if c.Kind == record.Ref {
				out = append(out, reference{of: c.Of, table: t.Name,
					query: "SELECT 1 FROM " + t.Name + " WHERE " + c.Name + " = $1 AND deleted = 0 LIMIT 1"})
			}
		}
	}
	return out
}

// happeningsIn are the types of other rooms whose day decides the round in which they count.
func happeningsIn(types []*record.Type) []happening {
	var out []happening
	for _, t := range types {
		if t.Tenanted() && t.Has("held_on") {
			out = append(out, happening{table: t.Name,
				query: "SELECT 1 FROM " + t.Name + " WHERE held_on BETWEEN $1 AND $2 AND deleted = 0 LIMIT 1"})
		}
	}
	return out
}
