package office

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"openiq/internal/appointment"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// URL is the address of the requests of the reader's centre.
const URL = "/requests"

const slotsURL = "/slots"

type office struct{ service *appointment.Service }

// Routes are this room's addresses for staff.
func Routes(service *appointment.Service) []web.Route {
	o := &office{service}
	routes := []web.Route{
		{Pattern: "GET " + URL, Handler: o.list},
		{Pattern: "GET /requests/{id}", Handler: o.show},
		{Pattern: "POST /requests/{id}", Handler: o.answer},
		{Pattern: "GET " + slotsURL, Handler: o.slots},
		{Pattern: "POST " + slotsURL, Handler: o.createSlots},
		{Pattern: "POST /slots/remove", Handler: o.removeSlot},
	}
	for i := range routes {
		routes[i].Action = appointment.ActionAnswer
	}
	return routes
}

// Tabs is the tab that leads from the lists of cases to the requests, with how many wait.
func Tabs(service *appointment.Service) func(r *http.Request) ([]ui.NavItem, error) {
	return func(r *http.Request) ([]ui.NavItem, error) {
		if !authz.From(r.Context()).May(appointment.ActionAnswer) {
			return nil, nil
		}
		n, err := service.CountWaiting(r.Context())
		p := web.P(r)
		return []ui.NavItem{{Label: p.T("appointment.tab") + " (" + p.Number(n) + ")", URL: URL}}, err
	}
}

// scene is a page about the requests or slots of a site.
type scene struct {
	p     *i18n.Printer
	page  ui.Page
	sites []*programme.Site // of the reader
	site  *programme.Site   // which the page is about; nil: the reader has none
	today clock.Day
}

// newScene chooses the site that the address names, else the reader's own, else the first.
func (o *office) newScene(r *http.Request, title, chosen string) (*scene, error) {
	s := &scene{p: web.P(r), page: web.Page(r, web.P(r).T(title)), today: o.service.Today()}
	var err error
	if s.sites, err = o.service.Sites(r.Context()); err != nil {
		return nil, err
	}
	home := authz.From(r.Context()).HomeSite
	for _, site := range s.sites {
		if s.site == nil || site.ID == chosen || site.ID == home && s.site.ID != chosen {
			s.site = site
		}
	}
	return s, nil
}

func (s *scene) t(key string, args ...any) string { return s.p.T("appointment."+key, args...) }

// siteOptions are the reader's sites.
func (s *scene) siteOptions() []ui.Option {
	options := make([]ui.Option, len(s.sites))
	for i, site := range s.sites {
		options[i] = ui.Option{Value: site.ID, Label: site.Name}
	}
	return options
}

func siteQuery(address, site string, pairs ...string) string {
	return address + "?" + web.NewForm(append([]string{"site", site}, pairs...)...).Values.Encode()
}

// tabs lead to the open requests, those that have ended, and the slots.
func (s *scene) tabs(current string) []ui.NavItem {
	if s.site == nil {
		return nil
	}
	return []ui.NavItem{
		{Label: s.t("tab.open"), URL: siteQuery(URL, s.site.ID), Current: current == "open"},
		{Label: s.t("tab.ended"), URL: siteQuery(URL, s.site.ID, "list", "ended"), Current: current == "ended"},
		{Label: s.t("tab.slots"), URL: siteQuery(slotsURL, s.site.ID), Current: current == "slots"},
	}
}

func requestURL(id string) string { return "/requests/" + url.PathEscape(id) }

// when is day and time in words.
func when(p *i18n.Printer, at clock.Instant) string {
	if at == 0 {
		return ""
	}
	return p.Code("weekday", strconv.Itoa((int(at.Day().Weekday())+6)%7+1)) + ", " + p.InstantShort(at)
}

// wishes are wished times in words.
func wishes(p *i18n.Printer, r *appointment.Request) string {
	if r.Details == nil {
		return ""
	}
	words := make([]string, len(r.Details.Wishes))
	for i, wish := range r.Details.Wishes {
		words[i] = p.Code("weekday", wish[:1]) + " " + p.Code("half_day", wish[1:])
	}
	return strings.Join(words, ", ")
}

// tones are how a state shows.
var tones = map[appointment.State]ui.Kind{appointment.Waiting: ui.Warning, appointment.Offered: ui.Info, appointment.Booked: ui.Success,
	appointment.Declined: ui.Info, appointment.Withdrawn: ui.Info, appointment.Done: ui.Success}
