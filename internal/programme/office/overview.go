package office

import (
	"net/http"

	"github.com/a-h/templ"

	"openiq/internal/codelist"
	"openiq/internal/platform/chart"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
	assets "openiq/web"
)

// overviewView is the network on a day.
type overviewView struct {
	frame
	on       ui.Field
	day      clock.Day
	query    string // of links that keep the day
	figures  []ui.Figure
	networks []networkRow
	placed   templ.Component // the map; nil where it is not built
	byState  []stateRow
	mayAdd   bool
}

// networkRow is a network on a day.
type networkRow struct {
	*programme.Network
	coordinator             *programme.Organisation
	projects, fixed, mobile int
}

// stateRow is a Land with what is there on a day.
type stateRow struct {
	code, name    string
	networks      []*programme.Network
	fixed, mobile int
}

func (o *office) overview(w http.ResponseWriter, r *http.Request) error {
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	p, f := web.P(r), web.ReadQuery(r)
	v := overviewView{frame: newFrame(r, p.T("programme.overview.title")), mayAdd: programme.MayAdd(r.Context(), programme.KindNetwork)}
	v.day = dayIn(f, d.Today())
	if v.day != d.Today() {
		v.query = "?on=" + v.day.String()
	}
	if f.Get("on") == "" {
		f.Set("on", v.day.String())
	}
	v.on = f.Field(p, "on", p.T("programme.on"))
	v.networks = networksOn(d, v.day)
	v.byState = statesOn(p, d, v.day)
	v.figures = figuresOn(p, d, v.day)
	v.placed = overviewMap(p, v)
	return web.Render(w, r, http.StatusOK, overviewPage(v))
}

func networksOn(d *programme.Directory, on clock.Day) []networkRow {
	byID := map[string]*networkRow{}
	var rows []networkRow
	for _, n := range d.Networks {
		if n.Span.Contains(on) {
			rows = append(rows, networkRow{Network: n, coordinator: d.Coordinator(n.ID, on)})
		}
	}
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	for _, project := range d.Projects {
		row := byID[project.NetworkOn(on)]
		if row == nil || !project.Span.Contains(on) {
			continue
		}
		row.projects++
		fixed, mobile := openSites(d, project, on)
		row.fixed, row.mobile = row.fixed+fixed, row.mobile+mobile
	}
	return rows
}

// openSites are the sites of a project that are open on a day.
func openSites(d *programme.Directory, project *programme.Project, on clock.Day) (fixed, mobile int) {
	for _, s := range d.SitesOf(project.ID) {
		if d.Open(s, on) {
			fixed, mobile = countKind(s, fixed, mobile)
		}
	}
	return fixed, mobile
}

func countKind(s *programme.Site, fixed, mobile int) (int, int) {
	if s.Kind == "mobile" {
		return fixed, mobile + 1
	}
	return fixed + 1, mobile
}

// advises says whether a site counts as a counselling centre: one of a project of that kind (exchange.md section 4).
func advises(d *programme.Directory, s *programme.Site) bool {
	project := d.Project(s.ProjectID)
	return project != nil && project.Kind == "counselling"
}

func statesOn(p *i18n.Printer, d *programme.Directory, on clock.Day) []stateRow {
	var rows []stateRow
	at := map[string]int{}
	for i, code := range codelist.Codes("state") {
		rows = append(rows, stateRow{code: code, name: p.Code("state", code)})
		at[code] = i
	}
	for _, n := range d.Networks {
		for _, code := range n.States {
			if i, known := at[code]; known && n.Span.Contains(on) {
				rows[i].networks = append(rows[i].networks, n)
			}
		}
	}
	for _, s := range d.Sites {
		if i, known := at[s.State]; known && d.Open(s, on) && advises(d, s) {
			rows[i].fixed, rows[i].mobile = countKind(s, rows[i].fixed, rows[i].mobile)
		}
	}
	i18n.SortBy(p, rows, func(r stateRow) string { return r.name })
	return rows
}

func figuresOn(p *i18n.Printer, d *programme.Directory, on clock.Day) []ui.Figure {
	var networks, projects, refugees, fixed, mobile, centres int
	for _, n := range d.Networks {
		networks += one(n.Span.Contains(on))
	}
	for _, x := range d.Projects {
		inNetwork := x.Span.Contains(on) && x.NetworkOn(on) != ""
		projects += one(inNetwork)
		refugees += one(inNetwork && x.ForRefugees)
	}
	for _, s := range d.Sites {
		if d.Open(s, on) && advises(d, s) {
			fixed, mobile = countKind(s, fixed, mobile)
		}
	}
	for _, c := range d.CompetenceCentres {
		centres += one(c.Span.Contains(on))
	}
	figure := func(n int, key, note string) ui.Figure {
		return ui.Figure{Value: p.Number(n), Label: p.T("programme.figure." + key), Note: note}
	}
	return []ui.Figure{figure(networks, "networks", ""), figure(projects, "projects", p.T("programme.figure.refugees", "Count", refugees)),
		figure(fixed, "fixed", ""), figure(mobile, "mobile", ""), figure(centres, "centres", "")}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// overviewMap shades the Laender by their counselling centres.
func overviewMap(p *i18n.Printer, v overviewView) templ.Component {
	outlines, err := assets.Assets().Germany()
	if err != nil {
		return nil // the assets are not built, which the frame says
	}
	lands := map[string]chart.Land{}
	for _, s := range v.byState {
		n := s.fixed + s.mobile
		lands[s.code] = chart.Land{Name: s.name, Value: int64(n), Text: p.Number(n)}
	}
	return chart.Map{
		Caption:  chart.Caption{ID: "map", Title: p.T("programme.map.title", "Day", v.day), Desc: p.T("programme.map.text"), RTL: p.Dir() == "rtl"},
		Outlines: outlines, Lands: lands, Legend: p.T("programme.map.legend"),
		Format: func(n int64) string { return p.Number(int(n)) },
	}
}
