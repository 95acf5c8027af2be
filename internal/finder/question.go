package finder

import (
	"slices"
	"unicode/utf8"

	"openiq/internal/authority"
	"openiq/internal/codelist"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/recognition"
)

// Question is what somebody asks. There is nothing about the person in it.
type Question struct {
	Occupation string    `json:"occupation"`          // code of the reference occupation
	Country    string    `json:"country"`             // where it was learned, ISO 3166-1 alpha-2
	Resettler  bool      `json:"resettler,omitempty"` // came with the rights of § 10 BVFG
	Place      string    `json:"place,omitempty"`     // postcode or name of the place of the future work, as typed; empty: not known
	District   string    `json:"district,omitempty"`  // its district, where the place has several: official key, five digits
	State      string    `json:"state,omitempty"`     // the Land, code list state; empty: not known
	Abroad     bool      `json:"abroad,omitempty"`    // still lives abroad
	Lang       string    `json:"lang,omitempty"`      // in which language it was asked; the answer does not depend on it
	On         clock.Day `json:"-"`                   // the day of the application; NoDay: today
}

const (
	// Germany is the country in which nobody learned abroad.
	Germany = "DE"

	maxPlace = 100 // characters
	// mostAhead is how many days ahead an application can be planned: three years.
	mostAhead = 3 * 365
)

// countries are all countries, ISO 3166-1 alpha-2.
var countries = codelist.Codes("country")

// FirstDay is the first day for which there is an answer: since the law on recognition of 1 April 2012.
var FirstDay = clock.MustDay("2012-04-01")

// LastDay is the last day for which there is an answer, on a day.
func LastDay(today clock.Day) clock.Day { return today + mostAhead }

// check says what cannot be asked, except about the occupation and the place, which the service looks up.
func (q *Question) check(today clock.Day) errs.Fields {
	var wrong errs.Fields
	switch {
	case q.Country == "":
		wrong.Add("country", "error.required")
	case q.Country == Germany:
		wrong.Add("country", "finder.error.germany")
	case !slices.Contains(countries, q.Country):
		wrong.Add("country", "finder.error.country")
	}
	if utf8.RuneCountInString(q.Place) > maxPlace || !utf8.ValidString(q.Place) {
		wrong.Add("place", "finder.error.place")
	}
	if q.State != "" && !slices.Contains(authority.States, q.State) {
		wrong.Add("place", "finder.error.place")
	}
	if q.On < FirstDay || q.On > LastDay(today) {
		wrong.Add("on", "finder.error.on", "From", FirstDay, "To", LastDay(today))
	}
	return wrong
}

// origin is where the qualification was gained, as the law distinguishes.
func (q *Question) origin() recognition.Origin {
	switch {
	case recognition.FromEU(q.Country, q.On):
		return recognition.FromUnion
	case q.Resettler:
		return recognition.OfResettler
	}
	return recognition.FromThird
}
