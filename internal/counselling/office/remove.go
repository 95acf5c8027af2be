package office

import (
	"net/http"
	"strconv"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// removal is what the page asks before something is deleted.
type removal struct {
	form
	part
	url, back string
	rows      []ui.Row
	conflict  bool
}

func (o *office) deleteForm(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		return o.showDelete(w, r, http.StatusOK, k)
	}
}

func (o *office) showDelete(w http.ResponseWriter, r *http.Request, status int, k part) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	stored, version, ok := k.current(d, r.PathValue("part"))
	if !ok {
		return errs.Missing()
	}
	f, err := o.formOf(r, web.NewForm("version", strconv.FormatInt(version, 10)), nil)
	if err != nil {
		return err
	}
	f.sites, f.days = contactSites(d.Held), daysOf(d, f.today)
	v := removal{form: f, part: k, url: k.url(r, "delete"), back: k.url(r, "edit"), conflict: status == http.StatusConflict}
	for _, q := range k.questions {
		if cell := q.of(stored); cell != "" {
			v.rows = append(v.rows, ui.Row{Label: label(f.p, q.field()), Value: f.answer(q, cell)})
		}
	}
	page := web.Page(r, f.p.T("counselling."+k.name+".delete"))
	page.Crumbs = caseCrumbs(f.p, d.Row.ID)
	return web.Render(w, r, status, v.view(page))
}

func (o *office) delete(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := o.readForm(r, nil)
		if err != nil {
			return err
		}
		if !f.OK() {
			return o.showDelete(w, r, http.StatusBadRequest, k)
		}
		err = k.remove(o.cases, r.Context(), r.PathValue("id"), r.PathValue("part"), version(f.Form), f.Get("key"))
		if errs.KindOf(err) == errs.Conflict {
			return o.showDelete(w, r, http.StatusConflict, k)
		}
		return done(w, r, err, r.PathValue("id"), "counselling."+k.name+".deleted")
	}
}
