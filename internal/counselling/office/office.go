package office

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// Structure hands out the structure of the network, for the names of the centres.
type Structure interface {
	Directory(ctx context.Context) (*programme.Directory, error)
}

// Occupations is the catalogue of reference occupations, as forms and filters ask it.
type Occupations interface {
	// Title is the title of an occupation in a language; ok is false where the catalogue has no such code.
	Title(lang, code string) (title string, ok bool)
	// Meant are the codes that a text in any language may mean, the best first; sure says that it is one and no other.
	Meant(text, lang string) (codes []string, sure bool)
}

// Needs are what the pages of case work stand on.
type Needs struct {
	Cases     *counselling.Service
	Structure Structure
	Drafts    web.Drafts
	Accounts  Accounts // for calendars, and who did what
	Parts     []Part   // what other rooms add to the page of a case

	Occupations Occupations
	Prefills    []Prefill
	Tabs        func(r *http.Request) ([]ui.NavItem, error)      // lists of other rooms beside those of cases; nil: none
	Opened      func(ctx context.Context, form url.Values) error // hears of the form of a case that was opened; nil: nobody
}

// Prefill tells with what the form of a new case begins, by field, for an address that leads to it from elsewhere, as
// /cases/new?finder=CODE does; nothing for others. What cannot be found is nothing, too: the form is shown without it.
type Prefill func(r *http.Request) (url.Values, error)

type office struct {
	cases     *counselling.Service
	structure Structure
	drafts    web.Drafts
	accounts  Accounts
	parts     []Part
	catalogue Occupations
	prefills  []Prefill
	tabs      func(r *http.Request) ([]ui.NavItem, error)
	opened    func(ctx context.Context, form url.Values) error
}

// Routes are this room's addresses with what each needs.
func Routes(n Needs) []web.Route {
	o := &office{n.Cases, n.Structure, n.Drafts, n.Accounts, n.Parts, n.Occupations, n.Prefills, n.Tabs, n.Opened}
	o.parts = append([]Part{o.onCase}, n.Parts...)
	show := web.Route{Pattern: "GET /cases/{id}", Action: counselling.ActionRead, Handler: o.show}
	return slices.Concat([]web.Route{show}, o.listRoutes(), o.writingRoutes(), o.personalRoutes(), o.lifeRoutes())
}

// caseURL is the address of a case, with more parts behind it; each is escaped.
func caseURL(id string, more ...string) string {
	address := "/cases/" + url.PathEscape(id)
	for _, part := range more {
		address += "/" + url.PathEscape(part)
	}
	return address
}

// caseCrumbs lead from a form back to its case.
func caseCrumbs(p *i18n.Printer, id string) []ui.NavItem {
	return []ui.NavItem{listCrumb(p), {Label: p.T("counselling.case", "Code", id), URL: caseURL(id)}}
}

func listCrumb(p *i18n.Printer) ui.NavItem {
	return ui.NavItem{Label: p.T("counselling.list.title"), URL: "/cases"}
}
