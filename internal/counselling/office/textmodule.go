package office

import (
	"net/http"
	"net/url"
	"strconv"

	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// textsURL is where the text modules of centres are.
const textsURL = "/text-modules"

// textModules is the page of a centre's text modules.
type textModules struct {
	site    string
	centres []ui.Option // for who records at several
	modules []counselling.TextModule
}

func (o *office) textModules(w http.ResponseWriter, r *http.Request) error {
	v, err := o.modulesPage(r)
	if err != nil {
		return err
	}
	p := web.P(r)
	page := web.Page(r, p.T("writing.modules"))
	page.Crumbs = []ui.NavItem{listCrumb(p)}
	return web.Render(w, r, http.StatusOK, v.view(page))
}

// modulesPage is the page for the centre of the address, else for the one at which the reader works.
func (o *office) modulesPage(r *http.Request) (v textModules, err error) {
	if v.centres, err = o.ownCentres(r); err != nil {
		return v, err
	}
	v.site = r.URL.Query().Get("site")
	if v.site == "" {
		v.site = authz.From(r.Context()).HomeSite
	}
	if v.site == "" && len(v.centres) > 0 {
		v.site = v.centres[0].Value
	}
	v.modules, err = o.cases.TextModules(r.Context(), v.site)
	return v, err
}

// moduleForm is the form of one text module.
type moduleForm struct {
	form
	site, id string // id: empty for a new one
}

// url is where the form is sent.
func (v moduleForm) url(more string) string {
	if v.id == "" {
		return textsURL + "/" + url.PathEscape(v.site) + "/new"
	}
	return textsURL + "/" + url.PathEscape(v.site) + "/" + url.PathEscape(v.id) + "/" + more
}

// removeKey is the key of deleting, which is another command.
func (v moduleForm) removeKey() string { return ident.Token() }

func (v moduleForm) back() string { return textsURL + "?site=" + url.QueryEscape(v.site) }

func (o *office) newModule(w http.ResponseWriter, r *http.Request) error {
	f, err := o.openForm(r, nil, func(form) {})
	if err != nil {
		return err
	}
	f.begin = "title"
	return o.showModule(w, r, http.StatusOK, f)
}

func (o *office) editModule(w http.ResponseWriter, r *http.Request) error {
	m, err := o.cases.TextModule(r.Context(), r.PathValue("site"), r.PathValue("part"))
	if err != nil {
		return err
	}
	f, err := o.openForm(r, nil, func(f form) {
		f.Set("title", m.Title)
		f.Set("body", m.Body)
		f.Set("version", strconv.FormatInt(m.Version, 10))
	})
	if err != nil {
		return err
	}
	return o.showModule(w, r, http.StatusOK, f)
}

func (o *office) showModule(w http.ResponseWriter, r *http.Request, status int, f form) error {
	v := moduleForm{form: f, site: r.PathValue("site"), id: r.PathValue("part")}
	name := "writing.module.edit"
	if v.id == "" {
		name = "writing.module.new"
	}
	if err := o.mayKeep(r, v.site); err != nil {
		return err
	}
	if err := o.keepDraft(r, &v.form, name); err != nil {
		return err
	}
	page := web.Page(r, v.p.T(name))
	page.Crumbs = []ui.NavItem{listCrumb(v.p), {Label: v.p.T("writing.modules"), URL: v.back()}}
	return web.Render(w, r, status, v.view(page))
}

// mayKeep is NotFound for a centre for which the reader does not record.
func (o *office) mayKeep(r *http.Request, site string) error {
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return err
	}
	if d.Site(site) == nil {
		return errs.Missing()
	}
	return authz.Require(r.Context(), counselling.ActionRecord, d.PlaceOfSite(site))
}

func (o *office) saveModule(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	m := counselling.TextModule{Site: r.PathValue("site"), ID: r.PathValue("part"), Title: f.Get("title"), Body: f.Get("body")}
	if m.ID != "" {
		m.Version = version(f.Form)
	}
	if f.OK() {
		err = o.cases.SaveTextModule(r.Context(), m, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showModule(w, r, http.StatusBadRequest, f)
	case errs.KindOf(err) == errs.Conflict:
		return o.moduleConflict(w, r, f, m)
	case err == nil:
		err = o.drafts.Done(r.Context(), f.Get("key"))
	}
	return moduleDone(w, r, err, "writing.module.saved")
}

// moduleConflict shows what was typed beside what somebody else stored meanwhile; saving again keeps what was typed, as a
// module of its own if the other was deleted.
func (o *office) moduleConflict(w http.ResponseWriter, r *http.Request, f form, m counselling.TextModule) error {
	now, err := o.cases.TextModule(r.Context(), m.Site, m.ID)
	switch {
	case errs.KindOf(err) == errs.NotFound && err != nil:
		f.word = f.p.T("writing.module.gone")
		r.SetPathValue("part", "")
	case err != nil:
		return err
	default:
		f.word = f.p.T("writing.module.changed", "Title", now.Title, "Body", now.Body)
		f.Set("version", strconv.FormatInt(now.Version, 10))
	}
	return o.showModule(w, r, http.StatusConflict, f)
}

func (o *office) deleteModule(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err == nil && f.OK() {
		err = o.cases.DeleteTextModule(r.Context(), r.PathValue("site"), r.PathValue("part"), version(f.Form), f.Get("key"))
	}
	if errs.KindOf(err) == errs.Conflict {
		m := counselling.TextModule{Site: r.PathValue("site"), ID: r.PathValue("part")}
		return o.moduleConflict(w, r, f, m)
	}
	if err == nil && !f.OK() {
		return o.showModule(w, r, http.StatusBadRequest, f)
	}
	return moduleDone(w, r, err, "writing.module.deleted")
}

// moduleDone leads back to the text modules of the centre.
func moduleDone(w http.ResponseWriter, r *http.Request, err error, message string) error {
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, message)
	web.Redirect(w, r, textsURL+"?site="+url.QueryEscape(r.PathValue("site")))
	return nil
}
