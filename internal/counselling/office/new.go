package office

import (
	"net/http"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// aboutCase are the questions of a new case in the order of a conversation.
var aboutCase = slices.Concat(whyHere, whatLearned, situation, howHeld, []question{inCharge})

func (o *office) newForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm("form", "at_centre", "site_id", authz.From(r.Context()).HomeSite), aboutCase)
	if err != nil {
		return err
	}
	f.Set("held_on", f.today.String())
	return o.showNew(w, r, http.StatusOK, f)
}

func (o *office) showNew(w http.ResponseWriter, r *http.Request, status int, f form) error {
	var err error
	if f.sites, err = o.ownCentres(r); err != nil {
		return err
	}
	if f.Get("site_id") == "" && len(f.sites) == 1 {
		f.Set("site_id", f.sites[0].Value)
	}
	page := web.Page(r, f.p.T("counselling.case.new"))
	page.Crumbs = []ui.NavItem{listCrumb(f.p)}
	return web.Render(w, r, status, newView(page, f))
}

func (o *office) openCase(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, aboutCase)
	if err == nil {
		f.sites, err = o.ownCentres(r)
	}
	if err != nil {
		return err
	}
	var id string
	if f.OK() {
		id, err = o.cases.Open(r.Context(), counselling.NewCase{
			Site:          f.answers(inCharge)["site_id"],
			Case:          f.answers(situation...),
			Contact:       f.answers(slices.Concat(whyHere, howHeld)...),
			Qualification: f.answers(whatLearned...),
		}, f.Get("key"))
	}
	if f.refused(err) {
		return o.showNew(w, r, http.StatusBadRequest, f)
	}
	return done(w, r, err, id, "counselling.case.saved")
}

// ownCentres are the open centres for which the reader records.
func (o *office) ownCentres(r *http.Request) ([]ui.Option, error) {
	centres, err := o.cases.Centres(r.Context())
	if err != nil {
		return nil, err
	}
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return nil, err
	}
	var sites []*programme.Site
	for _, c := range centres {
		if c.MayRecord && d.Open(c.Site, d.Today()) {
			sites = append(sites, c.Site)
		}
	}
	return siteOptions(d, sites), nil
}
