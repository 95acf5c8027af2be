// Package portal shows the written pages and the news to everybody.
package portal

import (
	"net/http"

	"openiq/internal/page"
	"openiq/internal/page/markdown"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

type portal struct{ pages *page.Service }

// Routes are this room's addresses below each language of the portal.
func Routes(s *page.Service) []web.Route {
	o := &portal{s}
	return []web.Route{
		{Pattern: "GET /pages/{slug}", Action: authz.Public, Handler: o.page, Shared: true},
		{Pattern: "GET /news", Action: authz.Public, Handler: o.news, Shared: true},
		{Pattern: "GET /news/feed", Action: authz.Public, Handler: o.feed, Shared: true, Hidden: true},
		{Pattern: "GET /news/{slug}", Action: authz.Public, Handler: o.item, Shared: true},
	}
}

// view is a written page for a reader.
type view struct {
	page  ui.Page
	p     *i18n.Printer
	shown *page.Shown
}

func (o *portal) page(w http.ResponseWriter, r *http.Request) error {
	shown, err := o.pages.Page(r.Context(), r.PathValue("slug"), web.P(r).Lang())
	return show(w, r, shown, err)
}

func (o *portal) item(w http.ResponseWriter, r *http.Request) error {
	shown, err := o.pages.Item(r.Context(), r.PathValue("slug"), web.P(r).Lang())
	return show(w, r, shown, err)
}

func show(w http.ResponseWriter, r *http.Request, shown *page.Shown, err error) error {
	if err != nil {
		return err
	}
	v := view{web.Page(r, shown.Title), web.P(r), shown}
	v.page.Describe, v.page.HideName = shown.Summary, true
	if shown.IsNews() {
		v.page.Crumbs = []ui.NavItem{{Label: v.p.T("portal.page.news"), URL: v.p.Local("/news")}}
	}
	return web.Render(w, r, http.StatusOK, writtenPage(v))
}

// foreign says whether the text is in another language than the rest of the page.
func (v view) foreign() bool { return v.shown.Lang != v.p.Lang() }

// body is the text with links into the reader's language.
func (v view) body() string { return markdown.Local(v.shown.HTML, v.p.Lang()) }

// newsView is the list of news.
type newsView struct {
	page ui.Page
	p    *i18n.Printer
	news []*page.Shown
}

func (o *portal) news(w http.ResponseWriter, r *http.Request) error {
	news, err := o.pages.News(r.Context(), web.P(r).Lang())
	if err != nil {
		return err
	}
	v := newsView{web.Page(r, web.P(r).T("portal.page.news")), web.P(r), news}
	v.page.Describe = v.p.T("portal.page.news.about")
	return web.Render(w, r, http.StatusOK, newsPage(v))
}
