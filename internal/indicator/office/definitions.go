package office

import (
	"net/http"
	"net/url"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

const definitionsPath = "/figures/definitions"

// definitionPath is the page that says what an indicator counts.
func definitionPath(id string) string { return definitionsPath + "/" + id }

// definitions lists what is counted, with the meaning of each figure.
func (o office) definitions(w http.ResponseWriter, r *http.Request) error {
	words, _, err := o.words(r.Context())
	if err != nil {
		return err
	}
	page := web.Page(r, words.P.T("definition.list"))
	page.Crumbs = []ui.NavItem{{Label: words.P.T("figures.title"), URL: "/figures"}}
	return web.Render(w, r, http.StatusOK, definitionsPage(page, words, grouped()))
}

// defined is a part of the network with its indicators.
type defined struct {
	Group string
	List  []indicator.Definition
}

func grouped() []defined {
	var groups []defined
	for _, d := range indicator.Definitions() {
		group := report.Group(d.ID)
		if n := len(groups); n == 0 || groups[n-1].Group != group {
			groups = append(groups, defined{Group: group})
		}
		last := &groups[len(groups)-1]
		last.List = append(last.List, d)
	}
	return groups
}

// definition says everything about one indicator: unit, population, conditions, and by what it can be broken down.
func (o office) definition(w http.ResponseWriter, r *http.Request) error {
	d, ok := indicator.Defined(r.PathValue("indicator"))
	if !ok {
		return errs.Missing()
	}
	words, structure, err := o.words(r.Context())
	if err != nil {
		return err
	}
	page := web.Page(r, words.Label(d.ID))
	page.Crumbs = []ui.NavItem{{Label: words.P.T("figures.title"), URL: "/figures"}, {Label: words.P.T("definition.list"), URL: definitionsPath}}
	v := url.Values{fieldIndicator: {d.ID}}
	if now := structure.RoundOn(structure.Today()); now != nil {
		v.Set(fieldRound, now.ID)
	}
	return web.Render(w, r, http.StatusOK, definitionPage(page, words, d, v))
}

// explained are the facts about an indicator as rows of a summary.
func explained(w report.Words, d *indicator.Definition) []ui.Row {
	var rows []ui.Row
	for _, f := range w.About(d)[1:] { // the name is the page's
		rows = append(rows, ui.Row{Label: f.Name, Value: f.Text})
	}
	return rows
}

// brokenDown is the question for an indicator by one dimension.
func brokenDown(v url.Values, dimension string) string {
	return address("/figures", url.Values{fieldIndicator: v[fieldIndicator], fieldRound: v[fieldRound], fieldsBy[0]: {dimension}})
}
