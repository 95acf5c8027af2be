// Package office lets editors write the pages and news of the portal, compare versions, approve what others wrote, and see
// which links are broken.
package office

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"openiq/internal/page"
	"openiq/internal/page/markdown"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

type office struct {
	pages  *page.Service
	names  Names
	drafts web.Drafts
	inside page.Inside
	fetch  page.Fetch
}

// Names says what accounts are called, by id; what is no account is left out.
type Names interface {
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

// Routes are this room's addresses. Drafts keeps what is typed, inside knows the other pages of the portal, fetch looks at
// links to other sites.
func Routes(s *page.Service, names Names, drafts web.Drafts, inside page.Inside, fetch page.Fetch) []web.Route {
	o := &office{s, names, drafts, inside, fetch}
	edit := page.ActionEdit
	return []web.Route{
		{Pattern: "GET " + base, Action: edit, Handler: o.list},
		{Pattern: "GET " + base + "/links", Action: edit, Handler: o.links},
		{Pattern: "POST " + base + "/links", Action: edit, Handler: o.checkLinks},
		{Pattern: "GET " + base + "/new", Action: edit, Handler: o.newForm},
		{Pattern: "POST " + base + "/new", Action: edit, Handler: o.add},
		{Pattern: "GET " + base + "/{chain}", Action: edit, Handler: o.show},
		{Pattern: "POST " + base + "/{chain}", Action: edit, Handler: o.step},
		{Pattern: "GET " + base + "/{chain}/edit", Action: edit, Handler: o.editForm},
		{Pattern: "POST " + base + "/{chain}/edit", Action: edit, Handler: o.save},
		{Pattern: "GET " + base + "/{chain}/versions/{version}", Action: edit, Handler: o.version},
	}
}

const base = "/pages"

func chainURL(c page.Chain) string { return base + "/" + url.PathEscape(c.ID()) }

func versionURL(c page.Chain, number int64) string {
	return chainURL(c) + "/versions/" + strconv.FormatInt(number, 10)
}

// scene is a page about one chain.
type scene struct {
	page.Entry
	p    *i18n.Printer
	page ui.Page
}

func (o *office) scene(r *http.Request) (*scene, error) {
	e, err := o.pages.Entry(r.Context(), r.PathValue("chain"))
	if err != nil {
		return nil, err
	}
	p := web.P(r)
	title := e.Title()
	if title == "" {
		title = e.Slug
	}
	s := &scene{e, p, web.Page(r, title+" · "+language(p, e.Lang))}
	s.page.Crumbs = []ui.NavItem{{Label: p.T("page.title"), URL: base}}
	return s, nil
}

// below adds the page of the chain to the way to a page below it.
func (s *scene) below(title string) {
	s.page.Crumbs = append(s.page.Crumbs, ui.NavItem{Label: s.page.Title, URL: chainURL(s.Chain)})
	s.page.Title = title
}

// language is the name of a language; German in plain language is none that others know.
func language(p *i18n.Printer, tag string) string {
	if key := "page.language." + tag; p.Has(key) {
		return p.T(key)
	}
	return p.Language(tag)
}

// chainView is the page of a chain.
type chainView struct {
	*scene
	form    *web.Form // for publishing
	history []*page.Version
	names   map[string]string
	own     bool // the reader wrote or submitted the latest version
}

func (o *office) show(w http.ResponseWriter, r *http.Request) error {
	return o.render(w, r, http.StatusOK, web.NewForm("key", ident.Token()))
}

func (o *office) render(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	s, err := o.scene(r)
	if err != nil {
		return err
	}
	v := chainView{scene: s, form: f}
	if v.history, err = o.pages.History(r.Context(), s.Chain); err != nil {
		return err
	}
	var ids []string
	for _, version := range v.history {
		ids = append(ids, version.Actor, version.Approver)
	}
	if v.names, err = o.names.Names(r.Context(), ids); err != nil {
		return err
	}
	if me := authz.From(r.Context()); s.Head != nil && me != nil {
		v.own = me.ID == s.Head.Actor || me.ID == s.Head.Submitter
	}
	return web.Render(w, r, status, chainPage(v))
}

// html is the latest text as readers will see it.
func (v chainView) html() string { return markdown.Local(markdown.ToHTML(v.Text().Body), v.Lang) }

// who is what an account is called.
func (v chainView) who(id string) string {
	if name := v.names[id]; name != "" {
		return name
	}
	return v.p.T("page.somebody")
}

func (v chainView) state() page.State {
	if v.Head == nil {
		return ""
	}
	return v.Head.State
}

// step does with the latest version what a button says.
func (o *office) step(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	e, err := o.pages.Entry(r.Context(), r.PathValue("chain"))
	if err != nil {
		return err
	}
	number, _ := strconv.ParseInt(f.Get("version"), 10, 64) // a broken one is that of no version
	key := f.Get("key")
	if !ident.IsToken(key) {
		key = ident.Token()
	}
	said := "page.done." + f.Get("step")
	switch f.Get("step") {
	case "submit":
		err = o.pages.Submit(r.Context(), e.Chain, number, key)
	case "return":
		err = o.pages.Return(r.Context(), e.Chain, number, key)
	case "withdraw":
		err = o.pages.Withdraw(r.Context(), e.Chain, key)
	case "approve":
		at, ok := instant(f)
		if !ok {
			f.Set("key", ident.Token())
			return o.render(w, r, http.StatusBadRequest, f)
		}
		if at > o.pages.Now() {
			said = "page.done.schedule"
		}
		err = o.pages.Approve(r.Context(), e.Chain, number, at, key)
	default:
		return errs.New(errs.Invalid, "error.bad_request")
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, said)
	web.Redirect(w, r, chainURL(e.Chain))
	return nil
}
