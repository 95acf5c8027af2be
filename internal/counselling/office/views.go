package office

import (
	"net/http"

	"openiq/internal/counselling"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// viewsView is the page of the lists that somebody saved.
type viewsView struct {
	*web.Form
	query counselling.Query // what can be saved; all cases without a filter is nothing worth it
	views []counselling.View
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
	i18n.SortBy(p, v.views, func(view counselling.View) string { return view.Name })
	page := web.Page(r, p.T("worklist.views"))
	page.Crumbs = []ui.NavItem{{Label: listTitle(p, v.query.List), URL: listURL(v.query)}}
	return web.Render(w, r, status, v.view(page))
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
