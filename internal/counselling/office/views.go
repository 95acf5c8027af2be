package office

import (
	"net/http"

	"openiq/internal/codelist"
	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// viewsView is the page of the lists that somebody saved.
type viewsView struct {
	*web.Form
	query counselling.Query // what can be saved; all cases without a filter is nothing worth it
	views []counselling.View

	siteName, staffName string // what the filters by centre and by counsellor mean
}

// saves says that the page was asked for from a list that can be saved.
func (v viewsView) saves() bool { return len(listValues(v.query)) > 0 }

func (o *office) viewsPage(w http.ResponseWriter, r *http.Request) error {
	f := web.ReadQuery(r)
	q, err := o.savable(r, f)
	if err != nil {
		return err
	}
	return o.showViews(w, r, http.StatusOK, viewsView{Form: f, query: q})
}

// savable is the list of a form, of which a view keeps codes only: no place in it, no number of a case.
func (o *office) savable(r *http.Request, f *web.Form) (counselling.Query, error) {
	q, err := o.readQuery(r, f)
	if err == nil {
		err = f.Err()
	}
	q.Filter.Code, q.After = "", counselling.Cursor{}
	return q, err
}

func (o *office) showViews(w http.ResponseWriter, r *http.Request, status int, v viewsView) (err error) {
	if v.views, err = o.cases.Views(r.Context()); err != nil {
		return err
	}
	p := web.P(r)
	if err = o.nameFilters(r, &v); err != nil {
		return err
	}
	i18n.SortBy(p, v.views, func(view counselling.View) string { return view.Name })
	page := web.Page(r, p.T("worklist.views"))
	page.Crumbs = []ui.NavItem{{Label: listTitle(p, v.query.List), URL: listURL(v.query)}}
	return web.Render(w, r, status, v.view(page))
}

// nameFilters says what is called what the address has by id.
func (o *office) nameFilters(r *http.Request, v *viewsView) error {
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return err
	}
	if v.query.Site != "" {
		v.siteName = d.Name(programme.KindSite, v.query.Site)
	}
	switch id := v.query.Filter.Counsellor; id {
	case "":
	case counselling.None:
		v.staffName = web.P(r).T("worklist.nobody")
	default:
		v.staffName = web.P(r).T("worklist.former")
		centres, err := o.cases.Centres(r.Context())
		if err != nil {
			return err
		}
		names, err := o.staffNames(r, centres, v.query.Site)
		if err != nil {
			return err
		}
		if name, known := names[id]; known {
			v.staffName = name
		}
	}
	return nil
}

// staffNames are those who can be in charge at a centre, or at any for which the reader records, by account.
func (o *office) staffNames(r *http.Request, centres []counselling.Centre, site string) (map[string]string, error) {
	names := map[string]string{}
	for _, c := range centres {
		if !c.MayRecord || site != "" && c.ID != site {
			continue
		}
		staff, err := o.cases.StaffOf(r.Context(), c.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range staff {
			names[s.ID] = s.Name
		}
	}
	return names, nil
}

func (o *office) saveView(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	q, err := o.savable(r, f)
	if err != nil {
		return err
	}
	err = o.cases.SaveView(r.Context(), f.Get("name"), listValues(q).Encode())
	if f.Absorb(err) {
		return o.showViews(w, r, http.StatusBadRequest, viewsView{Form: f, query: q})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "worklist.view.saved")
	web.Redirect(w, r, listURL(q))
	return nil
}

func (o *office) deleteView(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err == nil {
		err = o.cases.DeleteView(r.Context(), f.Get("view"))
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "worklist.view.deleted")
	web.Redirect(w, r, "/views")
	return nil
}

// kept says in words what the view will hold.
func (v viewsView) kept(p *i18n.Printer) []ui.Row {
	rows := []ui.Row{{Label: p.T("worklist.list"), Value: listTitle(p, v.query.List)}}
	f := v.query.Filter
	for _, filter := range []struct{ name, value string }{
		{"site", v.siteName}, {"country", codeText(p, "country", f.Country)}, {"reference_occupation", codeText(p, "reference_occupation", f.Occupation)},
		{"sex", codeText(p, "sex", f.Sex)}, {"nationality", codeText(p, "nationality", f.Nationality)}, {"counsellor_id", v.staffName},
		{"light", codeText(p, "light", f.Light)}, {"gap", gapText(p, f.Gap)}, {"from", dateText(p, f.From)}, {"to", dateText(p, f.To)},
	} {
		if filter.value != "" {
			rows = append(rows, ui.Row{Label: filterLabel(p, filter.name), Value: filter.value})
		}
	}
	return rows
}

// codeText is a filter by a code in words; empty for none.
func codeText(p *i18n.Printer, list, code string) string {
	switch code {
	case "":
		return ""
	case counselling.None:
		return p.Code(list, codelist.NotFilled)
	}
	return p.Code(list, code)
}

func gapText(p *i18n.Printer, gap string) string {
	if gap == "" {
		return ""
	}
	return gapLabel(p, gap)
}

func dateText(p *i18n.Printer, d clock.Day) string {
	if d == 0 {
		return ""
	}
	return p.Date(d)
}
