package app

import (
	"encoding/json"
	"net/http"
	"strings"

	centreportal "openiq/internal/centre/portal"
	feedbackportal "openiq/internal/feedback/portal"
	finderportal "openiq/internal/finder/portal"
	indicatorportal "openiq/internal/indicator/portal"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	assets "openiq/web"
)

// PortalRoutes are the addresses of the public portal, without the language before them.
func (p *Program) PortalRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /{$}", Action: authz.Public, Handler: p.home, Shared: true},
		{Pattern: "GET /offline", Action: authz.Public, Handler: offline, Shared: true, Hidden: true},
		{Pattern: "GET /app.webmanifest", Action: authz.Public, Handler: manifest, Shared: true, Hidden: true},
	}
	routes = append(routes, p.writtenPortal()...)
	routes = append(routes, finderportal.Routes(finderportal.Needs{Finder: p.finder, Occupations: p.occupations, Words: p.public, Clock: p.db.Clock()})...)
	routes = append(routes, indicatorportal.Routes(p.indicators, p.programme)...)
	routes = append(routes, p.appointmentPortal()...)
	return append(routes, centreportal.Routes(p.centres)...)
}

// portal is the public part of the program. Nobody is signed in there.
func (p *Program) portal() *web.Portal {
	mux := http.NewServeMux()
	for _, route := range p.PortalRoutes() {
		handler := route.Handler
		if route.Shared {
			handler = p.memory.Serve(handler)
		}
		mux.Handle(route.Pattern, route.Bind(handler))
	}
	mux.Handle("/", web.NotFound)
	return &web.Portal{Bundle: p.public, Handler: mux, Frame: p.publicFrame}
}

// publicFrame is what every page of the portal shows.
func (p *Program) publicFrame(r *http.Request) ui.Page {
	words := web.P(r)
	page := ui.Page{Portal: &ui.Portal{StaffURL: "/signin", Pages: p.footer(r), Feedback: words.Local(feedbackportal.URL)}}
	for _, room := range publicRooms {
		current := r.URL.Path == room.path || strings.HasPrefix(r.URL.Path, room.path+"/")
		page.Nav = append(page.Nav, ui.NavItem{Label: words.T(room.label), URL: words.Local(room.path), Icon: room.icon, Current: current})
	}
	return page
}

var publicRooms = []room{
	{"portal.nav.finder", "/finder", "search", authz.Public},
	{"portal.nav.centres", "/centres", "map", authz.Public},
	{"portal.nav.news", "/news", "document", authz.Public},
	{"portal.nav.figures", "/figures", "chart", authz.Public},
}

// mostNews is how many pieces of news the first page names.
const mostNews = 3

// home is the first page of the portal.
func (p *Program) home(w http.ResponseWriter, r *http.Request) error {
	page := web.Page(r, web.P(r).T("portal.title"))
	page.HideName = true // the languages come first
	news, err := p.pages.News(r.Context(), web.P(r).Lang())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, homeView(page, news[:min(len(news), mostNews)]))
}

// offline is what a device shows without connection.
func offline(w http.ResponseWriter, r *http.Request) error {
	page := web.Page(r, web.P(r).T("portal.offline.title"))
	page.NoIndex = true
	return web.Render(w, r, http.StatusOK, offlineView(page))
}

// appManifest is what a device needs to know to keep the portal like an app (W3C Web Application Manifest).
type appManifest struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	ShortName   string    `json:"short_name"`
	Description string    `json:"description"`
	Lang        string    `json:"lang"`
	Dir         string    `json:"dir"`
	StartURL    string    `json:"start_url"`
	Scope       string    `json:"scope"`
	Display     string    `json:"display"`
	Background  string    `json:"background_color"`
	Theme       string    `json:"theme_color"`
	Icons       []appIcon `json:"icons"`
}

type appIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

func manifest(w http.ResponseWriter, r *http.Request) error {
	words := web.P(r)
	w.Header().Set("Content-Type", "application/manifest+json")
	return json.NewEncoder(w).Encode(appManifest{
		ID: "/", Name: words.T("shell.product") + " – " + words.T("portal.name"), ShortName: words.T("shell.product"), Description: words.T("portal.description"),
		Lang: words.Lang(), Dir: words.Dir(), StartURL: words.Local("/"), Scope: "/", Display: "standalone",
		Background: "#ffffff", Theme: "#171a2b",
		Icons: []appIcon{
			{assets.Assets().URL("favicon.svg"), "any", "image/svg+xml", "any"},
			{assets.Assets().URL("icon.png"), "512x512", "image/png", "any maskable"},
		},
	})
}

// serviceWorker is the script that lets pages be read without connection. Browsers ask for it by one name, and it may
// serve what lies below its own address only.
func serviceWorker(w http.ResponseWriter, r *http.Request) error {
	script, ok := assets.Assets().At(assets.Assets().URL("sw.js"))
	if !ok {
		http.NotFound(w, r)
		return nil
	}
	h := w.Header()
	h.Set("Content-Type", script.ContentType)
	h.Set("Cache-Control", "no-cache")
	_, err := w.Write(script.Body)
	return err
}
