package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// Addresses, without the language before them.
const (
	base       = "/appointments"
	newURL     = base + "/new"
	confirmURL = base + "/confirm"
	mineURL    = base + "/mine"
)

func ownPath(token string) string { return base + "/m/" + token }

// How often one address may ask, and try codes. An address stands for a whole shelter or network operator.
var (
	askRate = web.Rate{PerSecond: 1.0 / 60, Burst: 30}
	tryRate = web.Rate{PerSecond: 1.0 / 20, Burst: 60}
)

type portal struct {
	service    *appointment.Service
	asks, trys *web.Limiter
}

// Routes are this room's public addresses, without the language before them.
func Routes(service *appointment.Service, c clock.Clock) []web.Route {
	o := &portal{service, web.NewLimiter(askRate, c), web.NewLimiter(tryRate, c)}
	routes := []web.Route{
		{Pattern: "GET /appointments", Handler: toNew},
		{Pattern: "GET " + newURL, Handler: o.form},
		{Pattern: "POST /appointments", Handler: o.ask},
		{Pattern: "GET " + confirmURL, Handler: toMine},
		{Pattern: "POST " + confirmURL, Handler: o.confirm},
		{Pattern: "GET " + mineURL, Handler: o.mine},
		{Pattern: "POST " + mineURL, Handler: o.openMine},
		{Pattern: "GET /appointments/m/{token}", Handler: o.own},
		{Pattern: "POST /appointments/m/{token}", Handler: o.change},
	}
	for i := range routes {
		routes[i].Action, routes[i].Hidden = authz.Public, true
	}
	return routes
}

func toNew(w http.ResponseWriter, r *http.Request) error {
	web.Redirect(w, r, web.P(r).Local(newURL))
	return nil
}

func toMine(w http.ResponseWriter, r *http.Request) error {
	web.Redirect(w, r, web.P(r).Local(mineURL))
	return nil
}

// limited refuses who does something too often.
func limited(r *http.Request, l *web.Limiter) error {
	if l.Wait(web.ClientAddress(r)) > 0 {
		return errs.New(errs.RateLimited, "appointment.error.limit")
	}
	return nil
}

// scene is a page for a reader.
type scene struct {
	p    *i18n.Printer
	page ui.Page
}

func newScene(r *http.Request, title string) scene {
	s := scene{web.P(r), web.Page(r, web.P(r).T(title))}
	s.page.NoIndex = true
	s.page.Describe = s.p.T("portal.appointment.describe")
	return s
}

func (s scene) t(key string, args ...any) string { return s.p.T("portal.appointment."+key, args...) }

// address is that of a page in the reader's language.
func (s scene) address(path string, pairs ...string) string {
	if len(pairs) > 0 {
		path += "?" + web.NewForm(pairs...).Values.Encode()
	}
	return s.p.Local(path)
}

// when is day and time in words.
func when(p *i18n.Printer, at clock.Instant) string {
	return weekday(p, int(at.Day().Weekday())) + " · " + p.Instant(at)
}

// weekday names a day of the week; 0 and 7 are Sunday.
func weekday(p *i18n.Printer, day int) string { return p.Code("weekday", strconv.Itoa((day+6)%7+1)) }

// wishOptions are the times one can wish for.
func wishOptions(p *i18n.Printer) []ui.Option {
	options := make([]ui.Option, len(appointment.Wishes))
	for i, wish := range appointment.Wishes {
		options[i] = ui.Option{Value: wish, Label: wishLabel(p, wish)}
	}
	return options
}

func wishLabel(p *i18n.Printer, wish string) string {
	return p.T("portal.appointment.wish", "Day", p.Code("weekday", wish[:1]), "Half", p.Code("half_day", wish[1:]))
}

// slotOptions are the slots that one can take.
func slotOptions(p *i18n.Printer, slots []*appointment.Slot) []ui.Option {
	options := make([]ui.Option, len(slots))
	for i, s := range slots {
		options[i] = ui.Option{Value: s.ID, Label: when(p, s.Starts), Hint: slotHint(p, s)}
	}
	return options
}

// slotHint is what one should know of a slot beside its time.
func slotHint(p *i18n.Printer, s *appointment.Slot) string {
	words := []string{p.N("portal.appointment.slot.minutes", s.Minutes), p.Code("centre_form", string(s.Form))}
	for _, tag := range s.Languages {
		words = append(words, p.Language(tag))
	}
	if s.Interpreter {
		words = append(words, p.T("portal.appointment.slot.interpreter"))
	}
	if s.Place != "" {
		words = append(words, s.Place)
	}
	return strings.Join(words, " · ")
}

// formOptions are the ways in which a centre advises.
func formOptions(p *i18n.Printer, c *centre.Centre) []ui.Option {
	options := make([]ui.Option, len(c.Forms))
	for i, f := range c.Forms {
		options[i] = ui.Option{Value: string(f), Label: p.Code("centre_form", string(f))}
	}
	return options
}

func centreURL(p *i18n.Printer, id string) string { return p.Local("/centres/" + url.PathEscape(id)) }
