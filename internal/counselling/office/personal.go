package office

import (
	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/web"
)

// personalRoutes are the addresses of who people are, what they agreed to and what they gave.
func (o *office) personalRoutes() []web.Route {
	read, record := person.ActionRead, counselling.ActionRecord
	return []web.Route{
		{Pattern: "GET /cases/{id}/person", Action: record, Handler: o.identityForm},
		{Pattern: "POST /cases/{id}/person", Action: record, Handler: o.storeIdentity},
		{Pattern: "GET /cases/{id}/consents", Action: read, Handler: o.consents},
		{Pattern: "GET /cases/{id}/consents/new", Action: record, Handler: o.giveForm},
		{Pattern: "POST /cases/{id}/consents/new", Action: record, Handler: o.give},
		{Pattern: "GET /cases/{id}/consents/{part}/withdraw", Action: record, Handler: o.withdrawForm},
		{Pattern: "POST /cases/{id}/consents/{part}/withdraw", Action: record, Handler: o.withdraw},
		{Pattern: "GET /consent-texts", Action: record, Handler: o.consentPage},
		{Pattern: "GET /cases/{id}/documents", Action: read, Handler: o.documents},
		{Pattern: "POST /cases/{id}/documents", Action: record, Handler: o.upload, Files: true},
		{Pattern: "GET /cases/{id}/documents/{part}", Action: read, Handler: o.download},
		{Pattern: "GET /cases/{id}/documents/{part}/delete", Action: record, Handler: o.deleteDocumentForm},
		{Pattern: "POST /cases/{id}/documents/{part}/delete", Action: record, Handler: o.deleteDocument},
		{Pattern: "GET /cases/{id}/forget", Action: record, Handler: o.forgetForm},
		{Pattern: "POST /cases/{id}/forget", Action: record, Handler: o.forget},
		{Pattern: "GET " + SearchURL, Action: counselling.ActionRead, Handler: o.search},
		{Pattern: "POST " + SearchURL, Action: counselling.ActionRead, Handler: o.search},
		{Pattern: "GET /locate", Action: person.ActionLocate, Handler: o.locate},
		{Pattern: "POST /locate", Action: person.ActionLocate, Handler: o.locate},
	}
}
