package indicator

import (
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
)

// Query asks for one indicator.
type Query struct {
	ID     string
	From   *clock.Day // nil: the start of Round, or of the first round
	To     *clock.Day // nil: the end of Round, or the cut-off
	Round  string     // id of a round whose dates are the period; From and To narrow it
	Cutoff *clock.Day // nil: today
	By     []string   // at most two dimensions
	Where  []Condition
	Limit  authz.Filter // what the asking person may see
}

// Condition keeps what has the value in a dimension. Several of one dimension: any of them.
type Condition struct{ Dimension, Value string }

// Answer is an indicator's value or table.
type Answer struct {
	ID, Unit string
	From, To clock.Day
	Cutoff   clock.Day
	By       []string
	Value    int64
	Rows     []Row // valid codes that occur, in the order of their lists
	Valid    int64
	Missing  Missing
}

// Row is one row of a table: a code for each dimension.
type Row struct {
	Codes []string
	Value int64
}

// Missing counts what has no valid value in a dimension.
type Missing struct {
	NotFilled int64 `json:"not_filled"`
	Declined  int64 `json:"declined"`
}
