package programme

import (
	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
)

// Rules is the structure for the checks of a row, at an instant taken as now.
func (d *Directory) Rules(now clock.Instant) record.Context { return ruleContext{d, now} }

type ruleContext struct {
	*Directory
	now clock.Instant
}

// Now is the instant taken as now.
func (c ruleContext) Now() clock.Instant { return c.now }

// Row is a record of the structure; nil where there is none.
func (c ruleContext) Row(typ, id string) *record.Row { return c.rows[kindOfType[typ]][id] }

// Rows are all records of a type.
func (c ruleContext) Rows(typ string) []*record.Row {
	byID := c.rows[kindOfType[typ]]
	out := make([]*record.Row, 0, len(byID))
	for _, row := range byID {
		out = append(out, row)
	}
	return out
}

var kindOfType = func() map[string]Kind {
	out := map[string]Kind{}
	for kind, t := range typeOfKind {
		out[t.Name] = kind
	}
	return out
}()
