package indicator

import "strings"

// Meaning is the kind of record and the column that a dimension's name stands for: "qualification" and "kind" for "kind"
// of an indicator about cases, whose nearest record with a kind is the qualification. Both are empty for an unknown name.
func (d *Definition) Meaning(dimension string) (record, column string) {
	kind, rest, prefixed := strings.Cut(dimension, ".")
	if !prefixed {
		rest = dimension
	}
	for _, r := range populations[d.Population].chain {
		if r.columns[rest] != nil && (!prefixed || r.name == kind) {
			return r.name, rest
		}
	}
	return "", ""
}
