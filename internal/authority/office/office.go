package office

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"openiq/internal/authority"
	"openiq/internal/occupation"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

type office struct {
	authorities *authority.Service
	occupations *occupation.Service
	places      Places
}

// Places finds where a postcode or the name of a place may lie.
type Places func(ctx context.Context, text string) ([]Where, error)

// Where is where a place lies.
type Where struct {
	State    string
	District string // official key; empty where it is not known
}

// Routes are this room's addresses with what each needs.
func Routes(a *authority.Service, occupations *occupation.Service, places Places) []web.Route {
	o := &office{a, occupations, places}
	read, edit := programme.ActionRead, occupation.ActionEdit
	return []web.Route{
		{Pattern: "GET /authorities", Action: read, Handler: o.decide},
		{Pattern: "GET /authorities/all", Action: read, Handler: o.list},
		{Pattern: "GET /authorities/rules", Action: read, Handler: o.rules},
		{Pattern: "GET /authorities/gaps", Action: read, Handler: o.gaps},
		{Pattern: "GET /authorities/new", Action: edit, Handler: form(o.anAuthority)},
		{Pattern: "POST /authorities/new", Action: edit, Handler: save(o.anAuthority)},
		{Pattern: "GET /authorities/rules/new", Action: edit, Handler: form(o.aRule)},
		{Pattern: "POST /authorities/rules/new", Action: edit, Handler: save(o.aRule)},
		{Pattern: "GET /authorities/rules/{id}/edit", Action: edit, Handler: form(o.aRule)},
		{Pattern: "POST /authorities/rules/{id}/edit", Action: edit, Handler: save(o.aRule)},
		{Pattern: "GET /authorities/{id}", Action: read, Handler: o.show},
		{Pattern: "GET /authorities/{id}/edit", Action: edit, Handler: form(o.anAuthority)},
		{Pattern: "POST /authorities/{id}/edit", Action: edit, Handler: save(o.anAuthority)},
	}
}

const (
	base    = "/authorities" // the question who decides
	listURL = base + "/all"
)

func authorityURL(id string, more ...string) string {
	return strings.Join(append([]string{base, url.PathEscape(id)}, more...), "/")
}

func ruleURL(id string) string { return base + "/rules/" + url.PathEscape(id) + "/edit" }

// tabs lead through the room.
var tabs = []struct{ label, url string }{
	{"authority.decide.title", base},
	{"authority.list.title", listURL},
	{"authority.rules.title", base + "/rules"},
	{"authority.gaps.title", base + "/gaps"},
}

// scene is a page for a reader, with the knowledge as it is now.
type scene struct {
	*authority.Table
	catalogue *occupation.Catalogue
	p         *i18n.Printer
	page      ui.Page
	tabs      []ui.NavItem
	query     *web.Form
	today     clock.Day
	mayEdit   bool
}

func (o *office) scene(r *http.Request, title string) (*scene, error) {
	t, err := o.authorities.Table(r.Context())
	if err != nil {
		return nil, err
	}
	catalogue, err := o.occupations.Catalogue(r.Context())
	p := web.P(r)
	s := &scene{Table: t, catalogue: catalogue, p: p, page: web.Page(r, title), query: web.ReadQuery(r), today: o.authorities.Today(),
		mayEdit: authz.From(r.Context()).May(occupation.ActionEdit)}
	for _, tab := range tabs {
		s.tabs = append(s.tabs, ui.NavItem{Label: p.T(tab.label), URL: tab.url, Current: r.URL.Path == tab.url})
	}
	return s, err
}

// below is the way to a page below the list.
func (s *scene) below(more ...ui.NavItem) {
	s.page.Crumbs = append([]ui.NavItem{{Label: s.p.T("authority.list.title"), URL: listURL}}, more...)
}

// label names a field.
func (s *scene) label(name string) string { return s.p.T("authority.field." + name) }

// filter is a field of the filters with what was chosen.
func (s *scene) filter(name string) ui.Field { return s.query.Field(s.p, name, s.label(name)) }

func (s *scene) stateOptions() []ui.Option { return ui.CodeOptions(s.p, "state", authority.States) }

func (s *scene) groupOptions() []ui.Option {
	return ui.CodeOptions(s.p, "authority_group", occupation.Groups)
}

// states are the names of Laender; all of them where none is named.
func (s *scene) states(codes []string) string {
	if len(codes) == 0 {
		return s.p.T("authority.everywhere")
	}
	return s.codes("state", codes)
}

func (s *scene) codes(list string, codes []string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = s.p.Code(list, code)
	}
	return strings.Join(words, " · ")
}

// subject says which occupations a rule is about.
func (s *scene) subject(r *authority.Rule) string {
	words := slices.Clone(r.Codes)
	for i, code := range words {
		if o := s.catalogue.Get(code); o != nil {
			words[i] = o.TitleIn(s.p.Lang())
		}
	}
	if groups := s.codes("authority_group", r.Groups); groups != "" {
		words = append(words, groups)
	}
	return strings.Join(words, " · ")
}

// span says when a rule counts; nothing where it always does.
func (s *scene) span(r *authority.Rule) string {
	switch from, to := s.day(r.ValidFrom), s.day(r.ValidTo); {
	case from != "" && to != "":
		return s.p.T("authority.span.both", "From", from, "To", to)
	case from != "":
		return s.p.T("authority.span.from", "From", from)
	case to != "":
		return s.p.T("authority.span.to", "To", to)
	}
	return ""
}

// day writes a stored day; nothing where there is none.
func (s *scene) day(text string) string {
	if day, err := clock.ParseDay(text); err == nil {
		return s.p.Date(day)
	}
	return ""
}

// turned is a page of a list: what comes after the row that the address names.
func turned[T any](r *http.Request, s *scene, all []T, id func(T) string) (rows []T, first, next string) {
	const pageSize = 100
	if after := s.query.Get("after"); after != "" {
		if i := slices.IndexFunc(all, func(x T) bool { return id(x) == after }); i >= 0 {
			all = all[i+1:]
		}
		first = web.With(r, "after", "")
	}
	if len(all) > pageSize {
		all = all[:pageSize]
		next = web.With(r, "after", id(all[pageSize-1]))
	}
	return all, first, next
}

// host is the name of a page of somebody else.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// newRule is the form of a new rule that begins with something (name and value in turn).
func newRule(pairs ...string) string {
	return base + "/rules/new?" + url.Values(web.NewForm(pairs...).Values).Encode()
}

// limits says for which origin and when a rule counts; nothing where it always does.
func (s *scene) limits(r *authority.Rule) string {
	span := s.span(r)
	switch {
	case r.Origin == "":
		return span
	case span == "":
		return s.p.Code("authority_origin", r.Origin)
	}
	return s.p.Code("authority_origin", r.Origin) + ", " + span
}
