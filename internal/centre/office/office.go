package office

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// Names says what accounts are called, by id; what is no account is left out.
type Names interface {
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

type office struct {
	centres *centre.Service
	names   Names
}

// Routes are this room's addresses; all need the right to say what the public is told.
func Routes(centres *centre.Service, names Names) []web.Route {
	o := &office{centres, names}
	var routes []web.Route
	for pattern, handler := range map[string]web.Func{
		"GET /centres":                              o.list,
		"GET /centres/{id}":                         o.show,
		"GET /centres/{id}/edit":                    o.editForm,
		"POST /centres/{id}/edit":                   o.save,
		"POST /centres/{id}/checked":                o.checked,
		"GET /centres/{id}/stops/new":               o.stopForm,
		"POST /centres/{id}/stops/new":              o.saveStop,
		"GET /centres/{id}/stops/{stop}":            o.stopForm,
		"POST /centres/{id}/stops/{stop}":           o.saveStop,
		"POST /centres/{id}/stops/{stop}/removed":   o.removeStop,
		"POST /centres/{id}/stops/{stop}/cancelled": o.cancel,
	} {
		routes = append(routes, web.Route{Pattern: pattern, Action: centre.ActionEdit, Handler: handler})
	}
	return routes
}

const base = "/centres"

func centreURL(id string, more ...string) string {
	return strings.Join(append([]string{base, url.PathEscape(id)}, more...), "/")
}

func stopURL(id, stop string, more ...string) string {
	return centreURL(id, append([]string{"stops", url.PathEscape(stop)}, more...)...)
}

// publicURL is the page of a centre in the portal, in the reader's language where the portal has it.
func publicURL(p *i18n.Printer, id string) string { return p.Local(centreURL(id)) }

// scene is a page for a reader.
type scene struct {
	p     *i18n.Printer
	page  ui.Page
	today clock.Day
}

func (o *office) scene(r *http.Request, title string) scene {
	return scene{web.P(r), web.Page(r, title), o.centres.Today()}
}

// of is a page below that of a centre.
func (o *office) of(r *http.Request, c *centre.Centre, title string) scene {
	s := o.scene(r, title)
	s.page.Crumbs = []ui.NavItem{{Label: s.p.T("centre.list.title"), URL: base}, {Label: c.Name, URL: centreURL(c.ID)}}
	return s
}

// label names a field.
func (s scene) label(name string) string {
	if day, ok := strings.CutPrefix(name, hoursOf); ok {
		return s.p.Code("weekday", day)
	}
	return s.p.T("centre.field." + name)
}

// gaps are what a centre lacks, in words.
func (s scene) gaps(c *centre.Centre) []string {
	var words []string
	for _, g := range c.Gaps(s.today) {
		words = append(words, s.p.T("centre.gap."+string(g)))
	}
	return words
}

// address is street and town in one line; what is not known is left out.
func address(street, postcode, place string) string {
	town := strings.TrimSpace(postcode + " " + place)
	if street == "" || town == "" {
		return street + town
	}
	return street + ", " + town
}

// change is what a form changes, in the version in which somebody read it.
func change(id string, f *web.Form) centre.Change {
	version, _ := strconv.ParseInt(f.Get("version"), 10, 64) // a broken one is that of no stored state
	if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	return centre.Change{ID: id, Version: version, Key: f.Get("key")}
}

// begin gives a form its version and key.
func begin(f *web.Form, version int64) {
	f.Set("version", strconv.FormatInt(version, 10))
	f.Set("key", ident.Token())
}

// done answers a button on the page of a centre: it says what happened, and leads back there.
func done(w http.ResponseWriter, r *http.Request, id, message string, err error) error {
	switch {
	case errs.KindOf(err) == errs.Conflict && err != nil: // what was looked at is not what is stored any more
		web.Flash(w, r, ui.Warning, "centre.changed_meanwhile")
	case err != nil:
		return err
	default:
		web.Flash(w, r, ui.Success, message)
	}
	web.Redirect(w, r, centreURL(id))
	return nil
}

// isoDay reads a day the German way, as somebody types it where the browser has no calendar: 30.9.2018.
func isoDay(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 {
		return s
	}
	two := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	return strings.TrimSpace(parts[2]) + "-" + two(parts[1]) + "-" + two(parts[0])
}
