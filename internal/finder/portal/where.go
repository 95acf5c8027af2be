package portal

import (
	"net/http"

	"openiq/internal/finder"
	"openiq/internal/occupation"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// whereView asks where somebody learned it.
type whereView struct {
	asked
	page  ui.Page
	p     *i18n.Printer
	of    *occupation.Occupation
	meant []ui.Option // countries of which one was meant
}

func (o *portal) where(w http.ResponseWriter, r *http.Request) error {
	a := asked{web.ReadQuery(r)}
	of, done, err := o.chosen(w, r, a)
	if done || err != nil {
		return err
	}
	return showWhere(w, r, http.StatusOK, a, of)
}

// chosen is the occupation of the address. Without one, or with one that nobody knows, the first page answers: done.
func (o *portal) chosen(w http.ResponseWriter, r *http.Request, a asked) (of *occupation.Occupation, done bool, err error) {
	p := web.P(r)
	if a.Get("occupation") == "" {
		web.Redirect(w, r, a.address(p, learnedURL))
		return nil, true, nil
	}
	catalogue, err := o.occupations.Catalogue(r.Context())
	if err != nil {
		return nil, true, err
	}
	if of = catalogue.Get(a.Get("occupation")); of == nil {
		return nil, true, o.showLearned(w, r, http.StatusBadRequest, p.T("finder.error.occupation"))
	}
	return of, false, nil
}

func showWhere(w http.ResponseWriter, r *http.Request, status int, a asked, of *occupation.Occupation) error {
	p := web.P(r)
	v := &whereView{asked: a, page: web.Page(r, p.T("portal.finder.where.title")), p: p, of: of}
	v.page.NoIndex = true
	if candidates := ui.Candidates(countries(p), a.Get("country")); len(candidates) > 1 && len(candidates) <= mostFound {
		v.meant = candidates
	}
	return web.Render(w, r, status, wherePage(v))
}

// countries are all countries by name.
func countries(p *i18n.Printer) []ui.Option { return ui.CountryOptions(p) }

// country makes the country of the address a code. Where words were typed it leads to the same page with the code; where they
// are none it asks again: done.
func (o *portal) country(w http.ResponseWriter, r *http.Request, a asked, of *occupation.Occupation) (done bool, err error) {
	p, typed := web.P(r), a.Get("country")
	code, ok := ui.CodeOf(countries(p), shorten(typed, maxSearch))
	switch {
	case typed == "":
		web.Redirect(w, r, a.address(p, whereURL))
		return true, nil
	case !ok:
		a.Fault("country", "finder.error.country")
	case code == finder.Germany:
		a.Fault("country", "finder.error.germany")
	case code != typed:
		web.Redirect(w, r, a.address(p, r.URL.Path, "country", code))
		return true, nil
	default:
		return false, nil
	}
	return true, showWhere(w, r, http.StatusBadRequest, a, of)
}
