package feedback

import (
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// ActionEdit is the right to read what readers say, and to tick it off.
const ActionEdit authz.Action = "page.edit"

// Accessibility is the kind of feedback about a barrier.
const Accessibility = "accessibility"

// Kinds are what feedback can be about; it may have none.
var Kinds = []string{Accessibility, "wrong", "other"}

// The answers to whether a page helped; it may have none.
const (
	Yes = "yes"
	No  = "no"
)

// States are how far the office has come with it.
var States = []string{Open, Done}

// The states.
const (
	Open = "open"
	Done = "done"
)

// MaxText is how many characters somebody may write.
const MaxText = 1000

const (
	maxPage  = 300
	maxEmail = 254 // RFC 5321
)

// Feedback is what somebody said about a page.
type Feedback struct {
	ID      string
	Page    string // path without the language
	Lang    string
	Helpful string // Yes, No or empty
	Kind    string // one of Kinds, or empty
	Text    string
	Email   string // about accessibility only
	State   string
	At      clock.Instant
}

// Check says what is wrong with it, field by field; nil when nothing is.
func (f Feedback) Check() error {
	var wrong errs.Fields
	if !isPath(f.Page) {
		wrong.Add("page", "feedback.error.page")
	}
	if f.Helpful != "" && f.Helpful != Yes && f.Helpful != No {
		wrong.Add("helpful", "error.code")
	}
	if f.Kind != "" && !slices.Contains(Kinds, f.Kind) {
		wrong.Add("kind", "error.code")
	}
	switch {
	case utf8.RuneCountInString(f.Text) > MaxText:
		wrong.Add("text", "error.too_long", "Max", MaxText)
	case f.Text == "" && f.Kind != "":
		wrong.Add("text", "feedback.error.nothing")
	case f.Text == "" && f.Helpful == "":
		wrong.Add("helpful", "feedback.error.nothing")
	}
	if f.Email != "" && !isEmail(f.Email) {
		wrong.Add("email", "feedback.error.email")
	}
	if f.Email != "" && f.Kind != Accessibility {
		wrong.Add("email", "feedback.error.email_kind")
	}
	return wrong.Err()
}

func isPath(s string) bool {
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") && len(s) <= maxPage && utf8.ValidString(s) && !strings.ContainsAny(s, "?#\\") &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) })
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= maxEmail
}
