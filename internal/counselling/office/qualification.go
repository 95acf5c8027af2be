package office

import (
	"net/http"

	"openiq/internal/platform/web"
)

func (o *office) qualificationForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), whatLearned)
	if err != nil {
		return err
	}
	return o.showQualification(w, r, http.StatusOK, f)
}

func (o *office) showQualification(w http.ResponseWriter, r *http.Request, status int, f form) error {
	d, err := o.recordable(r)
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
	if f.OK() {
		_, err = o.cases.AddQualification(r.Context(), r.PathValue("id"), f.answers(whatLearned...), f.Get("key"))
	}
	if f.refused(err) {
		return o.showQualification(w, r, http.StatusBadRequest, f)
	}
	return done(w, r, err, r.PathValue("id"), "counselling.qualification.saved")
}
