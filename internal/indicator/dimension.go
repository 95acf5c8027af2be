package indicator

import (
	"context"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

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

// Knows says whether a code is one of a dimension, whether or not anything has it.
func (e *Engine) Knows(ctx context.Context, q Query, dimension, text string) (bool, error) {
	m, release, err := e.fresh(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	d, ok := Defined(q.ID)
	if !ok {
		return false, errs.New(errs.Invalid, "error.indicator", "Id", q.ID)
	}
	of := populations[d.Population].column(dimension)
	if of == nil {
		return false, unknownDimension(dimension)
	}
	s, err := m.scan(d, q, clock.Today(e.clock))
	if err != nil {
		return false, err
	}
	_, known := of(s).dict.index[text]
	return known, nil
}
