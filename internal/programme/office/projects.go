package office

import (
	"net/http"
	"slices"
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// pageSize is how many records a page of a list shows.
const pageSize = 50

// listing is a part of a list with what one needs to go on.
type listing[T any] struct {
	frame
	form        *web.Form
	d           *programme.Directory
	on          clock.Day // clock.NoDay: at any time
	rows        []*T
	total       int
	first, next string
	mayAdd      bool
}

// turn cuts a list to the page after a record. The record is looked up in the whole list, so that one that no longer
// fits the filters still marks its place; without it the list begins anew.
func (l *listing[T]) turn(r *http.Request, all, found []*T, id func(*T) string) {
	l.total = len(found)
	after := r.URL.Query().Get("after")
	rank := make(map[string]int, len(all))
	for i, x := range all {
		rank[id(x)] = i
	}
	if at, known := rank[after]; known {
		l.first = web.With(r, "after", "")
		found = slices.DeleteFunc(slices.Clone(found), func(x *T) bool { return rank[id(x)] <= at })
	}
	if len(found) > pageSize {
		found = found[:pageSize]
		l.next = web.With(r, "after", id(found[pageSize-1]))
	}
	l.rows = found
}

// anyDay reads the day of the filters; clock.NoDay is any.
func anyDay(f *web.Form) clock.Day {
	d, err := parseDay(f.Get("on"))
	if err != nil {
		f.Fault("on", "error.date")
	}
	return d
}

// has says whether a text contains what was searched for, without regard to case.
func has(search string, texts ...string) bool {
	search = strings.ToLower(search)
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(strings.ToLower(t), search) })
}

// fits says whether a value passes a filter; an empty filter lets everything through.
func fits(filter, value string) bool { return filter == "" || filter == value }

// standing is the day for which a project is shown where the filters name none: today or, out of its time, its nearest
// day.
func standing(d *programme.Directory, p *programme.Project, on clock.Day) clock.Day {
	if on != clock.NoDay {
		return on
	}
	return min(max(d.Today(), p.Span.From), p.Span.To)
}

func (o *office) projects(w http.ResponseWriter, r *http.Request) error {
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	f := web.ReadQuery(r)
	l := listing[programme.Project]{frame: newFrame(r, web.P(r).T("programme.projects.title")), form: f, d: d, on: anyDay(f),
		mayAdd: programme.MayAdd(r.Context(), programme.KindProject)}
	var found []*programme.Project
	for _, x := range d.Projects {
		if projectFits(d, x, f, l.on) {
			found = append(found, x)
		}
	}
	l.turn(r, d.Projects, found, func(x *programme.Project) string { return x.ID })
	return web.Render(w, r, http.StatusOK, projectsPage(l))
}

func projectFits(d *programme.Directory, x *programme.Project, f *web.Form, on clock.Day) bool {
	refugees := f.Get("for_refugees")
	return fits(f.Get("kind"), x.Kind) && fits(f.Get("round"), x.RoundID) && (on == clock.NoDay || x.Span.Contains(on)) &&
		fits(f.Get("network"), x.NetworkOn(standing(d, x, on))) && fits(f.Get("organisation"), x.OrganisationID) &&
		(refugees == "" || x.RefugeesFilled && x.ForRefugees == (refugees == "true")) &&
		has(f.Get("q"), x.Name, x.ID, d.Name(programme.KindOrganisation, x.OrganisationID))
}

// networkOptions are all networks, with their dates where they have ended: names come back after a split.
func networkOptions(p *i18n.Printer, d *programme.Directory) []ui.Option {
	var out []ui.Option
	for _, n := range d.Networks {
		label := n.Name
		if !n.Span.Contains(d.Today()) {
			label += " (" + span(p, n.Span) + ")"
		}
		out = append(out, ui.Option{Value: n.ID, Label: label})
	}
	return out
}

func roundOptions(d *programme.Directory) []ui.Option {
	var out []ui.Option
	for _, x := range d.Rounds {
		out = append(out, ui.Option{Value: x.ID, Label: x.Name})
	}
	return out
}

func yesNo(p *i18n.Printer) []ui.Option {
	return []ui.Option{{Value: "true", Label: p.T("ui.yes")}, {Value: "false", Label: p.T("ui.no")}}
}

func codes(p *i18n.Printer, column, list string) []ui.Option {
	return ui.CodeOptions(p, column, codelist.Codes(list))
}
