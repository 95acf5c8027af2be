// Package errs has the errors that cross a room's door: a kind, a message key and what was wrong where.
// Only faces translate them; everything below passes them on as values.
package errs

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what the caller can do about an error.
type Kind int

// The kinds. The zero Kind is an internal failure that nobody outside can mend.
const (
	Internal    Kind = iota
	Invalid          // the input is wrong; Fields says where
	NotFound         // it does not exist, or not for this actor: both look the same
	Forbidden        // the actor may not do this at all
	Conflict         // somebody else changed it meanwhile
	Unavailable      // the database or a disk is not there now; try again
	RateLimited      // too many tries; wait
)

// Field is one wrong field of a form or file.
type Field struct {
	Name string // the form field's or column's name
	Key  string // message key, for example "error.required"
	Args []any  // key and value in turn, for the message
}

// Error is an error with a kind and a message key.
type Error struct {
	Kind   Kind
	Key    string
	Args   []any
	Fields []Field
	cause  error
}

// New makes an error of a kind with a message key and arguments (key and value in turn).
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Wrap keeps cause for the log and shows the caller only kind and key.
func Wrap(cause error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args, cause: cause}
}

// Missing is the answer for what does not exist or may not be seen.
func Missing() *Error { return New(NotFound, "error.not_found") }

// Error describes the error for the log, never for a page.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Key)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Name, f.Key)
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// KindOf is the kind of err, Internal for a foreign error.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Fields collects what is wrong with a form.
type Fields []Field

// Add notes that a field is wrong.
func (f *Fields) Add(name, key string, args ...any) {
	*f = append(*f, Field{Name: name, Key: key, Args: args})
}

// Absorb takes over what an Invalid error says about fields. Any other error comes back.
func (f *Fields) Absorb(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind != Invalid || len(e.Fields) == 0 {
		return err
	}
	*f = append(*f, e.Fields...)
	return nil
}

// Err is nil when nothing was noted, else an Invalid error with all fields.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.form", Fields: f}
}
