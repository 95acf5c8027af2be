package office

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/chart"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/web/ui"
)

// areaPart is a network's or a project's quarter, or the nation's round.
type areaPart struct {
	Title, Period string
	Empty         bool // nothing was recorded in all the time looked at
	Figures       []ui.Figure
	Trends        []trend
	Map           templ.Component // nil: none
	Lands         []report.Fact   // the numbers of the map
	Table         comparison
	At            clock.Instant
}

// comparison is a table of networks or of centres.
type comparison struct {
	Title, First string
	Rows         []comparedPlace
}

// comparedPlace is a row of it, in words.
type comparedPlace struct {
	Name, URL                          string
	Contacts, NewCases, Waiting        string
	WaitingURL, Wait, Complete, Mobile string
}

// area puts the numbers of an area into words.
func (s *startPage) area(a area, data *areaData) areaPart {
	p := areaPart{Title: s.nameOf(a), At: data.at}
	p.Empty = len(data.places) == 0
	for _, id := range keyOfQuarter {
		p.Empty = p.Empty && len(data.months[id]) == 0
	}
	if a.Kind == authz.Nation && data.round != nil {
		s.ofRound(&p, data)
	} else {
		s.ofQuarter(&p, a, data)
	}
	for _, id := range []string{recognition, jobTraining} {
		p.Trends = append(p.Trends, s.longTrend(string(a.Kind)+"-"+a.ID+"-"+id, id, data))
	}
	p.Table = s.comparison(a, data)
	return p
}

func (s *startPage) nameOf(a area) string {
	if a.Kind == authz.Nation {
		return s.P.T("start.nation")
	}
	return s.Code(string(a.Kind), a.ID)
}

// ofQuarter are the key figures of the quarter that runs, against the one before.
func (s *startPage) ofQuarter(p *areaPart, a area, data *areaData) {
	from, to := quarterStart(s.today()), s.today()
	p.Period = s.P.T("start.quarter", "Quarter", s.Code("quarter", quarterOf(to)), "Day", to)
	before := quarterOf(quarterBefore(to, 1))
	for _, id := range keyOfQuarter {
		n := byQuarter(data.months[id])
		note := s.P.T("start.quarter_before", "Quarter", s.Code("quarter", before), "Number", n[before])
		p.Figures = append(p.Figures, s.tile(id, n[quarterOf(to)], note, s.asked(id, a.of(), from, to, "")))
	}
}

// ofRound are the key figures of the round, and the map.
func (s *startPage) ofRound(p *areaPart, data *areaData) {
	from, to := data.round.Span.From, s.today()
	p.Period = s.P.T("start.round", "Round", data.round.Name, "From", from, "Day", to)
	for _, id := range keyOfRound {
		p.Figures = append(p.Figures, s.tile(id, data.ofRound[id], "", s.asked(id, nil, from, to, "")))
	}
	outlines, err := germany()
	if err != nil || len(data.byState) == 0 {
		return // the assets are not built, or there is nothing to show
	}
	top := slices.MaxFunc(data.byState, func(a, b indicator.Row) int { return cmp.Compare(a.Value, b.Value) })
	caption := chart.Caption{ID: "lands", Title: s.P.T("figures.by", "What", s.Label(contacts), "By", s.P.T("dimension.state")),
		Desc: s.P.T("start.desc.map", "Most", s.Code("state", top.Codes[0]), "Value", top.Value), RTL: s.rtl}
	p.Map = stateMap(s.Words, caption, "contacts", data.byState, outlines)
	for _, r := range inOrder("state", data.byState) {
		p.Lands = append(p.Lands, report.Fact{Name: s.Code("state", r.Codes[0]), Text: s.Number(r.Value)})
	}
}

// comparison puts an area's places into rows.
func (s *startPage) comparison(a area, data *areaData) comparison {
	from, to := quarterStart(s.today()), s.today()
	c := comparison{Title: s.P.T("start.table."+a.by(), "Quarter", s.Code("quarter", quarterOf(to))), First: s.P.T("dimension." + a.by())}
	for _, p := range data.places {
		of := []indicator.Condition{{Dimension: a.by(), Value: p.ID}}
		row := comparedPlace{Name: s.Code(a.by(), p.ID), URL: s.asked(contacts, of, from, to, "form"), Contacts: s.Number(p.contacts),
			NewCases: s.Number(p.newCases), Waiting: s.P.Number(p.Load.Waiting), Wait: "–", Complete: "–", Mobile: "–"}
		if p.Load.Waiting > 0 && a.by() == "site" && s.actor.MayAt(account.CaseRead, s.structure.PlaceOfSite(p.ID)) {
			row.WaitingURL = address("/cases", url.Values{"list": {string(counselling.Waiting)}, "site": {p.ID}})
		}
		if median, some := p.Waits.Median(); some {
			row.Wait = s.decimal(median)
		}
		if share, some := p.Complete(); some {
			row.Complete = s.P.Percent(share)
		}
		if share, some := mobile(p.forms); some {
			row.Mobile = s.P.Percent(share)
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}
