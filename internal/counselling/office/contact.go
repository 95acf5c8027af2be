package office

import (
	"net/http"

	"openiq/internal/counselling"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

func (o *office) contactForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm("form", "at_centre"), aboutContact)
	if err != nil {
		return err
	}
	f.Set("held_on", f.today.String())
	return o.showContact(w, r, http.StatusOK, f)
}

// showContact shows the form of a later contact to those who may record it; to others there is no such page.
func (o *office) showContact(w http.ResponseWriter, r *http.Request, status int, f form) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	if f.sites, err = o.contactSites(r, d); err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.contact.new"))
	page.Crumbs = caseCrumbs(f.p, d.Row.ID)
	return web.Render(w, r, status, contactView(page, d.Row.ID, f))
}

func (o *office) recordContact(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, aboutContact)
	if err != nil {
		return err
	}
	if f.Get("site_id") != "" { // a name must be looked up
		if err := o.nameSites(r, &f); err != nil {
			return err
		}
	}
	if f.OK() {
		_, err = o.cases.RecordContact(r.Context(), r.PathValue("id"), f.answers(aboutContact...), f.Get("key"))
	}
	if f.refused(err) {
		return o.showContact(w, r, http.StatusBadRequest, f)
	}
	return done(w, r, err, r.PathValue("id"), "counselling.contact.saved")
}

// recordable is the case of the address, for those who may record for it.
func (o *office) recordable(r *http.Request) (*counselling.Detail, error) {
	d, err := o.cases.Get(r.Context(), r.PathValue("id"))
	if err == nil && !d.MayRecord {
		err = errs.Missing()
	}
	return d, err
}

// done leads to the case, with a word about what happened.
func done(w http.ResponseWriter, r *http.Request, err error, caseID, message string) error {
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, message)
	web.Redirect(w, r, caseURL(caseID))
	return nil
}

// nameSites lets a form know the centres at which a contact of its case may have been held.
func (o *office) nameSites(r *http.Request, f *form) error {
	d, err := o.recordable(r)
	if err == nil {
		f.sites, err = o.contactSites(r, d)
	}
	return err
}
