package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"openiq/internal/centre"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

type portal struct{ centres *centre.Service }

// Routes are this room's public addresses, without the language before them.
func Routes(centres *centre.Service) []web.Route {
	o := &portal{centres}
	return []web.Route{
		{Pattern: "GET /centres", Action: authz.Public, Handler: o.list, Shared: true},
		{Pattern: "GET /centres/{id}", Action: authz.Public, Handler: o.show, Shared: true},
		{Pattern: "GET /centres/{id}/mobile.ics", Action: authz.Public, Handler: o.calendar},
	}
}

const base = "/centres"

func centreURL(p *i18n.Printer, id string, more ...string) string {
	return p.Local(strings.Join(append([]string{base, url.PathEscape(id)}, more...), "/"))
}

func appointmentURL(p *i18n.Printer, id string) string {
	return p.Local("/appointments/new?centre=" + url.QueryEscape(id))
}

// scene is a page for a reader.
type scene struct {
	p    *i18n.Printer
	page ui.Page
}

func newScene(r *http.Request, title string) scene {
	return scene{web.P(r), web.Page(r, title)}
}

// when is the day and time of a mobile date in words.
func (s scene) when(v centre.Visit) string {
	return s.p.T("portal.centre.at", "Weekday", weekday(s.p, v.Day), "Day", v.Day, "From", v.From.String(), "To", v.To.String())
}

func weekday(p *i18n.Printer, day clock.Day) string {
	return p.Code("weekday", isoWeekday(int(day.Weekday())))
}

// isoWeekday numbers the days of the week from Monday, 1, to Sunday, 7.
func isoWeekday(day int) string { return strconv.Itoa((day+6)%7 + 1) }

// away is a distance in words; it is the way as the crow flies, so no more exact than a kilometre.
func (s scene) away(km float64) string {
	if km < 1 {
		return s.p.T("portal.centre.very_near")
	}
	return s.p.T("portal.centre.km", "Km", int(km+0.5))
}

// forms are the ways of advising in words.
func (s scene) forms(c *centre.Centre) []string {
	words := make([]string, len(c.Forms))
	for i, f := range c.Forms {
		words[i] = s.p.Code("centre_form", string(f))
	}
	return words
}

// languages are the names of the languages of a centre, by name.
func (s scene) languages(c *centre.Centre) []string {
	names := make([]string, len(c.Languages))
	for i, tag := range c.Languages {
		names[i] = s.p.Language(tag)
	}
	i18n.SortBy(s.p, names, func(name string) string { return name })
	return names
}

// town is postcode and place in one line.
func town(postcode, place string) string { return strings.TrimSpace(postcode + " " + place) }

// address is street and town in one line; what is not known is left out.
func address(street, postcode, place string) string {
	if street == "" {
		return town(postcode, place)
	}
	return strings.TrimSuffix(street+", "+town(postcode, place), ", ")
}

// dial is a telephone number as a device dials it, from abroad, too.
func dial(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Replace(phone, "(0)", "", 1))
	switch {
	case strings.HasPrefix(phone, "+"):
		return "tel:+" + digits
	case strings.HasPrefix(digits, "00"):
		return "tel:+" + digits[2:]
	}
	return "tel:+49" + strings.TrimPrefix(digits, "0")
}
