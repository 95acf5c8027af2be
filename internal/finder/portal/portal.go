// Package portal leads from what somebody learned, where, and where they will work to the answer: one question a page, all of
// it in the address, in the reader's language with the German terms beside.
package portal

import (
	"net/url"
	"strings"

	"openiq/internal/finder"
	"openiq/internal/occupation"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
)

// Needs are what these pages stand on.
type Needs struct {
	Finder      *finder.Service
	Occupations *occupation.Service
	Words       *i18n.Bundle // of the portal, for the German beside another language
	Clock       clock.Clock
}

type portal struct {
	finder      *finder.Service
	occupations *occupation.Service
	german      *i18n.Printer
	salt        string // of the keys of codes, so that nothing stored tells of an address
	codes, pdfs *web.Limiter
	printing    busy
}

// One address takes ten codes at once and one more each minute, and three PDF files at once and one more each half minute.
var (
	codeRate = web.Rate{PerSecond: 1.0 / 60, Burst: 10}
	pdfRate  = web.Rate{PerSecond: 1.0 / 30, Burst: 3}
)

// The addresses of this room, without the language.
const (
	learnedURL = "/finder"
	whereURL   = "/finder/where"
	placeURL   = "/finder/place"
	answerURL  = "/finder/answer"
	printURL   = "/finder/answer/print"
	pdfURL     = "/finder/answer.pdf"
	codeURL    = "/finder/code"
)

// Routes are this room's public addresses, without the language before them.
func Routes(n Needs) []web.Route {
	o := &portal{finder: n.Finder, occupations: n.Occupations, german: n.Words.Printer(i18n.Source), salt: ident.Token(),
		codes: web.NewLimiter(codeRate, n.Clock), pdfs: web.NewLimiter(pdfRate, n.Clock)}
	return []web.Route{
		{Pattern: "GET " + learnedURL, Action: authz.Public, Handler: o.learned, Shared: true},
		{Pattern: "GET " + whereURL, Action: authz.Public, Handler: o.where, Shared: true, Hidden: true},
		{Pattern: "GET " + placeURL, Action: authz.Public, Handler: o.place, Shared: true, Hidden: true},
		{Pattern: "GET " + answerURL, Action: authz.Public, Handler: o.answer, Shared: true, Hidden: true},
		{Pattern: "GET " + printURL, Action: authz.Public, Handler: o.print, Shared: true, Hidden: true},
		{Pattern: "GET " + pdfURL, Action: authz.Public, Handler: o.pdf},
		{Pattern: "POST " + codeURL, Action: authz.Public, Handler: o.code},
	}
}

// kept are the fields that go from page to page, in the order of the questions. What was answered on a later page is kept
// when somebody goes back.
var kept = []string{"occupation", "country", "resettler", "place", "district", "state", "abroad", "on"}

// asked is what somebody has answered so far.
type asked struct{ *web.Form }

// values are the answers as an address has them, without those that the next page asks anew.
func (a asked) values(without ...string) url.Values {
	all := url.Values{}
	for _, name := range kept {
		if value := a.Get(name); value != "" {
			all.Set(name, value)
		}
	}
	for _, name := range without {
		all.Del(name)
	}
	return all
}

// address is a page with the answers so far; changes are names and values in turn, an empty value takes an answer back.
func (a asked) address(p *i18n.Printer, page string, changes ...string) string {
	all := a.values()
	for i := 0; i+1 < len(changes); i += 2 {
		all.Del(changes[i])
		if changes[i+1] != "" {
			all.Set(changes[i], changes[i+1])
		}
	}
	if len(all) == 0 {
		return p.Local(page)
	}
	return p.Local(page) + "?" + all.Encode()
}

// question is what was asked. A day that is none counts as today; dayWrong says so.
func (a asked) question() (q finder.Question, dayWrong bool) {
	q = finder.Question{Occupation: a.Get("occupation"), Country: a.Get("country"), Resettler: a.Get("resettler") == "true", Place: a.Get("place"),
		District: a.Get("district"), State: a.Get("state"), Abroad: a.Get("abroad") == "true", On: clock.NoDay}
	if typed := a.Get("on"); typed != "" {
		day, err := clock.ParseDay(typed)
		if err != nil {
			return q, true
		}
		q.On = day
	}
	return q, false
}

// base is the language of a tag without its kind: plain German has the titles of German.
func base(lang string) string {
	tag, _, _ := strings.Cut(lang, "-")
	return tag
}
