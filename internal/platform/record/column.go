package record

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"openiq/internal/platform/clock"
)

// Kind is what a column holds.
type Kind int

// The kinds, with the Go type of a stored value. Nil is "not filled in" for all of them.
const (
	Text    Kind = iota // string
	ID                  // string of at most 64 characters
	Ref                 // string, the id of a record of the type Column.Of
	Code                // string, one of Column.Codes, or "declined"
	Codes               // string, several of Column.Codes separated by a space in the list's order, or "declined"
	Slug                // string, [a-z0-9_-]{1,40}
	Tags                // string, BCP 47 tags separated by a space
	Int                 // int64, not negative
	Float               // float64
	Bool                // int64, 0 or 1
	Date                // int64, a clock.Day
	Instant             // int64, a clock.Instant
)

// Declined is the code of "no answer given", allowed in every optional coded column.
const Declined = "declined"

// The longest id and the longest text in characters.
const (
	MaxID   = 64
	MaxText = 4000
)

// Column describes one column of a record type.
type Column struct {
	Name     string
	Kind     Kind
	Required bool
	Codes    []string // for Code and Codes
	Of       string   // for Ref: the type referred to
	Min, Max float64  // for Int and Float; no upper bound where both are 0
	DayToo   bool     // for Instant: a date will do and means the beginning of that day
	Hidden   bool     // set by the program, not in a bundle
	Added    bool     // not in the first bundle format: a bundle has it only where some record has a value
}

// Parse reads a cell. The error says what was expected. An empty cell is nil.
func (c *Column) Parse(cell string) (any, error) {
	if cell == "" {
		if c.Required {
			return nil, errors.New("is required")
		}
		return nil, nil
	}
	if cell == Declined && !c.Required && (c.Kind == Code || c.Kind == Codes || c.Kind == Slug) {
		return Declined, nil
	}
	switch c.Kind {
	case Text:
		return cell, checkText(cell, MaxText)
	case ID, Ref:
		return cell, CheckID(cell)
	case Code:
		if !slices.Contains(c.Codes, cell) {
			return nil, fmt.Errorf("unknown code %s", quote(cell))
		}
		return cell, nil
	case Codes:
		return c.parseCodes(cell)
	case Slug:
		return cell, checkSlug(cell)
	case Tags:
		return cell, checkTags(cell)
	case Int:
		return c.parseInt(cell)
	case Float:
		return c.parseFloat(cell)
	case Bool:
		switch cell {
		case "true":
			return int64(1), nil
		case "false":
			return int64(0), nil
		}
		return nil, fmt.Errorf("%s is neither true nor false", quote(cell))
	case Date:
		d, err := clock.ParseDay(cell)
		if err != nil {
			return nil, fmt.Errorf("%s is not a date like 2018-09-30", quote(cell))
		}
		return int64(d), nil
	case Instant:
		i, err := clock.ParseInstant(cell)
		if d, derr := clock.ParseDay(cell); c.DayToo && derr == nil {
			i, err = d.Start(), nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s is not an instant like 2018-09-30T17:00:00+02:00", quote(cell))
		}
		return int64(i), nil
	}
	panic("record: column kind")
}

// Format writes a stored value as a cell; Parse reads it back.
func (c *Column) Format(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case int64:
		switch c.Kind {
		case Bool:
			return strconv.FormatBool(x != 0)
		case Date:
			return clock.Day(x).String()
		case Instant:
			return clock.Instant(x).String()
		}
		return strconv.FormatInt(x, 10)
	}
	panic(fmt.Sprintf("record: %s holds a %T", c.Name, v))
}

func (c *Column) parseCodes(cell string) (any, error) {
	given := strings.Fields(cell)
	var out []string
	for _, code := range c.Codes {
		if slices.Contains(given, code) {
			out = append(out, code)
		}
	}
	for _, code := range given {
		if !slices.Contains(c.Codes, code) {
			return nil, fmt.Errorf("unknown code %s", quote(code))
		}
	}
	if len(out) == 0 {
		return nil, errors.New("holds only blanks")
	}
	return strings.Join(out, " "), nil
}

func (c *Column) parseInt(cell string) (any, error) {
	n, err := strconv.ParseInt(cell, 10, 32)
	if err != nil || cell[0] == '+' {
		return nil, fmt.Errorf("%s is not a whole number", quote(cell))
	}
	if n < 0 {
		return nil, fmt.Errorf("%s is negative", quote(cell))
	}
	return n, c.inRange(float64(n), cell)
}

func (c *Column) parseFloat(cell string) (any, error) {
	f, err := strconv.ParseFloat(cell, 64)
	if err != nil || f-f != 0 { // infinities and NaN are no positions
		return nil, fmt.Errorf("%s is not a number like 52.52", quote(cell))
	}
	return f, c.inRange(f, cell)
}

func (c *Column) inRange(f float64, cell string) error {
	if c.Min < c.Max && (f < c.Min || f > c.Max) {
		return fmt.Errorf("%s is not between %g and %g", quote(cell), c.Min, c.Max)
	}
	return nil
}

// CheckID checks an id: 1 to 64 characters, none of them a control character or blank at an end.
func CheckID(s string) error {
	if strings.TrimSpace(s) != s {
		return fmt.Errorf("%s begins or ends with a blank", quote(s))
	}
	for _, r := range s {
		if unicode.IsControl(r) {
			return fmt.Errorf("%s contains a control character", quote(s))
		}
	}
	return checkText(s, MaxID)
}

func checkText(s string, most int) error {
	if n := utf8.RuneCountInString(s); n > most {
		return fmt.Errorf("has %d characters, at most %d are allowed", n, most)
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return fmt.Errorf("contains the control character %U", r)
		}
	}
	return nil
}

func checkSlug(s string) error {
	if len(s) > 40 {
		return fmt.Errorf("%s is longer than 40 characters", quote(s))
	}
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '-') {
			return fmt.Errorf("%s is not a code of a-z, 0-9, _ and -", quote(s))
		}
	}
	return nil
}

func checkTags(s string) error {
	tags := strings.Fields(s)
	if len(tags) == 0 {
		return errors.New("holds only blanks")
	}
	for _, tag := range tags {
		if _, err := language.Parse(tag); err != nil {
			return fmt.Errorf("%s is not a language tag like de or ar", quote(tag))
		}
	}
	return nil
}

// quote shows a cell in an error, cut to a readable length.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
