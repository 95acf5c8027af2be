package office

import (
	"context"
	"net/url"

	"openiq/internal/counselling"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// Structure hands out the structure of the network, for the names of the centres.
type Structure interface {
	Directory(ctx context.Context) (*programme.Directory, error)
}

type office struct {
	cases     *counselling.Service
	structure Structure
	parts     []Part
}

// Routes are this room's addresses with what each needs. The parts are what other rooms add to the page of a case.
func Routes(svc *counselling.Service, structure Structure, parts ...Part) []web.Route {
	o := &office{svc, structure, parts}
	read, record := counselling.ActionRead, counselling.ActionRecord
	return []web.Route{
		{Pattern: "GET /cases", Action: read, Handler: o.list},
		{Pattern: "GET /cases/new", Action: record, Handler: o.newForm},
		{Pattern: "POST /cases/new", Action: record, Handler: o.openCase},
		{Pattern: "GET /cases/{id}", Action: read, Handler: o.show},
		{Pattern: "GET /cases/{id}/edit", Action: record, Handler: o.editForm(theFacts)},
		{Pattern: "POST /cases/{id}/edit", Action: record, Handler: o.edit(theFacts)},
		{Pattern: "GET /cases/{id}/contacts/new", Action: record, Handler: o.contactForm},
		{Pattern: "POST /cases/{id}/contacts/new", Action: record, Handler: o.recordContact},
		{Pattern: "GET /cases/{id}/contacts/{part}/edit", Action: record, Handler: o.editForm(theContact)},
		{Pattern: "POST /cases/{id}/contacts/{part}/edit", Action: record, Handler: o.edit(theContact)},
		{Pattern: "GET /cases/{id}/contacts/{part}/delete", Action: record, Handler: o.deleteForm(theContact)},
		{Pattern: "POST /cases/{id}/contacts/{part}/delete", Action: record, Handler: o.delete(theContact)},
		{Pattern: "GET /cases/{id}/qualifications/new", Action: record, Handler: o.qualificationForm},
		{Pattern: "POST /cases/{id}/qualifications/new", Action: record, Handler: o.addQualification},
		{Pattern: "GET /cases/{id}/qualifications/{part}/edit", Action: record, Handler: o.editForm(theQualification)},
		{Pattern: "POST /cases/{id}/qualifications/{part}/edit", Action: record, Handler: o.edit(theQualification)},
		{Pattern: "GET /cases/{id}/qualifications/{part}/delete", Action: record, Handler: o.deleteForm(theQualification)},
		{Pattern: "POST /cases/{id}/qualifications/{part}/delete", Action: record, Handler: o.delete(theQualification)},
	}
}

// caseURL is the address of a case, with more parts behind it; each is escaped.
func caseURL(id string, more ...string) string {
	address := "/cases/" + url.PathEscape(id)
	for _, part := range more {
		address += "/" + url.PathEscape(part)
	}
	return address
}

// caseCrumbs lead from a form back to its case.
func caseCrumbs(p *i18n.Printer, id string) []ui.NavItem {
	return []ui.NavItem{listCrumb(p), {Label: p.T("counselling.case", "Code", id), URL: caseURL(id)}}
}

func listCrumb(p *i18n.Printer) ui.NavItem {
	return ui.NavItem{Label: p.T("counselling.list.title"), URL: "/cases"}
}
