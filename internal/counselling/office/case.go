package office

import (
	"net/http"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// caseView is what the page of a case shows.
type caseView struct {
	*counselling.Detail
	structure *programme.Directory
	Shown
}

func (o *office) show(w http.ResponseWriter, r *http.Request) error {
	d, err := o.cases.Get(r.Context(), r.PathValue("id"))
	if err == nil {
		err = o.cases.Reveal(r.Context(), d.Held)
	}
	if err != nil {
		return err
	}
	more, err := o.shown(r, d)
	if err != nil {
		return err
	}
	p := web.P(r)
	page := web.Page(r, p.T("counselling.case", "Code", d.Row.ID))
	page.Crumbs = []ui.NavItem{listCrumb(p)}
	return web.Render(w, r, http.StatusOK, caseView{d, d.Structure, more}.view(page))
}

// timeline is everything that happened, the newest first.
func (v caseView) timeline(p *i18n.Printer) []Event {
	events := slices.Clone(v.Events)
	for _, c := range v.Contacts {
		events = append(events, Event{On: c.HeldOn, At: c.Recorded, ID: c.ID, Body: v.contact(p, c)})
	}
	newestFirst(events)
	return events
}

// url is an address below the case.
func (v caseView) url(more ...string) string { return caseURL(v.Row.ID, more...) }

func (v caseView) siteName(id string) string { return v.structure.Name(programme.KindSite, id) }

// facts are rows of name and value in the order of the questions; what is not filled in says so.
func facts(p *i18n.Printer, t *record.Type, row *record.Row, questions []question) []ui.Row {
	stored := cells(t, row)
	var rows []ui.Row
	for _, q := range questions {
		rows = append(rows, ui.Row{Label: label(p, q.field()), Value: answer(p, q, stored[q.column])})
	}
	return rows
}

// gap is something missing, with the address of the field where it can be filled in.
type gap struct{ label, url string }

func (v caseView) gaps(p *i18n.Printer) []gap {
	var gaps []gap
	for _, g := range v.Gaps() {
		gaps = append(gaps, gap{v.gapLabel(p, g), v.gapURL(g)})
	}
	return gaps
}

func (v caseView) gapLabel(p *i18n.Printer, g counselling.Gap) string {
	switch {
	case g.Type == counselling.Contacts && g.Column == "":
		return p.T("column.contact")
	case g.Type == counselling.Qualifications && g.Column == "":
		return p.T("column.qualification")
	case g.Type == counselling.Contacts:
		return p.T("column.contents")
	case g.Type == counselling.Qualifications && len(v.Qualifications) > 1:
		return p.T("counselling.gap.qualification", "Nth", g.Nth, "Label", label(p, g.Column))
	}
	return label(p, g.Column)
}

func (v caseView) gapURL(g counselling.Gap) string {
	field := "#f-" + g.Column
	switch {
	case g.Type == counselling.Cases:
		return v.url("edit") + field
	case g.Type == counselling.Contacts && g.ID == "":
		return v.url("contacts", "new")
	case g.Type == counselling.Contacts:
		return v.url("contacts", g.ID, "edit") + field
	case g.ID == "":
		return v.url("qualifications", "new")
	}
	return v.url("qualifications", g.ID, "edit") + field
}
