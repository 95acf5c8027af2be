package portal

import (
	"net/http"

	"openiq/internal/finder"
	"openiq/internal/occupation"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

const (
	mostFound = 12
	maxSearch = 200 // characters of a search that count
)

// learnedView asks what somebody learned.
type learnedView struct {
	asked
	page  ui.Page
	p     *i18n.Printer
	wrong string // why the occupation of the address does not do
	query string
	area  string
	found []found
}

// found is an occupation to choose.
type found struct {
	url, title, german, does, word string
	wordLang                       string
	former                         bool
}

func (o *portal) learned(w http.ResponseWriter, r *http.Request) error {
	return o.showLearned(w, r, http.StatusOK, "")
}

// showLearned is the first page, with what is wrong about the occupation that somebody came with.
func (o *portal) showLearned(w http.ResponseWriter, r *http.Request, status int, wrong string) error {
	p := web.P(r)
	v := &learnedView{asked: asked{web.ReadQuery(r)}, page: web.Page(r, p.T("portal.finder.title")), p: p, wrong: wrong}
	v.page.Describe, v.query, v.area = p.T("portal.finder.describe"), shorten(v.Get("q"), maxSearch), v.Get("area")
	v.page.NoIndex = v.query != "" || v.area != "" || len(v.values()) > 0
	var err error
	switch {
	case v.query != "":
		err = o.search(r, v)
	case v.area != "":
		err = o.browse(r, v)
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, status, learnedPage(v))
}

// search finds reference occupations; what only ESCO knows stands for those nearest to it.
func (o *portal) search(r *http.Request, v *learnedView) error {
	all, err := o.occupations.Find(r.Context(), v.query, base(v.p.Lang()), mostFound)
	if err != nil {
		return err
	}
	catalogue, err := o.occupations.Catalogue(r.Context())
	if err != nil {
		return err
	}
	known := map[string]bool{}
	add := func(one *occupation.Occupation, because occupation.Found) {
		if one == nil || known[one.Code] || len(v.found) == mostFound {
			return
		}
		known[one.Code] = true
		f := o.choice(v, one)
		if because.Reason.Label != f.title && because.Reason.Label != f.german {
			f.word, f.wordLang = because.Reason.Label, because.Reason.Lang
		}
		v.found = append(v.found, f)
	}
	for _, f := range all {
		add(f.Reference, f)
		for _, code := range f.Nearest {
			add(catalogue.Get(code), f)
		}
	}
	return nil
}

// browse lists a field of work by title.
func (o *portal) browse(r *http.Request, v *learnedView) error {
	all, err := o.finder.InArea(r.Context(), v.area)
	if err != nil {
		return err
	}
	for _, one := range all {
		f := o.choice(v, one)
		f.does = "" // the list is long
		v.found = append(v.found, f)
	}
	i18n.SortBy(v.p, v.found, func(f found) string { return f.title })
	return nil
}

// choice is an occupation as one chooses it.
func (o *portal) choice(v *learnedView, one *occupation.Occupation) found {
	f := found{url: v.address(v.p, whereURL, "occupation", one.Code), title: one.TitleIn(base(v.p.Lang())), german: one.Title(), does: one.Does,
		former: !one.ValidOn(o.finder.Today())}
	if f.german == f.title {
		f.german = ""
	}
	return f
}

func (v *learnedView) areas() []ui.NavItem {
	items := make([]ui.NavItem, len(finder.Areas))
	for i, a := range finder.Areas {
		items[i] = ui.NavItem{Label: v.p.T("portal.finder.area." + a.Code), URL: v.address(v.p, learnedURL) + separator(v.values()) + "area=" + a.Code, Current: a.Code == v.area}
	}
	return items
}

// separator stands between an address with these values and one more.
func separator(values map[string][]string) string {
	if len(values) == 0 {
		return "?"
	}
	return "&"
}

// shorten is the beginning of a text.
func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
