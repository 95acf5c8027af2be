package office

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// overviewView shows how complete the cases are and how long people wait: by counsellor for who works at a centre, else by
// centre.
type overviewView struct {
	*web.Form
	from, to clock.Day
	site     string // the one centre that is shown; empty: several
	centres  []ui.Option
	sum      counselling.Load
	rows     []loadRow
	byWhom   bool // the rows are counsellors
	lacks    []counselling.Lack
}

// loadRow is a line of the overview.
type loadRow struct {
	counselling.Load
	name, url string // the url may be empty
}

func (o *office) overview(w http.ResponseWriter, r *http.Request) error {
	p, f := web.P(r), web.ReadQuery(r)
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return err
	}
	centres, err := o.cases.Centres(r.Context())
	if err != nil {
		return err
	}
	v := overviewView{Form: f}
	if v.site, err = o.siteOf(r, f.Get("site")); err != nil {
		return err
	}
	v.period(d.Today())
	if len(centres) > 1 {
		v.centres, err = o.centreOptions(r, centres)
	} else if len(centres) == 1 && v.site == "" {
		v.site = centres[0].ID
	}
	if err != nil {
		return err
	}
	status := http.StatusOK
	switch {
	case !f.OK():
		status = http.StatusBadRequest
	case v.site != "":
		err = o.overviewOfCentre(r, &v)
	default:
		err = o.overviewOfCentres(r, &v)
	}
	if err != nil {
		return err
	}
	page := web.Page(r, p.T("worklist.overview"))
	page.Crumbs = []ui.NavItem{listCrumb(p)}
	return web.Render(w, r, status, v.view(page))
}

// period reads the days between which the first contacts lie: this year until today unless others are asked for.
func (v *overviewView) period(today clock.Day) {
	if v.from = dayFilter(v.Form, "from"); v.Get("from") == "" {
		v.from = clock.DateDay(today.Year(), time.January, 1)
		v.Set("from", v.from.String())
	}
	if v.to = dayFilter(v.Form, "to"); v.Get("to") == "" {
		v.to = today
		v.Set("to", v.to.String())
	}
	if v.OK() && v.to < v.from {
		v.Fault("to", "error.before_start")
	}
}

// overviewOfCentre shows one centre: who works there sees the counsellors, others the whole.
func (o *office) overviewOfCentre(r *http.Request, v *overviewView) error {
	loads, err := o.cases.LoadOf(r.Context(), v.site, v.from, v.to)
	if err != nil {
		return err
	}
	for _, l := range loads {
		v.sum.Add(l)
	}
	if v.lacks, err = o.cases.Lacks(r.Context(), v.site, v.from, v.to); err != nil {
		return err
	}
	centres, err := o.cases.Centres(r.Context())
	if err != nil || !slices.ContainsFunc(centres, func(c counselling.Centre) bool { return c.ID == v.site && c.MayRecord }) {
		return err
	}
	names, err := o.staffNames(r, centres, v.site)
	if err != nil {
		return err
	}
	v.byWhom = true
	p := web.P(r)
	for _, l := range loads {
		row := loadRow{Load: l, name: cmp.Or(names[l.Counsellor], p.T("worklist.former")), url: v.listURL(counselling.All, counselling.Filter{Counsellor: l.Counsellor})}
		if l.Counsellor == "" {
			row.name, row.url = p.T("worklist.nobody"), v.listURL(counselling.All, counselling.Filter{Counsellor: counselling.None})
		}
		v.rows = append(v.rows, row)
	}
	i18n.SortBy(p, v.rows, func(row loadRow) string { return row.name })
	return nil
}

// overviewOfCentres shows several centres, those in which something happened.
func (o *office) overviewOfCentres(r *http.Request, v *overviewView) error {
	sites := make([]string, len(v.centres))
	for i, c := range v.centres {
		sites[i] = c.Value
	}
	loads, err := o.cases.Workload(r.Context(), sites, v.from, v.to)
	if err != nil {
		return err
	}
	for i, l := range loads {
		if l.Open+l.Advised == 0 {
			continue
		}
		v.sum.Add(l)
		v.rows = append(v.rows, loadRow{l, v.centres[i].Label, web.With(r, "site", l.Site)})
	}
	return nil
}

// listURL is a list of the centre shown.
func (v overviewView) listURL(l counselling.List, f counselling.Filter) string {
	return listURL(counselling.Query{List: l, Site: v.siteChosen(), Filter: f})
}

// siteChosen is the centre for an address; who has only one need not name it.
func (v overviewView) siteChosen() string {
	if len(v.centres) == 0 {
		return ""
	}
	return v.site
}

// lackURL leads to the cases that lack something.
func (v overviewView) lackURL(l counselling.Lack) string {
	return v.listURL(counselling.Incomplete, counselling.Filter{Gap: l.Gap, From: v.from, To: v.to})
}

// tiles are the figures at the top.
func (v overviewView) tiles(p *i18n.Printer) []ui.Figure {
	l := &v.sum
	link := func(list counselling.List) string {
		if v.site == "" {
			return ""
		}
		return v.listURL(list, counselling.Filter{})
	}
	figures := []ui.Figure{
		{Value: p.Number(l.Advised), Label: p.T("worklist.figure.advised"), Note: v.note(p)},
		{Value: shareText(p, l.Complete), Label: p.T("worklist.figure.complete"), Note: v.note(p)},
		{Value: daysText(p, l.Waits.Median), Unit: p.T("worklist.unit.days"), Label: p.T("worklist.figure.median"), Note: p.T("worklist.figure.median_note",
			"Average", daysText(p, l.Waits.Average), "Longest", longestText(p, l.Waits), "Known", len(l.Waits), "Of", l.Advised)},
		{Value: shareText(p, l.MobileShare), Label: p.T("worklist.figure.mobile"), Note: p.N("counselling.contacts", l.Contacts)},
		{Value: p.Number(l.Waiting), Label: p.T("worklist.title.waiting"), Note: p.T("worklist.today"), URL: link(counselling.Waiting)},
		{Value: p.Number(l.Overdue), Label: p.T("worklist.figure.overdue"), Note: p.T("worklist.today"), URL: link(counselling.DueDays)},
	}
	return figures
}

func (v overviewView) note(p *i18n.Printer) string {
	return p.T("worklist.figure.period", "From", p.DateShort(v.from), "To", p.DateShort(v.to))
}

// shareText is a share in percent; a dash where there is nothing to take it of.
func shareText(p *i18n.Printer, share func() (float64, bool)) string {
	if s, ok := share(); ok {
		return p.Percent(s)
	}
	return nothing
}

// daysText is a number of days, with one place behind the comma.
func daysText(p *i18n.Printer, days func() (float64, bool)) string {
	if d, ok := days(); ok {
		return p.Decimal(d, 1)
	}
	return nothing
}

func longestText(p *i18n.Printer, w counselling.Waits) string {
	if d, ok := w.Longest(); ok {
		return p.Number(d)
	}
	return nothing
}
