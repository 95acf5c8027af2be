package office

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// listView is what the page of a list shows.
type listView struct {
	counselling.Page
	query       counselling.Query
	filters     *web.Form
	centres     []ui.Option               // to choose from; none for a reader with one centre
	siteNames   map[string]string         // of the centres, where several stand in the list
	people      map[person.Subject]string // who the cases are about
	staff       []ui.Option               // the counsellors, by account; none for a reader who does not record
	staffNames  map[string]string
	views       []ui.NavItem
	mayRecord   bool            // somewhere
	records     map[string]bool // centres for which the reader records
	picked      bool            // every case of the page is chosen
	first, next string          // addresses of other pages; empty: none
	others      []ui.NavItem    // lists of other rooms
}

// list is the query's list.
func (v listView) list() counselling.List {
	if v.query.List == "" {
		return counselling.All
	}
	return v.query.List
}

// filtered says that the list shows less than it could.
func (v listView) filtered() bool { return v.query.Filter != (counselling.Filter{}) }

// listRoutes are the addresses of the work lists and of what belongs to them.
func (o *office) listRoutes() []web.Route {
	read, record := counselling.ActionRead, counselling.ActionRecord
	return []web.Route{
		{Pattern: "GET /cases", Action: read, Handler: o.list},
		{Pattern: "GET /cases/export", Action: read, Handler: o.export},
		{Pattern: "GET /cases/overview", Action: read, Handler: o.overview},
		{Pattern: "GET /cases/together", Action: record, Handler: o.togetherForm},
		{Pattern: "POST /cases/together", Action: record, Handler: o.doTogether},
		{Pattern: "GET /views", Action: read, Handler: o.viewsPage},
		{Pattern: "POST /views", Action: read, Handler: o.saveView},
		{Pattern: "POST /views/delete", Action: read, Handler: o.deleteView},
		{Pattern: "GET /calendar", Action: record, Handler: o.calendarPage},
		{Pattern: "POST /calendar", Action: record, Handler: o.changeCalendar},
		{Pattern: "GET /calendar/{file}", Action: authz.Public, Handler: o.feed},
	}
}

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	p, filters := web.P(r), web.ReadQuery(r)
	q, err := o.readQuery(r, filters)
	if err != nil {
		return err
	}
	v, status := listView{query: q, filters: filters, picked: filters.Get("pick") == "page"}, http.StatusOK
	if filters.OK() {
		v.Page, err = o.cases.List(r.Context(), q)
	} else {
		status = http.StatusBadRequest
		v.Centres, err = o.cases.Centres(r.Context())
	}
	if err == nil {
		err = o.name(r, &v)
	}
	if err == nil && o.tabs != nil {
		v.others, err = o.tabs(r)
	}
	if err != nil {
		return err
	}
	if q.After != (counselling.Cursor{}) {
		v.first = web.With(r, "after", "", "pick", "")
	}
	if v.Next != (counselling.Cursor{}) {
		v.next = web.With(r, "after", cursorText(v.Next), "pick", "")
	}
	return web.Render(w, r, status, v.view(web.Page(r, listTitle(p, v.list()))))
}

// listTitle is what a list is called.
func listTitle(p *i18n.Printer, l counselling.List) string {
	if l == "" || l == counselling.All {
		return p.T("counselling.list.title")
	}
	return p.T("worklist.title." + string(l))
}

// listURL is the address of the first page of a list.
func listURL(q counselling.Query) string {
	if values := listValues(q); len(values) > 0 {
		return "/cases?" + values.Encode()
	}
	return "/cases"
}

// listValues are a list and its filters as the address has them: codes and ids, so that they name nobody.
func listValues(q counselling.Query) url.Values {
	f, values := q.Filter, url.Values{}
	list := string(q.List)
	if q.List == counselling.All {
		list = ""
	}
	for name, value := range map[string]string{
		"list": list, "site": q.Site, "country": f.Country, "reference_occupation": f.Occupation, "sex": f.Sex, "nationality": f.Nationality,
		"counsellor_id": f.Counsellor, "light": f.Light, "code": f.Code, "gap": f.Gap, "from": dayText(f.From), "to": dayText(f.To),
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

// dayText is a bound of a period as the address has it; empty where it is open.
func dayText(d clock.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func cursorText(c counselling.Cursor) string { return strconv.FormatInt(c.Key, 10) + "~" + c.CaseID }

// cursorOf reads the end of the page before, as the address has it: KEY~ID.
func cursorOf(after string) (counselling.Cursor, error) {
	if after == "" {
		return counselling.Cursor{}, nil
	}
	key, id, _ := strings.Cut(after, "~")
	n, err := strconv.ParseInt(key, 10, 64)
	if err != nil || record.CheckID(id) != nil || id == "" {
		return counselling.Cursor{}, errs.New(errs.Invalid, "error.bad_request")
	}
	return counselling.Cursor{Key: n, CaseID: id}, nil
}

// tabs lead to the other lists with the same filters. Who records nowhere is in charge of no case.
func (v listView) tabs(p *i18n.Printer) []ui.NavItem {
	var tabs []ui.NavItem
	for _, l := range counselling.Lists {
		current := l == v.list()
		if l.Own() && !v.mayRecord && !current {
			continue
		}
		q := v.query
		q.List, q.After = l, counselling.Cursor{}
		label := p.T("worklist.tab." + string(l))
		if v.Lengths != nil {
			label += " (" + p.Number(v.Lengths[l]) + ")"
		}
		tabs = append(tabs, ui.NavItem{Label: label, URL: listURL(q), Current: current})
	}
	return append(tabs, v.others...)
}

// name says what centres and counsellors are called, and who the cases are about.
func (o *office) name(r *http.Request, v *listView) (err error) {
	v.records = make(map[string]bool, len(v.Centres))
	for _, c := range v.Centres {
		v.records[c.ID] = c.MayRecord
		v.mayRecord = v.mayRecord || c.MayRecord
	}
	if v.people, err = o.cases.Names(r.Context(), v.Cases); err != nil {
		return err
	}
	if err = o.nameStaff(r, v); err != nil || len(v.Centres) < 2 {
		return err
	}
	v.centres, err = o.centreOptions(r, v.Centres)
	if v.query.Site != "" { // a column would say the same in every row
		return err
	}
	v.siteNames = make(map[string]string, len(v.centres))
	for _, c := range v.centres {
		v.siteNames[c.Value] = c.Label
	}
	return err
}

// nameStaff says who can be in charge of the cases shown, and what the reader called their views.
func (o *office) nameStaff(r *http.Request, v *listView) error {
	if !v.mayRecord || v.Choose {
		return nil
	}
	if !v.list().Own() { // of one's own cases it is known who is in charge
		var err error
		if v.staffNames, err = o.staffNames(r, v.Centres, v.query.Site); err != nil {
			return err
		}
		for id, name := range v.staffNames {
			v.staff = append(v.staff, ui.Option{Value: id, Label: name})
		}
		i18n.SortBy(web.P(r), v.staff, func(o ui.Option) string { return o.Label })
	}
	views, err := o.cases.Views(r.Context())
	i18n.SortBy(web.P(r), views, func(view counselling.View) string { return view.Name })
	here := listValues(v.query).Encode()
	for _, view := range views {
		v.views = append(v.views, ui.NavItem{Label: view.Name, URL: "/cases?" + view.Query, Current: view.Query == here})
	}
	return err
}

// noStaff says that nobody's name is known here.
func (v listView) noStaff() bool { return len(v.staff) == 0 }

// shows says whether some case of the page can be chosen.
func (v listView) picks() bool {
	return slices.ContainsFunc(v.Cases, func(c counselling.Summary) bool { return v.records[c.Site] })
}
