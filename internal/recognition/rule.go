package recognition

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"
	"strings"

	"openiq/internal/platform/clock"
)

// Who has to do what is due.
type Who string

// Those who have to.
const (
	Authority Who = "authority" // the competent authority, or a court's or the ZAB's office
	Person    Who = "person"    // the person seeking recognition
	Centre    Who = "centre"    // the counselling centre, which wants to know how it went on
	Employer  Who = "employer"  // who wants to employ the person, in the accelerated procedure
)

// Rule is a deadline of deadlines.json. Of the rules with the same What the first one counts that fits to the procedure and
// that something started.
type Rule struct {
	ID   string `json:"id"`
	What string `json:"what"` // what is due; faces have words for it
	Who  Who    `json:"who"`

	// The procedures to which it applies; what is left out does not matter.
	Kinds       []string `json:"kinds"`
	Accelerated *bool    `json:"accelerated"`
	OriginEU    *bool    `json:"origin_eu"`
	Regulated   *bool    `json:"regulated"`
	Granted     *bool    `json:"granted"`
	AppliedFrom day      `json:"applied_from"` // first day of application
	AppliedTo   day      `json:"applied_to"`   // last one

	Starts []pattern `json:"starts"` // steps that must all have happened: the last of them starts the period
	Ends   []pattern `json:"ends"`   // steps of which one ends it
	Last   bool      `json:"last"`   // the last step of its pattern counts, not the first
	Notice bool      `json:"notice"` // it starts on the day on which the decision was notified
	Until  bool      `json:"until"`  // it ends on the day set in the starting step

	Length        Period `json:"length"`
	Suspended     bool   `json:"suspended"`      // it stands still while documents are asked for and skills are analysed
	Extension     string `json:"extension"`      // "once": it can be extended one time; empty: not at all
	ExtensionMost Period `json:"extension_most"` // the longest extension; empty: whatever is reasonable
	Lapses        bool   `json:"lapses"`         // what was not done in time cannot be done any more
	After         string `json:"after"`          // What of the deadline on whose due day it follows, with Margin; Length holds where that is not known
	Margin        Period `json:"margin"`
	Usual         bool   `json:"usual"` // the length is what is usual, no law

	Law    string `json:"law"` // as it is cited in German
	Source string `json:"source"`
}

// pattern names a step: "kind", "kind:result" or "kind:compensation", several with "|" between them.
type pattern string

func (p pattern) matches(s Step) bool {
	for one := range strings.SplitSeq(string(p), "|") {
		kind, detail, detailed := strings.Cut(one, ":")
		if s.Kind == kind && (!detailed || s.Result == detail || s.Compensation == detail) {
			return true
		}
	}
	return false
}

// day is a day in a file of rules; 0 where it is left out.
type day clock.Day

// UnmarshalText reads YYYY-MM-DD.
func (d *day) UnmarshalText(text []byte) error {
	parsed, err := clock.ParseDay(string(text))
	*d = day(parsed)
	return err
}

// String is YYYY-MM-DD, or nothing for the open day.
func (d day) String() string {
	if d == 0 {
		return ""
	}
	return clock.Day(d).String()
}

// within says whether a day lies between two others, of which each may be open.
func within(d clock.Day, from, to day) bool {
	return (from == 0 || d >= clock.Day(from)) && (to == 0 || d <= clock.Day(to))
}

//go:embed deadlines.json
var deadlinesFile []byte

var rules = parse[Rule](deadlinesFile, "deadlines.json")

// Rules are all deadlines in the order of the file.
func Rules() []Rule { return slices.Clone(rules) }

// Lapsing are the things that cannot be done any more once their day is over.
func Lapsing() []string {
	var out []string
	for _, r := range rules {
		if r.Lapses && !slices.Contains(out, r.What) {
			out = append(out, r.What)
		}
	}
	return out
}

// Digest stands for all rules as they are: due days that were computed by others must be computed anew.
func Digest() string {
	h := sha256.New()
	for _, file := range [][]byte{stepsFile, deadlinesFile, []byte(edition)} {
		h.Write(file)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// edition changes whenever the engine or the holidays change.
const edition = "1"

// Procedure is what the rules look at.
type Procedure struct {
	Kind        string
	State       string // the Land whose holidays count; empty: only those of the whole country
	Accelerated bool
	OriginEU    Answer // learned in the EU, the EEA or Switzerland
	Regulated   Answer
	Granted     bool // a recognition grant was promised
	Steps       []Step
}

// applied is the day of the application, as far as it is known; without one, another day.
func (p *Procedure) applied(otherwise clock.Day) clock.Day {
	for _, s := range p.Steps {
		if s.Kind == Applied {
			return s.On
		}
	}
	return otherwise
}

// fits says whether a rule applies to a procedure.
func (r *Rule) fits(p *Procedure, today clock.Day) bool {
	is := func(want *bool, got Answer) bool { return want == nil || got == answer(*want) }
	return (r.Kinds == nil || slices.Contains(r.Kinds, p.Kind)) &&
		is(r.Accelerated, answer(p.Accelerated)) && is(r.OriginEU, p.OriginEU) && is(r.Regulated, p.Regulated) &&
		is(r.Granted, answer(p.Granted)) && within(p.applied(today), r.AppliedFrom, r.AppliedTo)
}

func answer(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}
