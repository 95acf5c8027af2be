package office

import (
	"net/http"
	"net/url"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

type office struct{ programme *programme.Service }

// Routes are the addresses of the structure. All staff may read them; where somebody may change something is the
// service's to check.
func Routes(s *programme.Service) []web.Route {
	o := &office{s}
	routes := []web.Route{
		{Pattern: "GET /network", Action: programme.ActionRead, Handler: o.overview},
		{Pattern: "GET /network/projects", Action: programme.ActionRead, Handler: o.projects},
		{Pattern: "GET /network/sites", Action: programme.ActionRead, Handler: o.sites},
		{Pattern: "GET /network/organisations", Action: programme.ActionRead, Handler: o.organisations},
		{Pattern: "GET /network/rounds", Action: programme.ActionRead, Handler: o.rounds},
		{Pattern: "GET /network/competence-centres", Action: programme.ActionRead, Handler: o.centres},
		{Pattern: "GET /network/networks/{id}/coordinator", Action: programme.ActionEdit, Handler: o.coordinatorForm},
		{Pattern: "POST /network/networks/{id}/coordinator", Action: programme.ActionEdit, Handler: o.changeCoordinator},
		{Pattern: "GET /network/networks/{id}/split", Action: programme.ActionEdit, Handler: o.splitForm},
		{Pattern: "POST /network/networks/{id}/split", Action: programme.ActionEdit, Handler: o.split},
		{Pattern: "GET /network/projects/{id}/transfer", Action: programme.ActionEdit, Handler: o.transferForm},
		{Pattern: "POST /network/projects/{id}/transfer", Action: programme.ActionEdit, Handler: o.transfer},
	}
	for _, k := range programme.Kinds {
		at := folder(k)
		routes = append(routes, web.Route{Pattern: "GET " + at + "/{id}/delete", Action: programme.ActionEdit, Handler: o.deleteForm(k)},
			web.Route{Pattern: "POST " + at + "/{id}/delete", Action: programme.ActionEdit, Handler: o.delete(k)})
		if k == programme.KindTransfer {
			continue // shown with its project
		}
		routes = append(routes, web.Route{Pattern: "GET " + at + "/{id}", Action: programme.ActionRead, Handler: o.show(k)},
			web.Route{Pattern: "GET " + at + "/new", Action: programme.ActionEdit, Handler: o.addForm(k)},
			web.Route{Pattern: "POST " + at + "/new", Action: programme.ActionEdit, Handler: o.save(k)},
			web.Route{Pattern: "GET " + at + "/{id}/edit", Action: programme.ActionEdit, Handler: o.editForm(k)},
			web.Route{Pattern: "POST " + at + "/{id}/edit", Action: programme.ActionEdit, Handler: o.save(k)})
	}
	return routes
}

// folders are where the records of a kind lie.
var folders = map[programme.Kind]string{
	programme.KindRound: "rounds", programme.KindPriorityArea: "priority-areas", programme.KindNetwork: "networks",
	programme.KindCompetenceCentre: "competence-centres", programme.KindOrganisation: "organisations",
	programme.KindProject: "projects", programme.KindTransfer: "transfers", programme.KindSite: "sites",
}

func folder(k programme.Kind) string { return "/network/" + folders[k] }

// address is the page of a record.
func address(k programme.Kind, id string) string { return folder(k) + "/" + url.PathEscape(id) }

// list is the page that lists the records of a kind.
func list(k programme.Kind) string {
	switch k {
	case programme.KindNetwork:
		return "/network"
	case programme.KindPriorityArea:
		return folder(programme.KindRound)
	case programme.KindTransfer:
		return folder(programme.KindProject) // shown with its project
	}
	return folder(k)
}

// tabs lead through the room.
var tabs = []struct{ label, url string }{
	{"programme.overview.tab", "/network"},
	{"programme.projects.title", "/network/projects"},
	{"programme.sites.title", "/network/sites"},
	{"programme.organisations.title", "/network/organisations"},
	{"programme.rounds.title", "/network/rounds"},
	{"programme.centres.title", "/network/competence-centres"},
}

// frame is a page of this room with its tabs.
type frame struct {
	page ui.Page
	tabs []ui.NavItem
}

func newFrame(r *http.Request, title string) frame {
	f := frame{page: web.Page(r, title)}
	for _, t := range tabs {
		f.tabs = append(f.tabs, ui.NavItem{Label: web.P(r).T(t.label), URL: t.url, Current: r.URL.Path == t.url})
	}
	return f
}

// inner is the page of one record or form below a list.
func inner(r *http.Request, k programme.Kind, title string, more ...ui.NavItem) ui.Page {
	page := web.Page(r, title)
	page.Crumbs = append([]ui.NavItem{{Label: web.P(r).T("programme.overview.title"), URL: "/network"}}, more...)
	if list(k) != "/network" {
		page.Crumbs = append(page.Crumbs[:1:1], append([]ui.NavItem{{Label: web.P(r).T(titleOfList(k)), URL: list(k)}}, more...)...)
	}
	return page
}

func titleOfList(k programme.Kind) string {
	for _, t := range tabs {
		if t.url == list(k) {
			return t.label
		}
	}
	return "programme.overview.title"
}

// dayIn reads the day "as on" from the address; today where there is none or it cannot be read, which the form shows.
func dayIn(f *web.Form, today clock.Day) clock.Day {
	d, err := parseDay(f.Get("on"))
	switch {
	case err != nil:
		f.Fault("on", "error.date")
		return today
	case d == clock.NoDay:
		return today
	}
	return d
}

// parseDay reads a day as browsers send it or as people write it in Germany; nothing is clock.NoDay.
func parseDay(s string) (clock.Day, error) {
	if s == "" {
		return clock.NoDay, nil
	}
	d, err := clock.ParseDay(isoDay(s))
	if err != nil {
		return clock.NoDay, errs.Wrap(err, errs.Invalid, "error.date")
	}
	return d, nil
}

// isoDay turns 1.10.2018 into 2018-10-01 and leaves all else as it is.
func isoDay(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(parts[0]) == 0 || len(parts[0]) > 2 || len(parts[1]) == 0 || len(parts[1]) > 2 || len(parts[2]) != 4 {
		return s
	}
	two := func(part string) string { return strings.Repeat("0", 2-len(part)) + part }
	return parts[2] + "-" + two(parts[1]) + "-" + two(parts[0])
}

// label names a column.
func label(p *i18n.Printer, column string) string {
	return p.T("column." + strings.TrimSuffix(column, "_id"))
}

// noun names a kind of record.
func noun(p *i18n.Printer, k programme.Kind) string { return p.T("programme.kind." + string(k)) }

// filtered is a list with one filter set.
func filtered(list, filter, value string) string {
	return list + "?" + url.Values{filter: {value}}.Encode()
}
