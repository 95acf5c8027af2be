package centre

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Time is a time of day in Europe/Berlin, in minutes after midnight. Midnight at the end of a day is 24:00.
type Time int16

// String is 09:30.
func (t Time) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }

// MarshalText writes the time as String does.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what ParseTime reads.
func (t *Time) UnmarshalText(text []byte) error {
	read, ok := ParseTime(string(text))
	if !ok {
		return fmt.Errorf("%q is not a time like 09:30", text)
	}
	*t = read
	return nil
}

var timePattern = regexp.MustCompile(`^([0-9]{1,2})(?:[:.]([0-9]{2}))?(?:\s*(?:Uhr|h))?$`)

// ParseTime reads a time as people write it: 9, 9:30, 09.30, 9 Uhr.
func ParseTime(text string) (Time, bool) {
	m := timePattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[1]) // digits, by the pattern
	minutes := 0
	if m[2] != "" {
		minutes, _ = strconv.Atoi(m[2])
	}
	t := Time(hours*60 + minutes)
	return t, minutes < 60 && t <= 24*60
}

// Span is a time of a day from and to; To is later than From.
type Span struct {
	From Time `json:"from"`
	To   Time `json:"to"`
}

// String is 09:00–12:30.
func (s Span) String() string { return s.From.String() + "–" + s.To.String() }

// between are what people write between two times.
var between = regexp.MustCompile(`\s*(?:–|—|-|bis|to)\s*`)

// ParseSpans reads the times of a weekday as people write them: "9–12, 13:30–17", the earliest first. Nothing is no time.
// Not ok: something cannot be read, ends before it begins, or two overlap.
func ParseSpans(text string) (spans []Span, ok bool) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		ends := between.Split(strings.TrimSpace(part), -1)
		if len(ends) != 2 {
			return nil, false
		}
		from, fine := ParseTime(ends[0])
		to, also := ParseTime(ends[1])
		if !fine || !also || from >= to {
			return nil, false
		}
		spans = append(spans, Span{from, to})
	}
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(spans); i++ {
		if spans[i].From < spans[i-1].To {
			return nil, false
		}
	}
	return spans, true
}

// WriteSpans is the text that ParseSpans reads.
func WriteSpans(spans []Span) string {
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = s.String()
	}
	return strings.Join(words, ", ")
}
