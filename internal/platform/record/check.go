package record

import "openiq/internal/platform/clock"

// Problem is what a rule says about a row.
type Problem struct {
	Column  string
	Message string // what was expected, in English: read by whoever prepares a file
	Key     string // the same for a form: a message key; empty for warnings
	Warning bool   // implausible, but stored
}

// Refuse is a problem that keeps a row from being stored; key is the message that a form shows.
func Refuse(column, key, message string) Problem {
	return Problem{Column: column, Message: message, Key: key}
}

// Warn is a problem that is only counted and shown.
func Warn(column, message string) Problem {
	return Problem{Column: column, Message: message, Warning: true}
}

// Context is what a rule may look at beside the row itself.
type Context interface {
	// Now is the instant taken as now.
	Now() clock.Instant
	// Row is the newest version of a record of the named type; nil when there is none.
	Row(typ, id string) *Row
	// Rows are all newest versions of a structure type.
	Rows(typ string) []*Row
}

// InOrder refuses an end before its start.
func (t *Type) InOrder(r *Row, from, to string) []Problem {
	a, okA := t.Day(r, from)
	b, okB := t.Day(r, to)
	if okA && okB && b < a {
		return []Problem{Refuse(to, "error.before_start", b.String()+" is before "+from+" "+a.String())}
	}
	return nil
}

// NotFuture refuses a day after today.
func (t *Type) NotFuture(r *Row, column string, ctx Context) []Problem {
	if d, ok := t.Day(r, column); ok && d > ctx.Now().Day() {
		return []Problem{Refuse(column, "error.future", d.String()+" is in the future")}
	}
	return nil
}

// Span is a period of days with open ends.
type Span struct {
	From, To clock.Day
}

// Always is the span without ends.
var Always = Span{From: clock.NoDay, To: 1<<31 - 1}

// Contains says whether the span includes day d.
func (s Span) Contains(d clock.Day) bool { return s.From <= d && d <= s.To }

// Or is the span with its open ends taken from another.
func (s Span) Or(other Span) Span {
	if s.From == Always.From {
		s.From = other.From
	}
	if s.To == Always.To {
		s.To = other.To
	}
	return s
}

// Span reads two dates of a row; an empty one is open.
func (t *Type) Span(r *Row, from, to string) Span {
	s := Always
	if d, ok := t.Day(r, from); ok {
		s.From = d
	}
	if d, ok := t.Day(r, to); ok {
		s.To = d
	}
	return s
}
