package office

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"openiq/internal/occupation"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// Names says what accounts are called, by id; what is no account is left out.
type Names interface {
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

type office struct {
	occupations *occupation.Service
	names       Names
	clock       clock.Clock
}

// Routes are this room's addresses with what each needs. All staff may read the catalogue.
func Routes(s *occupation.Service, names Names, c clock.Clock) []web.Route {
	o := &office{s, names, c}
	read, edit := programme.ActionRead, occupation.ActionEdit
	return []web.Route{
		{Pattern: "GET /occupations", Action: read, Handler: o.list},
		{Pattern: "GET /occupations/new", Action: edit, Handler: o.editForm},
		{Pattern: "POST /occupations/new", Action: edit, Handler: o.save},
		{Pattern: "GET /occupations/{code}", Action: read, Handler: o.show},
		{Pattern: "GET /occupations/{code}/edit", Action: edit, Handler: o.editForm},
		{Pattern: "POST /occupations/{code}/edit", Action: edit, Handler: o.save},
		{Pattern: "POST /occupations/{code}/checked", Action: edit, Handler: o.checkedToday},
	}
}

const base = "/occupations"

func address(code string, more ...string) string {
	return strings.Join(append([]string{base, url.PathEscape(code)}, more...), "/")
}

// scene is a page for a reader, with the catalogue as it is now.
type scene struct {
	*occupation.Catalogue
	p       *i18n.Printer
	page    ui.Page
	query   *web.Form
	today   clock.Day
	mayEdit bool
}

func (o *office) scene(r *http.Request, title string) (*scene, error) {
	catalogue, err := o.occupations.Catalogue(r.Context())
	return &scene{Catalogue: catalogue, p: web.P(r), page: web.Page(r, title), query: web.ReadQuery(r), today: clock.Today(o.clock),
		mayEdit: authz.From(r.Context()).May(occupation.ActionEdit)}, err
}

// below is the way to a page below the list.
func (s *scene) below(more ...ui.NavItem) {
	s.page.Crumbs = append([]ui.NavItem{{Label: s.p.T("occupation.list.title"), URL: base}}, more...)
}

// label names a field; those of names end with their language.
func (s *scene) label(name string) string {
	if part, lang, ok := strings.Cut(name, "_"); ok && slices.Contains(occupation.Languages, lang) {
		return s.p.T("occupation.field.in."+part, "Language", s.p.Language(lang))
	}
	return s.p.T("occupation.field." + name)
}

// filter is a field of the filters with what was chosen.
func (s *scene) filter(name string) ui.Field { return s.query.Field(s.p, name, s.label(name)) }

func (s *scene) kindOptions() []ui.Option {
	codes := make([]string, len(occupation.Kinds))
	for i, k := range occupation.Kinds {
		codes[i] = string(k)
	}
	return ui.CodeOptions(s.p, "occupation_kind", codes)
}

func (s *scene) groupOptions() []ui.Option {
	return ui.CodeOptions(s.p, "authority_group", occupation.Groups)
}

// day writes a stored day; nothing where there is none.
func (s *scene) day(text string) string {
	if day, err := clock.ParseDay(text); err == nil {
		return s.p.Date(day)
	}
	return ""
}

// titled is a title with the language it is in.
type titled struct{ text, lang string }

// title is the title of an occupation for the reader.
func (s *scene) title(o *occupation.Occupation) titled {
	text := o.TitleIn(s.p.Lang())
	if text == o.Title() {
		return titled{text, "de"}
	}
	return titled{text, s.p.Lang()}
}

// host is the name of a page of somebody else.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.")
}
