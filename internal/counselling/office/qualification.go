package office

import (
	"net/http"

	"openiq/internal/counselling"
	"openiq/internal/platform/web"
)

func (o *office) qualificationForm(w http.ResponseWriter, r *http.Request) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	f, err := o.openForm(r, whatLearned, func(form) {})
	if err != nil {
		return err
	}
	f.begin = "country"
	return o.showQualification(w, r, http.StatusOK, d, f)
}

// aboutQualification tells a form of a qualification what it offers for a case.
func (o *office) aboutQualification(r *http.Request, d *counselling.Detail, f *form) (err error) {
	f.days = daysOf(d, f.today)
	f.occupations, err = o.occupationsOf(r, d.Site())
	return err
}

func (o *office) showQualification(w http.ResponseWriter, r *http.Request, status int, d *counselling.Detail, f form) error {
	err := o.aboutQualification(r, d, &f)
	if err == nil {
		err = o.noteAgreed(r, f, d.Held)
	}
	if err == nil {
		err = o.keepDraft(r, &f, "counselling.qualification.new")
	}
	if err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.qualification.new"))
	page.Crumbs = caseCrumbs(f.p, d.Row.ID)
	return web.Render(w, r, status, qualificationView(page, d.Row.ID, f))
}

func (o *office) addQualification(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, whatLearned)
	if err != nil {
		return err
	}
	d, err := o.recordable(r)
	if err != nil {
		return o.lost(w, r, f, err)
	}
	if err := o.aboutQualification(r, d, &f); err != nil {
		return err
	}
	if err := o.noteAgreed(r, f, d.Held); err != nil {
		return err
	}
	if in := f.answers(whatLearned...); f.OK() {
		_, err = o.cases.AddQualification(r.Context(), d.Row.ID, in, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showQualification(w, r, http.StatusBadRequest, d, f)
	case f.conflicts(err):
		return o.showQualification(w, r, http.StatusConflict, d, f)
	case err != nil:
		return o.lost(w, r, f, err)
	}
	return o.saved(w, r, f, d.Row.ID, "counselling.qualification.saved")
}
