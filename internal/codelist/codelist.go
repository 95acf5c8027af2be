// Package codelist has the lists of codes that coded columns take, with the dates from and to which a code is offered.
//
// The lists are data (lists.json); their meaning and the words for them are in the locale. A record keeps the code it
// was given: validity decides only what a form offers for a day, because laws change and old cases do not
// (domain/practice.md 1.6). The sex entry "diverse", for example, is offered from 22 December 2018 (§ 22 (3) PStG).
package codelist

import (
	_ "embed"
	"encoding/json"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/record"
)

// Declined is the code for "no answer given" (keine Angabe), allowed in every optional coded column.
const Declined = record.Declined

// NotFilled is how figures name the empty cell. It is never stored.
const NotFilled = "not_filled"

// Code is one entry of a list.
type Code struct {
	Code      string `json:"code"`
	ValidFrom string `json:"valid_from,omitempty"` // first day on which it is offered; empty: always
	ValidTo   string `json:"valid_to,omitempty"`   // last day; empty: open
	Cites     []Cite `json:"cites,omitempty"`      // what the law calls it, by time
}

// Cite is the provision behind a code from a day to a day. Reforms give provisions new numbers and leave their meaning
// (domain/practice.md 1.6): a record keeps its code, and shows the number that was valid when it was made.
type Cite struct {
	From string `json:"from,omitempty"` // first day; empty: since ever
	To   string `json:"to,omitempty"`   // last day; empty: open
	Cite string `json:"cite"`           // as German authorities write it, in every language
}

//go:embed lists.json
var file []byte

var lists = parse(file)

func parse(data []byte) map[string][]Code {
	var lists map[string][]Code
	if err := json.Unmarshal(data, &lists); err != nil {
		panic("codelist: " + err.Error())
	}
	return lists
}

// Codes are all codes of a list in its order. An unknown list is a mistake of the program.
func Codes(list string) []string {
	entries, ok := lists[list]
	if !ok {
		panic("codelist: no list " + list)
	}
	codes := make([]string, len(entries))
	for i, e := range entries {
		codes[i] = e.Code
	}
	return codes
}

// CiteOn is the provision behind a code on a day; empty when there is none.
func CiteOn(list, code string, on clock.Day) string {
	for _, e := range lists[list] {
		if e.Code != code {
			continue
		}
		for _, c := range e.Cites {
			if within(c.From, c.To, on) {
				return c.Cite
			}
		}
	}
	return ""
}

// within says whether a day lies in a span of days as the lists write them.
func within(from, to string, on clock.Day) bool {
	day := on.String()
	return (from == "" || from <= day) && (to == "" || day <= to)
}

// Offered are the codes of a list that a form offers on a day.
func Offered(list string, on clock.Day) []string {
	var codes []string
	for _, e := range lists[list] {
		if within(e.ValidFrom, e.ValidTo, on) {
			codes = append(codes, e.Code)
		}
	}
	return codes
}

// Version is the lists as they are now, for what keeps them with a published figure.
func Version() json.RawMessage { return file }
