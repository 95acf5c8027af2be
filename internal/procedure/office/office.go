package office

import (
	"net/http"
	"net/url"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/procedure"
)

// Office is the face of procedures. Make it with [New].
type Office struct {
	procedures *procedure.Service
	cases      *counselling.Service
	drafts     web.Drafts
}

// New makes the face.
func New(procedures *procedure.Service, cases *counselling.Service, drafts web.Drafts) *Office {
	return &Office{procedures, cases, drafts}
}

// Routes are this room's addresses with what each needs.
func (o *Office) Routes() []web.Route {
	read, record := counselling.ActionRead, counselling.ActionRecord
	return []web.Route{
		{Pattern: "GET /cases/{id}/procedures/new", Action: record, Handler: o.startForm},
		{Pattern: "POST /cases/{id}/procedures/new", Action: record, Handler: o.start},
		{Pattern: "GET /cases/{id}/procedures/{procedure}", Action: read, Handler: o.show},
		{Pattern: "GET /cases/{id}/procedures/{procedure}/edit", Action: record, Handler: o.editForm(theProcedure)},
		{Pattern: "POST /cases/{id}/procedures/{procedure}/edit", Action: record, Handler: o.edit(theProcedure)},
		{Pattern: "GET /cases/{id}/procedures/{procedure}/delete", Action: record, Handler: o.deleteForm(theProcedure)},
		{Pattern: "POST /cases/{id}/procedures/{procedure}/delete", Action: record, Handler: o.delete(theProcedure)},
		{Pattern: "GET /cases/{id}/procedures/{procedure}/steps/new", Action: record, Handler: o.stepForm},
		{Pattern: "POST /cases/{id}/procedures/{procedure}/steps/new", Action: record, Handler: o.addStep},
		{Pattern: "GET /cases/{id}/procedures/{procedure}/steps/{part}/edit", Action: record, Handler: o.editForm(theStep)},
		{Pattern: "POST /cases/{id}/procedures/{procedure}/steps/{part}/edit", Action: record, Handler: o.edit(theStep)},
		{Pattern: "GET /cases/{id}/procedures/{procedure}/steps/{part}/delete", Action: record, Handler: o.deleteForm(theStep)},
		{Pattern: "POST /cases/{id}/procedures/{procedure}/steps/{part}/delete", Action: record, Handler: o.delete(theStep)},
		{Pattern: "GET /cases/{id}/costs/new", Action: record, Handler: o.costForm},
		{Pattern: "POST /cases/{id}/costs/new", Action: record, Handler: o.addCost},
		{Pattern: "GET /cases/{id}/costs/{part}/edit", Action: record, Handler: o.editForm(theCost)},
		{Pattern: "POST /cases/{id}/costs/{part}/edit", Action: record, Handler: o.edit(theCost)},
		{Pattern: "GET /cases/{id}/costs/{part}/delete", Action: record, Handler: o.deleteForm(theCost)},
		{Pattern: "POST /cases/{id}/costs/{part}/delete", Action: record, Handler: o.delete(theCost)},
	}
}

// scene is a case with its procedures, for a reader.
type scene struct {
	*counselling.Detail
	*procedure.All
	p     *i18n.Printer
	today clock.Day
}

// scene reads the case of the address.
func (o *Office) scene(r *http.Request) (*scene, error) {
	d, err := o.cases.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return o.sceneOf(r, d)
}

func (o *Office) sceneOf(r *http.Request, d *counselling.Detail) (*scene, error) {
	all, err := o.procedures.Of(r.Context(), d.Held)
	return &scene{d, all, web.P(r), d.Structure.Today()}, err
}

// recordable is the scene for those who may record for the case; to others there is no such page.
func (o *Office) recordable(r *http.Request) (*scene, error) {
	s, err := o.scene(r)
	if err == nil && !s.MayRecord {
		err = errs.Missing()
	}
	return s, err
}

// procedureOf is the procedure of the address.
func (s *scene) procedureOf(r *http.Request) (*procedure.Procedure, error) {
	if p := s.Of(r.PathValue("procedure")); p != nil {
		return p, nil
	}
	return nil, errs.Missing()
}

// url is an address below the case; each part is escaped.
func (s *scene) url(more ...string) string { return caseURL(s.ID, more...) }

func (s *scene) procedureURL(id string, more ...string) string {
	return s.url(append([]string{"procedures", id}, more...)...)
}

func caseURL(id string, more ...string) string {
	address := "/cases/" + url.PathEscape(id)
	for _, part := range more {
		address += "/" + url.PathEscape(part)
	}
	return address
}

// page is the frame of a page below the case, or below one of its procedures.
func (s *scene) page(r *http.Request, title string, of *procedure.Procedure) ui.Page {
	page := web.Page(r, title)
	page.Crumbs = []ui.NavItem{{Label: s.p.T("counselling.list.title"), URL: "/cases"},
		{Label: s.p.T("counselling.case", "Code", s.ID), URL: s.url()}}
	if of != nil {
		page.Crumbs = append(page.Crumbs, ui.NavItem{Label: s.title(of), URL: s.procedureURL(of.ID)})
	}
	return page
}

// done leads on, with a word about what happened, and forgets the form's draft.
func (o *Office) done(w http.ResponseWriter, r *http.Request, f *web.Form, to, message string) error {
	if err := o.drafts.Done(r.Context(), f.Get("key")); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, message)
	web.Redirect(w, r, to)
	return nil
}
