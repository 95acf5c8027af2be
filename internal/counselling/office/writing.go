package office

import (
	"openiq/internal/counselling"
	"openiq/internal/platform/web"
)

// writingRoutes are the addresses at which case work is written down.
func (o *office) writingRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /cases/new", Handler: o.newForm},
		{Pattern: "POST /cases/new", Handler: o.openCase},
		{Pattern: "GET /cases/group", Handler: o.groupForm},
		{Pattern: "POST /cases/group", Handler: o.recordGroup},
		{Pattern: "GET /cases/{id}/edit", Handler: o.editForm(theFacts)},
		{Pattern: "POST /cases/{id}/edit", Handler: o.edit(theFacts)},
		{Pattern: "GET /cases/{id}/contacts/new", Handler: o.contactForm},
		{Pattern: "POST /cases/{id}/contacts/new", Handler: o.recordContact},
		{Pattern: "GET /cases/{id}/qualifications/new", Handler: o.qualificationForm},
		{Pattern: "POST /cases/{id}/qualifications/new", Handler: o.addQualification},
		{Pattern: "GET " + textsURL, Handler: o.textModules},
		{Pattern: "GET " + textsURL + "/{site}/new", Handler: o.newModule},
		{Pattern: "POST " + textsURL + "/{site}/new", Handler: o.saveModule},
		{Pattern: "GET " + textsURL + "/{site}/{part}/edit", Handler: o.editModule},
		{Pattern: "POST " + textsURL + "/{site}/{part}/edit", Handler: o.saveModule},
		{Pattern: "POST " + textsURL + "/{site}/{part}/delete", Handler: o.deleteModule},
	}
	for _, k := range []part{theContact, theQualification} {
		path := "/cases/{id}/" + k.name + "s/{part}/"
		routes = append(routes,
			web.Route{Pattern: "GET " + path + "edit", Handler: o.editForm(k)},
			web.Route{Pattern: "POST " + path + "edit", Handler: o.edit(k)},
			web.Route{Pattern: "GET " + path + "delete", Handler: o.deleteForm(k)},
			web.Route{Pattern: "POST " + path + "delete", Handler: o.delete(k)})
	}
	for i := range routes {
		routes[i].Action = counselling.ActionRecord
	}
	return routes
}
