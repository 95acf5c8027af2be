package office

import (
	"net/http"

	"github.com/a-h/templ"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/programme"
	assets "openiq/web"
)

func (o *office) sites(w http.ResponseWriter, r *http.Request) error {
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	f := web.ReadQuery(r)
	on := anyDay(f)
	if _, asked := f.Values["on"]; !asked {
		on = d.Today()
		f.Set("on", on.String())
	}
	l := listing[programme.Site]{frame: newFrame(r, web.P(r).T("programme.sites.title")), form: f, d: d, on: on,
		mayAdd: programme.MayAdd(r.Context(), programme.KindSite)}
	var found []*programme.Site
	for _, s := range d.Sites {
		if siteFits(d, s, f, on) {
			found = append(found, s)
		}
	}
	l.turn(r, d.Sites, found, func(s *programme.Site) string { return s.ID })
	return web.Render(w, r, http.StatusOK, sitesPage(l, found))
}

func siteFits(d *programme.Directory, s *programme.Site, f *web.Form, on clock.Day) bool {
	if on != clock.NoDay && !d.Open(s, on) {
		return false
	}
	network := ""
	if x := d.Project(s.ProjectID); x != nil {
		network = x.NetworkOn(standing(d, x, on))
	}
	return fits(f.Get("kind"), s.Kind) && fits(f.Get("state"), s.State) && fits(f.Get("network"), network) &&
		has(f.Get("q"), s.Name, s.Place, s.Postcode, s.ID)
}

// mapOf draws sites; nil where the map is not built.
func mapOf(p *i18n.Printer, sites []*programme.Site) templ.Component {
	outlines, err := assets.Assets().Germany()
	if err != nil {
		return nil
	}
	return siteMap{outlines: outlines, sites: sites, p: p}
}

// shown is how many of the sites have a position on the map.
func shown(sites []*programme.Site) int {
	n := 0
	for _, s := range sites {
		n += one(s.Located)
	}
	return n
}
