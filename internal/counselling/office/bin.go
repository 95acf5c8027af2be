package office

import (
	"net/http"
	"strconv"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

const binURL = "/cases/bin"

// binning is the page that asks before a case goes into the bin.
type binning struct {
	form
	*counselling.Detail
}

func (o *office) binForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	return o.showBinning(w, r, http.StatusOK, f)
}

func (o *office) showBinning(w http.ResponseWriter, r *http.Request, status int, f form) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	f.Set("version", strconv.FormatInt(d.Version, 10))
	page := web.Page(r, f.p.T("counselling.bin.delete"))
	page.Crumbs = caseCrumbs(f.p, d.ID)
	return web.Render(w, r, status, binning{f, d}.view(page))
}

func (o *office) binCase(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	if f.OK() {
		err = o.cases.Bin(r.Context(), r.PathValue("id"), version(f.Form), f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showBinning(w, r, http.StatusBadRequest, f)
	case f.conflicts(err):
		return o.showBinning(w, r, http.StatusConflict, f)
	}
	return doneAt(w, r, err, binURL, "counselling.bin.deleted")
}

// binView is the page of the cases in the bin.
type binView struct {
	form
	cases []counselling.Binned
	names map[string]string // of accounts
}

func (o *office) bin(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	return o.showBin(w, r, http.StatusOK, f)
}

func (o *office) showBin(w http.ResponseWriter, r *http.Request, status int, f form) error {
	v := binView{form: f}
	var err error
	if v.cases, err = o.cases.Binned(r.Context()); err != nil {
		return err
	}
	var ids []string
	for _, c := range v.cases {
		ids = append(ids, c.By)
	}
	if v.names, err = o.accounts.Names(r.Context(), ids); err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.bin.title"))
	page.Crumbs = []ui.NavItem{listCrumb(f.p)}
	return web.Render(w, r, status, v.view(page))
}

func (o *office) restoreCase(w http.ResponseWriter, r *http.Request) error {
	if err := o.cases.MayRestore(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	if f.OK() {
		err = o.cases.Restore(r.Context(), r.PathValue("id"), f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showBin(w, r, http.StatusBadRequest, f)
	case f.conflicts(err):
		return o.showBin(w, r, http.StatusConflict, f)
	}
	return done(w, r, err, r.PathValue("id"), "counselling.bin.restored")
}

// closing is the page on which a case is closed.
type closing struct {
	form
	*counselling.Detail
}

func (o *office) closeForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	f.Set("closed_on", f.today.String())
	return o.showClosing(w, r, http.StatusOK, f)
}

func (o *office) showClosing(w http.ResponseWriter, r *http.Request, status int, f form) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	f.Set("version", strconv.FormatInt(d.Version, 10))
	page := web.Page(r, f.p.T("counselling.close.title"))
	page.Crumbs = caseCrumbs(f.p, d.ID)
	return web.Render(w, r, status, closing{f, d}.view(page))
}

func (o *office) closeCase(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	if f.OK() {
		err = o.cases.CloseCase(r.Context(), r.PathValue("id"), version(f.Form), isoDate(f.Get("closed_on")), f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showClosing(w, r, http.StatusBadRequest, f)
	case f.conflicts(err):
		return o.showClosing(w, r, http.StatusConflict, f)
	}
	return done(w, r, err, r.PathValue("id"), "counselling.close.done")
}

// reopenCase opens a closed case again. Who presses an old page's button is told that something changed.
func (o *office) reopenCase(w http.ResponseWriter, r *http.Request) error {
	if _, err := o.recordable(r); err != nil {
		return err
	}
	f, err := o.readForm(r, nil)
	if err == nil {
		err = f.Err()
	}
	if err == nil {
		err = o.cases.ReopenCase(r.Context(), r.PathValue("id"), version(f.Form), f.Get("key"))
	}
	if errs.KindOf(err) == errs.Conflict {
		web.Flash(w, r, ui.Warning, "counselling.close.conflict")
		web.Redirect(w, r, caseURL(r.PathValue("id")))
		return nil
	}
	return done(w, r, err, r.PathValue("id"), "counselling.close.reopened")
}

// due is something that is still due in a case.
type due struct {
	what string
	on   clock.Day
}

// stillDue are what a case still asks for, the next first.
func (v closing) stillDue() []due {
	var all []due
	for _, d := range v.Dues {
		all = append(all, due{dueText(v.p, d.Rule), d.On})
	}
	if day, planned := counselling.Cases.Day(v.Row, "follow_up_on"); planned {
		all = append(all, due{v.p.T("column.follow_up_on"), day})
	}
	return all
}
