package office

import (
	"net/http"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
)

// forgetting is the page that asks before a person is forgotten (Art. 17 GDPR), and says what goes and what stays.
type forgetting struct {
	form
	*counselling.Detail
	conflict bool // somebody changed the person meanwhile
}

// agreed says whether there is a consent to withdraw, so that it must be known when and how.
func (v forgetting) agreed() bool { return v.Who.Consent(person.PurposeIdentity) != nil }

func (o *office) forgetForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	return o.showForget(w, r, http.StatusOK, f)
}

func (o *office) showForget(w http.ResponseWriter, r *http.Request, status int, f form) error {
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	beginAsked(f.Form, f.today)
	page := web.Page(r, f.p.T("counselling.forget.title"))
	page.Crumbs = caseCrumbs(f.p, d.ID)
	return web.Render(w, r, status, forgetting{f, d, status == http.StatusConflict}.view(page))
}

func (o *office) forget(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	if f.OK() {
		err = o.cases.ForgetPerson(r.Context(), r.PathValue("id"), isoDate(f.Get("withdrawn_on")), f.Get("withdrawn_medium"), f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showForget(w, r, http.StatusBadRequest, f)
	case errs.KindOf(err) == errs.Conflict:
		return o.showForget(w, r, http.StatusConflict, f)
	}
	return done(w, r, err, r.PathValue("id"), "counselling.forget.done")
}
