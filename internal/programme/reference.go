package programme

import "openiq/internal/platform/record"

// reference is a column that names a record of another type.
type reference struct {
	of    string // type referred to
	table string
	query string // finds one record that is not deleted and refers to an id
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
