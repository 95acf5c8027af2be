package app

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"openiq/internal/feedback"
	feedbackoffice "openiq/internal/feedback/office"
	feedbackportal "openiq/internal/feedback/portal"
	written "openiq/internal/page"
	pageoffice "openiq/internal/page/office"
	pageportal "openiq/internal/page/portal"
	pagereport "openiq/internal/page/report"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// wireWritten makes the rooms of the written pages and of what readers say about pages.
func (p *Program) wireWritten(keys *crypt.Keys) {
	var langs []string
	for _, l := range p.public.Languages() {
		langs = append(langs, l.Tag)
	}
	p.pages, p.feedback = written.New(p.db, langs), feedback.New(p.db, keys)
}

// writtenPortal are their addresses on the portal.
func (p *Program) writtenPortal() []web.Route {
	return append(pageportal.Routes(p.pages), feedbackportal.Routes(p.feedback, p.db.Clock())...)
}

// writtenOffice are those in the office.
func (p *Program) writtenOffice() []web.Route {
	return append(pageoffice.Routes(p.pages, p.accounts, p.draftOffice, p.isPublicPage, pagereport.Fetch), feedbackoffice.Routes(p.feedback)...)
}

// isPublicPage says whether the portal has a page at a path without its language.
func (p *Program) isPublicPage(path string) bool {
	mux := http.NewServeMux()
	for _, route := range p.PortalRoutes() {
		mux.Handle(route.Pattern, route.Bind(route.Handler))
	}
	_, pattern := mux.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}})
	return pattern != ""
}

// CheckLinks looks at the links of all written pages that are public, and returns those that somebody should look at.
func (p *Program) CheckLinks(ctx context.Context) ([]written.Link, error) {
	if err := p.pages.CheckLinks(ctx, p.isPublicPage, pagereport.Fetch); err != nil {
		return nil, err
	}
	links, err := p.pages.Links(ctx)
	var broken []written.Link
	for _, l := range links {
		if l.Result.Broken() {
			broken = append(broken, l)
		}
	}
	return broken, err
}

// footer are the links to the written pages at the foot of every public page. A page does without when they cannot be read.
func (p *Program) footer(r *http.Request) []ui.NavItem {
	words := web.P(r)
	menu, err := p.pages.Menu(r.Context(), words.Lang())
	if err != nil {
		p.log.Error("reading the written pages", "error", err)
	}
	items := make([]ui.NavItem, len(menu))
	for i, m := range menu {
		items[i] = ui.NavItem{Label: m.Title, URL: words.Local(m.Path), Current: r.URL.Path == m.Path}
	}
	return items
}

// publishDue publishes every minute what was approved for a time that has come.
func (p *Program) publishDue(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := p.pages.PublishDue(ctx); err != nil && ctx.Err() == nil {
			p.log.Error("publishing what is due", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
