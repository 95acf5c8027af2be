package office

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"openiq/internal/page"
	"openiq/internal/page/markdown"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// versionView shows a version and what it changed.
type versionView struct {
	*scene
	version *page.Version
	lines   []page.Line // compared with the version before; none of the first
}

func (o *office) version(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(r.PathValue("version"), 10, 64)
	if err != nil || number < 0 {
		return errs.Missing()
	}
	v := versionView{scene: s}
	if v.version, err = o.pages.Get(r.Context(), s.Chain, number); err != nil {
		return err
	}
	if number > 0 {
		before, err := o.pages.Get(r.Context(), s.Chain, number-1)
		if err == nil {
			v.lines = page.Diff(text(before), text(v.version))
		} else if errs.KindOf(err) != errs.NotFound {
			return err
		}
	}
	s.below(s.p.T("page.version", "Number", int(number)))
	return web.Render(w, r, http.StatusOK, versionPage(v))
}

// text is all of a version that is compared.
func text(v *page.Version) string { return v.Title + "\n" + v.Summary + "\n\n" + v.Body }

func (v versionView) html() string {
	return markdown.Local(markdown.ToHTML(v.version.Body), v.Lang)
}

// linksView shows what was found behind the links.
type linksView struct {
	page   ui.Page
	p      *i18n.Printer
	all    []page.Link
	broken []page.Link
}

func (o *office) links(w http.ResponseWriter, r *http.Request) error {
	all, err := o.pages.Links(r.Context())
	if err != nil {
		return err
	}
	v := linksView{page: web.Page(r, web.P(r).T("page.links")), p: web.P(r), all: all}
	v.page.Crumbs = []ui.NavItem{{Label: v.p.T("page.title"), URL: base}}
	for _, l := range all {
		if l.Result.Broken() {
			v.broken = append(v.broken, l)
		}
	}
	return web.Render(w, r, http.StatusOK, linksPage(v))
}

// patience is how long looking at all links may take: less than a browser waits.
const patience = time.Minute

func (o *office) checkLinks(w http.ResponseWriter, r *http.Request) error {
	within, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	look := func(_ context.Context, address string) (page.Result, int) {
		if within.Err() != nil {
			return page.LinkUnchecked, 0
		}
		return o.fetch(within, address)
	}
	if err := o.pages.CheckLinks(r.Context(), o.inside, look); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "page.done.links")
	web.Redirect(w, r, base+"/links")
	return nil
}
