package app

import (
	"context"
	"net/http"
	"strings"

	"openiq/internal/account"
	accountoffice "openiq/internal/account/office"
	appointmentoffice "openiq/internal/appointment/office"
	authorityoffice "openiq/internal/authority/office"
	centreapi "openiq/internal/centre/api"
	centreoffice "openiq/internal/centre/office"
	counsellingoffice "openiq/internal/counselling/office"
	finderoffice "openiq/internal/finder/office"
	indicatoroffice "openiq/internal/indicator/office"
	occupationoffice "openiq/internal/occupation/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	procedureoffice "openiq/internal/procedure/office"
	programmeoffice "openiq/internal/programme/office"
	translationoffice "openiq/internal/translation/office"
)

// Routes are all addresses of the program with the action that each needs.
func (p *Program) Routes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /{$}", Action: authz.Public, Handler: p.start},
		{Pattern: "GET /healthz", Action: authz.Public, Handler: p.health},
		{Pattern: "GET /sw.js", Action: authz.Public, Handler: serviceWorker},
		{Pattern: "GET /robots.txt", Action: authz.Public, Handler: robots},
		{Pattern: "GET /sitemap.xml", Action: authz.Public, Handler: p.memory.Serve(p.sitemap)},
	}
	routes = append(routes, p.accountOffice.Routes()...)
	routes = append(routes, p.draftOffice.Routes()...)
	procedures := procedureoffice.New(p.procedures, p.counselling, p.draftOffice)
	codes := finderoffice.New(p.finder, p.db.Clock())
	routes = append(routes, codes.Routes()...)
	routes = append(routes, counsellingoffice.Routes(p.withAppointments(counsellingoffice.Needs{Cases: p.counselling, Structure: p.programme, Drafts: p.draftOffice,
		Accounts: p.accounts, Parts: []counsellingoffice.Part{procedures.OnCase}, Occupations: p.occupations,
		Prefills: []counsellingoffice.Prefill{codes.Prefill}}))...)
	routes = append(routes, procedures.Routes()...)
	routes = append(routes, appointmentoffice.Routes(p.appointments)...)
	routes = append(routes, indicatoroffice.Routes(p.indicators, p.programme, p.counselling, centreoffice.Reminder(p.centres))...)
	routes = append(routes, programmeoffice.Routes(p.programme)...)
	routes = append(routes, occupationoffice.Routes(p.occupations, p.accounts, p.db.Clock())...)
	routes = append(routes, authorityoffice.Routes(p.authorities, p.occupations, p.whereIs)...)
	routes = append(routes, p.writtenOffice()...)
	routes = append(routes, centreoffice.Routes(p.centres, p.accounts)...)
	routes = append(routes, translationoffice.Routes(p.texts.texts, p.accounts, p.public, p.db.Clock())...)
	api := p.api()
	routes = append(routes, api.Routes()...)
	routes = append(routes, centreapi.Routes(api, p.centres, p.bundle.Printer("en"))...)
	return routes
}

// whereIs finds where a postcode or the name of a place may lie.
func (p *Program) whereIs(ctx context.Context, text string) ([]authorityoffice.Where, error) {
	places, err := p.postcodes.Find(ctx, text)
	where := make([]authorityoffice.Where, len(places))
	for i, place := range places {
		where[i] = authorityoffice.Where{State: place.State, District: place.District}
	}
	return where, err
}

// start leads staff to where their work is, and everybody else to the portal in their language.
func (p *Program) start(w http.ResponseWriter, r *http.Request) error {
	if authz.From(r.Context()) != nil {
		web.Redirect(w, r, "/start")
		return nil
	}
	web.Redirect(w, r, "/"+p.public.Match(r.Header.Get("Accept-Language"))+"/")
	return nil
}

// health says that the program and its database answer.
func (p *Program) health(w http.ResponseWriter, r *http.Request) error {
	if _, err := db.LastChange(r.Context(), p.db); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte("ok\n"))
	return err
}

// room is an entry of the navigation.
type room struct {
	label, path, icon string
	action            authz.Action
}

var rooms = []room{
	{"nav.start", "/start", "home", authz.SignedIn},
	{"nav.cases", "/cases", "list", account.CaseRead},
	{"nav.requests", appointmentoffice.URL, "calendar", account.CaseRecord},
	{"finder.title", finderoffice.URL, "help", account.CaseRecord},
	{"nav.handovers", counsellingoffice.HandoversURL, "handshake", account.CaseRecord},
	{"nav.locate", "/locate", "search", account.PersonLocate},
	{"nav.figures", "/figures", "chart", account.FiguresRead},
	{"nav.sheets", "/factsheets", "document", account.SheetRead},
	{"nav.network", "/network", "network", account.StructureRead},
	{"nav.centres", "/centres", "map", account.CentreEdit},
	{"nav.occupations", "/occupations", "training", account.StructureRead},
	{"nav.authorities", "/authorities", "building", account.StructureRead},
	{"nav.pages", "/pages", "edit", account.PageEdit},
	{"nav.feedback", "/feedback", "help", account.PageEdit},
	{"nav.translations", "/translations", "language", account.Translate},
	{"nav.accounts", "/accounts", "people", account.AccountRead},
	{"nav.access", "/access", "shield", account.MatrixRead},
}

// frame is what every page shows for this reader.
func (p *Program) frame(r *http.Request) ui.Page {
	actor := authz.From(r.Context())
	page := ui.Page{User: accountoffice.User(r)}
	if actor == nil {
		page.SignIn = "/signin"
		return page
	}
	for _, room := range rooms {
		if actor.May(room.action) {
			current := r.URL.Path == room.path || strings.HasPrefix(r.URL.Path, room.path+"/")
			page.Nav = append(page.Nav, ui.NavItem{Label: web.P(r).T(room.label), URL: room.path, Icon: room.icon, Current: current})
		}
	}
	if actor.May(account.CaseRead) {
		page.Search = &ui.Search{URL: counsellingoffice.SearchURL, Label: web.P(r).T("nav.search")}
	}
	if actor.May(account.CaseRecord) {
		page.Action = &ui.NavItem{Label: web.P(r).T("nav.new_case"), URL: "/cases/new", Icon: "add", Key: "n"}
	}
	return page
}
