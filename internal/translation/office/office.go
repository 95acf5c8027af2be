package office

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/translation"
)

// People knows the staff.
type People interface {
	Translators(ctx context.Context) ([]account.Colleague, error)
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

type office struct {
	texts  *translation.Service
	people People
	portal *i18n.Bundle
	clock  clock.Clock
}

// Routes are this room's addresses with what each needs. portal is the bundle whose texts are translated.
func Routes(texts *translation.Service, people People, portal *i18n.Bundle, c clock.Clock) []web.Route {
	o := &office{texts, people, portal, c}
	edit, give := translation.ActionEdit, translation.ActionGive
	return []web.Route{
		{Pattern: "GET /translations", Action: edit, Handler: o.languages},
		{Pattern: "GET /translations/translators", Action: give, Handler: o.translators},
		{Pattern: "POST /translations/translators", Action: give, Handler: o.give},
		{Pattern: "GET /translations/{lang}", Action: edit, Handler: o.list},
		{Pattern: "GET /translations/{lang}/export", Action: edit, Handler: o.export},
		{Pattern: "GET /translations/{lang}/import", Action: edit, Handler: o.importForm},
		{Pattern: "POST /translations/{lang}/import", Action: edit, Handler: o.takeOver, Files: true},
		{Pattern: "GET /translations/{lang}/text/{key}", Action: edit, Handler: o.form},
		{Pattern: "POST /translations/{lang}/text/{key}", Action: edit, Handler: o.save},
	}
}

const base = "/translations"

func langURL(lang string, more ...string) string {
	address := base + "/" + url.PathEscape(lang)
	for _, part := range more {
		address += "/" + url.PathEscape(part)
	}
	return address
}

// scene is a page about a language, for who may translate it.
type scene struct {
	p     *i18n.Printer
	page  ui.Page
	lang  *translation.Language
	names map[string]string // of the languages, as they call themselves
	query *web.Form

	bundle *i18n.Bundle // of the portal
}

// scene is a page about the language of the address. For who may not translate it, it does not exist.
func (o *office) scene(r *http.Request, title string) (*scene, error) {
	mine, err := o.texts.Mine(r.Context())
	if err != nil {
		return nil, err
	}
	t, err := o.texts.Table(r.Context())
	if err != nil {
		return nil, err
	}
	tag := r.PathValue("lang")
	if !slices.Contains(mine, tag) || t.Language(tag) == nil {
		return nil, errs.Missing()
	}
	s := &scene{p: web.P(r), page: web.Page(r, title), lang: t.Language(tag), names: o.names(), query: web.ReadQuery(r), bundle: o.portal}
	s.page.Crumbs = []ui.NavItem{{Label: s.p.T("translation.title"), URL: base}}
	return s, nil
}

// names are what the languages of the portal call themselves, by tag.
func (o *office) names() map[string]string {
	all := map[string]string{}
	for _, l := range o.portal.Languages() {
		all[l.Tag] = l.Name
	}
	return all
}

// below is the way to a page below the list of texts.
func (s *scene) below() {
	s.page.Crumbs = append(s.page.Crumbs, ui.NavItem{Label: s.names[s.lang.Tag], URL: s.listURL()})
}

// filters are those of the list, which stay in every address of the room.
var filters = []string{"only", "q"}

// kept is what was chosen in the list's filters, as a query with its question mark.
func (s *scene) kept() string {
	chosen := url.Values{}
	for _, name := range filters {
		if value := s.query.Get(name); value != "" {
			chosen.Set(name, value)
		}
	}
	if len(chosen) == 0 {
		return ""
	}
	return "?" + chosen.Encode()
}

func (s *scene) listURL() string { return langURL(s.lang.Tag) + s.kept() }

func (s *scene) textURL(key string) string { return langURL(s.lang.Tag, "text", key) + s.kept() }

// found are the texts that the filters leave.
func (s *scene) found() []*translation.Entry {
	return s.lang.Find(translation.Only(s.query.Get("only")), s.query.Get("q"))
}

// languagesView are the languages of somebody.
type languagesView struct {
	p       *i18n.Printer
	page    ui.Page
	names   map[string]string
	rows    []*translation.Language
	bundle  *i18n.Bundle
	mayGive bool
}

func (o *office) languages(w http.ResponseWriter, r *http.Request) error {
	mine, err := o.texts.Mine(r.Context())
	if err != nil {
		return err
	}
	t, err := o.texts.Table(r.Context())
	if err != nil {
		return err
	}
	p := web.P(r)
	v := languagesView{p: p, page: web.Page(r, p.T("translation.title")), names: o.names(), bundle: o.portal,
		mayGive: authz.From(r.Context()).MayAt(translation.ActionGive, authz.Target{})}
	for _, l := range o.portal.Languages() {
		if row := t.Language(l.Tag); row != nil && slices.Contains(mine, l.Tag) {
			v.rows = append(v.rows, row)
		}
	}
	return web.Render(w, r, http.StatusOK, languagesPage(v))
}
