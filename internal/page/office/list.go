package office

import (
	"net/http"

	"openiq/internal/page"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// listView shows every page in every language with how far it is.
type listView struct {
	page    ui.Page
	p       *i18n.Printer
	langs   []string
	entries map[string]map[string]page.Entry
	news    []string // slugs
}

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	entries, err := o.pages.Entries(r.Context())
	if err != nil {
		return err
	}
	v := listView{web.Page(r, web.P(r).T("page.title")), web.P(r), o.pages.Languages(), entries, page.NewsSlugs(entries)}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

func (v listView) columns() []ui.Column {
	columns := []ui.Column{{Label: v.p.T("page.column.page")}}
	for _, lang := range v.langs {
		columns = append(columns, ui.Column{Label: language(v.p, lang)})
	}
	return columns
}

// name is what a page is called: in German, else in any language.
func (v listView) name(slug string) string {
	if title := v.entries[slug][page.Source].Title(); title != "" {
		return title
	}
	for _, lang := range v.langs {
		if title := v.entries[slug][lang].Title(); title != "" {
			return title
		}
	}
	return slug
}

// entry is one field of the list.
func (v listView) entry(slug, lang string) page.Entry {
	e := v.entries[slug][lang]
	e.Chain = page.Chain{Slug: slug, Lang: lang}
	return e
}

// waiting are the chains whose latest version somebody else should look at.
func (v listView) waiting() []page.Entry {
	return v.all(func(e page.Entry) bool { return e.Head != nil && e.Head.State == page.Review })
}

// incomplete are the pages on show with blanks to be filled in.
func (v listView) incomplete() []page.Entry {
	return v.all(func(e page.Entry) bool { return e.Shown != nil && len(e.Shown.Blanks()) > 0 })
}

func (v listView) all(which func(page.Entry) bool) []page.Entry {
	var found []page.Entry
	for _, slug := range append(append([]string{}, page.Slugs...), v.news...) {
		for _, lang := range v.langs {
			if e := v.entry(slug, lang); which(e) {
				found = append(found, e)
			}
		}
	}
	return found
}

// standing is how far a chain is, in a word with a tone.
func standing(e page.Entry) (ui.Kind, string) {
	switch {
	case e.Head != nil && (e.Head.State == page.Draft || e.Head.State == page.Review || e.Head.State == page.Approved):
		return ui.Info, "code.page_state." + string(e.Head.State)
	case e.Shown == nil && e.Head != nil:
		return ui.Warning, "code.page_state.withdrawn"
	case e.Shown == nil:
		return ui.Warning, "page.state.missing"
	case e.Shown.Outdated:
		return ui.Warning, "page.state.outdated"
	case e.Shown.Number == 0:
		return ui.Success, "page.state.shipped"
	}
	return ui.Success, "code.page_state.published"
}
