package portal

import (
	"net/http"
	"net/url"
	"strings"

	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// showView is the page of a centre.
type showView struct {
	scene
	*centre.Centre
	today   clock.Day
	visits  []centre.Visit // with cancelled ones
	machine map[string]any // the same for search engines
}

func (o *portal) show(w http.ResponseWriter, r *http.Request) error {
	c, err := o.centres.Centre(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := &showView{scene: newScene(r, c.Name), Centre: c, today: o.centres.Today()}
	v.visits = c.Dates(v.today)
	v.visits = v.visits[:min(len(v.visits), shownVisits)]
	v.page.HideName = true // it is German in every language
	v.page.Crumbs = []ui.NavItem{{Label: v.p.T("portal.centre.back"), URL: v.p.Local(base)}}
	v.page.Describe = strings.Join([]string{c.Name, address(c.Street, c.Postcode, c.Place), v.p.T("portal.centre.describe")}, ". ")
	v.machine = schemaOf(c, web.URL(r, centreURL(v.p, c.ID)))
	return web.Render(w, r, http.StatusOK, showPage(v))
}

// shownVisits is how many mobile dates the page of a centre lists; the calendar has all.
const shownVisits = 12

// contact is how one reaches the centre.
func (v *showView) contact() []ui.Row {
	var rows []ui.Row
	add := func(key string, known bool, row ui.Row) {
		if known {
			row.Label = v.p.T("portal.centre." + key)
			rows = append(rows, row)
		}
	}
	add("phone", v.Phone != "", ui.Row{Part: phone(v.Phone)})
	add("email", v.Email != "", ui.Row{Part: email(v.Email)})
	add("address", v.Place != "", ui.Row{Part: german(address(v.Street, v.Postcode, v.Place))})
	add("step_free", v.Offers(centre.InPerson), ui.Row{Value: v.access()})
	add("web", v.Web != "", ui.Row{Part: outside(v.Web)})
	add("offers", true, ui.Row{Value: strings.Join(v.forms(v.Centre), " · ")})
	add("languages", len(v.Languages) > 0, ui.Row{Part: v.spoken()})
	add("carrier", v.Carrier != "", ui.Row{Part: german(v.Carrier)})
	return rows
}

// access says whether there are steps.
func (v *showView) access() string {
	if v.Access == "" {
		return v.p.T("portal.centre.step_free.unknown")
	}
	return v.p.Code("step_free", string(v.Access))
}

// times are the opening hours of a weekday in words.
func (v *showView) times(spans []centre.Span) string {
	if len(spans) == 0 {
		return v.p.T("portal.centre.hours.closed")
	}
	return centre.WriteSpans(spans)
}

// host is the name of a page of somebody else.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.") + strings.TrimSuffix(u.Path, "/")
}
