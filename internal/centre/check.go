package centre

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"openiq/internal/codelist"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

const (
	maxLine   = 120  // characters of a line
	maxNote   = 500  // characters of the note
	mostStops = 60   // of a centre
	maxSpan   = 1100 // days that a stop may repeat: three years
)

// The faults of a field.
const (
	errRequired = "error.required"
	errChoice   = "error.code"
	errTooLong  = "error.too_long"
	errDate     = "error.date"
)

var (
	// phonePattern is a telephone number as it is written in Germany: digits in groups, with the country's or a leading nought.
	phonePattern    = regexp.MustCompile(`^(\+|0)[0-9][0-9 ()/-]{4,30}[0-9]$`)
	postcodePattern = regexp.MustCompile(`^[0-9]{5}$`)
)

// check says what is wrong with what is told beside the stops, field by field; nil when nothing is.
func (t *Told) check() error {
	var wrong errs.Fields
	for _, f := range []struct {
		name, text string
		most       int
	}{{"street", t.Street, maxLine}, {"hours_note", t.HoursNote, maxLine}, {"note", t.Note, maxNote}, {"web", t.Web, maxLine * 2}, {"email", t.Email, maxLine}} {
		if utf8.RuneCountInString(f.text) > f.most {
			wrong.Add(f.name, errTooLong, "Max", f.most)
		}
	}
	if t.Phone != "" && !phonePattern.MatchString(t.Phone) {
		wrong.Add("phone", "centre.error.phone")
	}
	if t.Email != "" && !isEmail(t.Email) {
		wrong.Add("email", "centre.error.email")
	}
	if t.Web != "" && !isPage(t.Web) {
		wrong.Add("web", "centre.error.web")
	}
	if t.Access != "" && !slices.Contains(Accesses, t.Access) {
		wrong.Add("access", errChoice)
	}
	if slices.ContainsFunc(t.Forms, func(f Form) bool { return !slices.Contains(Forms, f) }) {
		wrong.Add("forms", errChoice)
	}
	languages := codelist.Codes("language")
	if slices.ContainsFunc(t.Languages, func(tag string) bool { return !slices.Contains(languages, tag) }) {
		wrong.Add("languages", errChoice)
	}
	for _, o := range t.Hours {
		if !slices.Contains(Weekdays, o.Weekday) || o.From >= o.To || o.From < 0 || o.To > 24*60 {
			wrong.Add("hours", "centre.error.hours")
			break
		}
	}
	return wrong.Err()
}

// isEmail accepts an address alone, without a name.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && strings.Contains(text[strings.LastIndexByte(text, '@')+1:], ".")
}

// isPage accepts pages of the web that are safe to go to.
func isPage(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}

// check says what is wrong with a stop, field by field; nil when nothing is.
func (s *Stop) check(today clock.Day) error {
	var wrong errs.Fields
	for _, f := range []struct{ name, text string }{{"street", s.Street}, {"place", s.Place}} {
		if utf8.RuneCountInString(f.text) > maxLine {
			wrong.Add(f.name, errTooLong, "Max", maxLine)
		}
	}
	if s.Place == "" {
		wrong.Add("place", errRequired)
	}
	if !postcodePattern.MatchString(s.Postcode) {
		wrong.Add("postcode", "centre.error.postcode")
	}
	if s.On < today-maxSpan || s.On > today+maxSpan {
		wrong.Add("on", errDate)
	}
	if s.From < 0 || s.From >= s.To || s.To > 24*60 {
		wrong.Add("to", "centre.error.ends_before")
	}
	switch {
	case !slices.Contains(Repeats, s.Repeat):
		wrong.Add("repeat", errChoice)
	case s.Repeat == Once:
	case s.Until == 0:
		wrong.Add("until", errRequired)
	case s.Until < s.On || s.Until > s.On+maxSpan:
		wrong.Add("until", "centre.error.until")
	}
	return wrong.Err()
}

// checkAll holds everything that is told against its rules.
func (t *Told) checkAll(today clock.Day) error {
	if err := t.check(); err != nil {
		return err
	}
	for i := range t.Stops {
		if err := t.Stops[i].check(today); err != nil {
			return err
		}
	}
	return nil
}
