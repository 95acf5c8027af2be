package office

import (
	"net/http"
	"slices"
	"strings"

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

// facts are rows of name and value in the order of the questions. What everybody is asked says so when it is not filled in;
// the rest is left out then.
func (v caseView) facts(p *i18n.Printer, t *record.Type, row *record.Row, always, sometimes []question) []ui.Row {
	stored := withTexts(cells(t, row), v.Detail, t, row.ID)
	on := recordedOn(v.Detail, v.structure.Today())
	var rows []ui.Row
	for _, q := range slices.Concat(always, sometimes) {
		cell := stored[q.column]
		if cell == "" && !slices.ContainsFunc(always, func(a question) bool { return a.column == q.column }) {
			continue
		}
		rows = append(rows, ui.Row{Label: label(p, q.field()), Part: typedText(answer(p, q, cell, on), q.text)})
	}
	return rows
}

// howHeld says in a line how long a conversation was, where, and in which language.
func (v caseView) howHeld(p *i18n.Printer, c counselling.Contact) string {
	var words []string
	if c.Minutes > 0 {
		words = append(words, p.N("counselling.minutes", int(c.Minutes)))
	}
	if c.Site != "" {
		words = append(words, v.siteName(c.Site))
	}
	for _, tag := range strings.Fields(c.Language) {
		words = append(words, p.Language(tag))
	}
	if c.WithHelp == "true" {
		words = append(words, p.T("column.interpreter"))
	}
	return strings.Join(words, " · ")
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
