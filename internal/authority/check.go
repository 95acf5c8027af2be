package authority

import (
	"net/url"
	"regexp"
	"slices"
	"unicode/utf8"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

var (
	idPattern       = regexp.MustCompile(`^[a-z0-9_-]{1,40}$`)
	postcodePattern = regexp.MustCompile(`^[0-9]{5}$`)
	districtPattern = regexp.MustCompile(`^[0-9]{5}$`)
)

const (
	maxText = 200 // characters
	maxNote = 400
	maxURL  = 500 // bytes
)

// The faults of a field.
const (
	errRequired = "error.required"
	errChoice   = "error.code"
	errTooLong  = "error.too_long"
)

// check says what is wrong with an authority, field by field; nil when nothing is.
func (a *Authority) check() error {
	var wrong errs.Fields
	if !idPattern.MatchString(a.ID) {
		wrong.Add("id", "authority.error.id")
	}
	checkText(&wrong, "name", a.Name, maxText, true)
	if !slices.Contains(Kinds, a.Kind) {
		wrong.Add("kind", errChoice)
	}
	checkStates(&wrong, a.States)
	checkText(&wrong, "street", a.Street, maxText, false)
	if a.Postcode != "" && !postcodePattern.MatchString(a.Postcode) {
		wrong.Add("postcode", "authority.error.postcode")
	}
	checkText(&wrong, "place", a.Place, maxText, false)
	checkText(&wrong, "phone", a.Phone, maxText, false)
	if a.Web != "" {
		checkURL(&wrong, "web", a.Web)
	}
	checkURL(&wrong, "source", a.Source)
	checkDay(&wrong, "checked_on", a.CheckedOn)
	checkText(&wrong, "note", a.Note, maxNote, false)
	return wrong.Err()
}

// check says what is wrong with a rule among the others of a table. isOccupation knows the codes of the catalogue.
func (r *Rule) check(t *Table, isOccupation func(code string) bool) error {
	var wrong errs.Fields
	if !idPattern.MatchString(r.ID) {
		wrong.Add("id", "authority.error.id")
	}
	if len(r.Groups)+len(r.Codes) == 0 {
		wrong.Add("groups", "authority.error.nothing")
	}
	if slices.ContainsFunc(r.Groups, func(group string) bool { return !slices.Contains(occupation.Groups, group) }) {
		wrong.Add("groups", errChoice)
	}
	if slices.ContainsFunc(r.Codes, func(code string) bool { return !isOccupation(code) }) {
		wrong.Add("codes", "authority.error.codes")
	}
	checkStates(&wrong, r.States)
	if r.Origin != "" && !slices.Contains(Origins, r.Origin) {
		wrong.Add("origin", errChoice)
	}
	switch {
	case r.Authority == "" && r.Certain:
		wrong.Add("certain", "authority.error.certain")
	case r.Authority != "" && r.Authority != ByDistrict && t.Authority(r.Authority) == nil:
		wrong.Add("authority", errChoice)
	}
	checkText(&wrong, "law", r.Law, maxText, true)
	checkURL(&wrong, "source", r.Source)
	checkDay(&wrong, "checked_on", r.CheckedOn)
	checkDay(&wrong, "valid_from", r.ValidFrom)
	checkDay(&wrong, "valid_to", r.ValidTo)
	if r.ValidFrom != "" && r.ValidTo != "" && r.ValidTo < r.ValidFrom {
		wrong.Add("valid_to", "authority.error.ends_before")
	}
	checkText(&wrong, "note", r.Note, maxNote, false)
	if len(wrong) == 0 {
		if other := t.rival(r); other != nil {
			wrong.Add("groups", "authority.error.rival", "Rule", other.ID)
		}
	}
	return wrong.Err()
}

func checkText(wrong *errs.Fields, name, text string, most int, required bool) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && required:
		wrong.Add(name, errRequired)
	case n > most:
		wrong.Add(name, errTooLong, "Max", most)
	}
}

func checkStates(wrong *errs.Fields, states []string) {
	if slices.ContainsFunc(states, func(state string) bool { return !slices.Contains(States, state) }) {
		wrong.Add("states", errChoice)
	}
}

// checkURL accepts addresses without TLS, too: some public bodies still publish there only.
func checkURL(wrong *errs.Fields, name, text string) {
	if text == "" {
		wrong.Add(name, errRequired)
		return
	}
	if u, err := url.Parse(text); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(text) > maxURL {
		wrong.Add(name, "authority.error.url")
	}
}

func checkDay(wrong *errs.Fields, name, text string) {
	if _, err := clock.ParseDay(text); text != "" && err != nil {
		wrong.Add(name, "error.date")
	}
}

// rival is another rule that answers the same question on the same day and is as specific, so that nobody could say which
// of both counts.
func (t *Table) rival(r *Rule) *Rule {
	for _, other := range t.rules {
		if other.ID != r.ID && (shared(r.Groups, other.Groups) || shared(r.Codes, other.Codes)) && r.Origin == other.Origin &&
			(len(r.States) == 0) == (len(other.States) == 0) && (len(r.States) == 0 || shared(r.States, other.States)) &&
			meets(r.ValidFrom, other.ValidTo) && meets(other.ValidFrom, r.ValidTo) {
			return other
		}
	}
	return nil
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// meets says whether what begins on a day does so before something ends; empty is open.
func meets(from, to string) bool { return from == "" || to == "" || from <= to }
