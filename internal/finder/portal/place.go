package portal

import (
	"net/http"
	"slices"
	"strings"

	"openiq/internal/finder"
	"openiq/internal/occupation"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// placeView asks where somebody will work.
type placeView struct {
	asked
	page  ui.Page
	p     *i18n.Printer
	of    *occupation.Occupation
	meant []ui.NavItem // places of which one was meant
}

func (o *portal) place(w http.ResponseWriter, r *http.Request) error {
	a := asked{web.ReadQuery(r)}
	of, done, err := o.chosen(w, r, a)
	if !done && err == nil {
		done, err = o.country(w, r, a, of)
	}
	if done || err != nil {
		return err
	}
	return showPlace(w, r, http.StatusOK, a, of, nil)
}

func showPlace(w http.ResponseWriter, r *http.Request, status int, a asked, of *occupation.Occupation, meant []ui.NavItem) error {
	v := &placeView{asked: a, page: web.Page(r, web.P(r).T("portal.finder.place.title")), p: web.P(r), of: of, meant: meant}
	v.page.NoIndex = true
	return web.Render(w, r, status, placePage(v))
}

// states are the Laender by name.
func states(p *i18n.Printer) []ui.Option {
	options := ui.CodeOptions(p, "state", finder.States)
	i18n.SortBy(p, options, func(o ui.Option) string { return o.Label })
	return options
}

// landCalled is the Land that has a name in the reader's language; empty for none.
func landCalled(p *i18n.Printer, name string) string {
	i := slices.IndexFunc(finder.States, func(code string) bool { return strings.EqualFold(p.Code("state", code), name) })
	if i < 0 {
		return ""
	}
	return finder.States[i]
}

// several are the places to choose from where the place that was typed leaves open who decides or where that is; none where
// there is nothing to choose. A postcode lies in one spot, so that only the authority matters.
func (o *portal) several(r *http.Request, a asked, answer *finder.Answer) ([]ui.NavItem, error) {
	q := answer.Question
	if q.Place == "" || q.District != "" || q.State != "" && answer.Decides.Certain {
		return nil, nil
	}
	p := web.P(r)
	places, err := o.finder.Places(r.Context(), q.Place)
	if err != nil {
		return nil, err
	}
	places = slices.DeleteFunc(places, func(x finder.Place) bool { return q.State != "" && x.State != q.State })
	one := places[0].Postcode != "" && !slices.ContainsFunc(places, func(x finder.Place) bool { return x.Postcode != places[0].Postcode })
	if len(places) == 1 || one && answer.Decides.Certain || q.State != "" && places[0].District == "" {
		return nil, nil
	}
	var items []ui.NavItem
	for _, x := range places {
		items = append(items, ui.NavItem{Label: called(p, x), URL: a.address(p, answerURL, "state", x.State, "district", x.District)})
	}
	return items, nil
}

// called is a place in words.
func called(p *i18n.Printer, x finder.Place) string {
	words := strings.TrimSpace(x.Postcode + " " + x.Name)
	switch {
	case x.State == "":
		return words
	case words == "":
		return p.Code("state", x.State)
	}
	return words + ", " + p.Code("state", x.State)
}
