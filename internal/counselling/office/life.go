package office

import (
	"net/http"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// HandoversURL is where the handovers of one's centres are.
const HandoversURL = "/handovers"

// lifeRoutes are the addresses of where a case goes: to others, to an end, into the bin, on paper, into its history.
func (o *office) lifeRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET " + HandoversURL, Handler: o.handovers},
		{Pattern: "GET " + HandoversURL + "/{handover}", Handler: o.handover},
		{Pattern: "POST " + HandoversURL + "/{handover}", Handler: o.answerHandover},
		{Pattern: "GET /cases/{id}/handover", Handler: o.handoverForm},
		{Pattern: "POST /cases/{id}/handover", Handler: o.askHandover},
		{Pattern: "GET /cases/{id}/referrals/new", Handler: o.referralForm},
		{Pattern: "POST /cases/{id}/referrals/new", Handler: o.addReferral},
		{Pattern: "GET /cases/{id}/referrals/{part}/edit", Handler: o.editForm(theReferral)},
		{Pattern: "POST /cases/{id}/referrals/{part}/edit", Handler: o.edit(theReferral)},
		{Pattern: "GET /cases/{id}/referrals/{part}/delete", Handler: o.deleteForm(theReferral)},
		{Pattern: "POST /cases/{id}/referrals/{part}/delete", Handler: o.delete(theReferral)},
		{Pattern: "GET /cases/{id}/close", Handler: o.closeForm},
		{Pattern: "POST /cases/{id}/close", Handler: o.closeCase},
		{Pattern: "POST /cases/{id}/reopen", Handler: o.reopenCase},
		{Pattern: "GET /cases/{id}/delete", Handler: o.binForm},
		{Pattern: "POST /cases/{id}/delete", Handler: o.binCase},
		{Pattern: "POST /cases/{id}/restore", Handler: o.restoreCase},
		{Pattern: "GET " + binURL, Handler: o.bin},
		{Pattern: "GET /cases/{id}/letter", Handler: o.letterForm},
		{Pattern: "POST /cases/{id}/letter", Handler: o.makeLetter},
	}
	for i := range routes {
		routes[i].Action = counselling.ActionRecord
	}
	return append(routes, web.Route{Pattern: "GET /cases/{id}/history", Action: counselling.ActionRead, Handler: o.history})
}

// onCase is what this file's pages add to the page of a case.
func (o *office) onCase(r *http.Request, d *counselling.Detail) (Shown, error) {
	p := web.P(r)
	all, err := o.cases.HandoversOf(r.Context(), d.Held)
	if err != nil {
		return Shown{}, err
	}
	names, err := o.cases.MeasureNames(r.Context(), d.Referrals)
	if err != nil {
		return Shown{}, err
	}
	var shown Shown
	open := false
	for i := range all {
		shown.Events = append(shown.Events, handoverEvents(d, &all[i])...)
		if open = open || all[i].State == counselling.HandoverAsked; all[i].State == counselling.HandoverAsked {
			shown.Alerts = append(shown.Alerts, handoverAlert(d, &all[i]))
		}
	}
	for i := range d.Referrals {
		shown.Events = append(shown.Events, referralEvent(d, &d.Referrals[i], names))
	}
	if day, closed := d.ClosedOn(); closed {
		shown.Alerts = append(shown.Alerts, closedAlert(d, day))
	}
	shown.Panels = append(shown.Panels, lifePanel(lifeLinks(r, d, open)))
	if d.MayRecord {
		shown.Actions = []ui.NavItem{
			{Label: p.T("counselling.referral.new"), URL: caseURL(d.ID, "referrals", "new")},
			{Label: p.T("counselling.letter.title"), URL: caseURL(d.ID, "letter")},
		}
	}
	return shown, nil
}

// lifeLinks lead to what is rarely done with a case.
func lifeLinks(r *http.Request, d *counselling.Detail, handedOver bool) []ui.NavItem {
	p := web.P(r)
	history := ui.NavItem{Label: p.T("counselling.history.title"), URL: caseURL(d.ID, "history")}
	if !d.MayRecord {
		return []ui.NavItem{history}
	}
	var links []ui.NavItem
	if !handedOver {
		links = append(links, ui.NavItem{Label: p.T("counselling.handover.new"), URL: caseURL(d.ID, "handover")})
	}
	if _, closed := d.ClosedOn(); !closed {
		links = append(links, ui.NavItem{Label: p.T("counselling.close.title"), URL: caseURL(d.ID, "close")})
	}
	return append(links, history, ui.NavItem{Label: p.T("counselling.bin.delete"), URL: caseURL(d.ID, "delete")})
}

// seesStaff says whether the actor may know which accounts did something with a case: the colleagues of its centre, and those
// who see all accounts anyway.
func seesStaff(r *http.Request, place authz.Target) bool {
	actor := authz.From(r.Context())
	return actor.MayAt(person.ActionRead, place) || actor.May(account.AccountRead)
}
