package office

import (
	"net/http"
	"strings"

	"openiq/internal/authority"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// listView is a page of a list.
type listView[T any] struct {
	*scene
	rows        []T
	total       int
	first, next string
}

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, web.P(r).T("authority.list.title"))
	if err != nil {
		return err
	}
	var found []*authority.Authority
	for _, a := range s.Authorities() {
		if state := s.query.Get("state"); (state == "" || a.In(state)) && fits(s.query.Get("kind"), a.Kind) && has(s.query.Get("q"), a.Name, a.Place) {
			found = append(found, a)
		}
	}
	byName(s.p, found)
	v := listView[*authority.Authority]{scene: s, total: len(found)}
	v.rows, v.first, v.next = turned(r, s, found, func(a *authority.Authority) string { return a.ID })
	return web.Render(w, r, http.StatusOK, listPage(v))
}

func (o *office) rules(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, web.P(r).T("authority.rules.title"))
	if err != nil {
		return err
	}
	var found []*authority.Rule
	for _, rule := range s.Rules() {
		if state := s.query.Get("state"); (state == "" || rule.In(state)) && s.isAbout(rule) {
			found = append(found, rule)
		}
	}
	v := listView[*authority.Rule]{scene: s, total: len(found)}
	v.rows, v.first, v.next = turned(r, s, found, func(r *authority.Rule) string { return r.ID })
	return web.Render(w, r, http.StatusOK, rulesPage(v))
}

// byName puts authorities into alphabetical order.
func byName(p *i18n.Printer, all []*authority.Authority) {
	i18n.SortBy(p, all, func(a *authority.Authority) string { return a.Name })
}

// isAbout says whether a rule is about the group of the filter.
func (s *scene) isAbout(r *authority.Rule) bool {
	group := s.query.Get("group")
	if group == "" {
		return true
	}
	for _, g := range r.Groups {
		if g == group {
			return true
		}
	}
	return false
}

// fits says whether a filter lets a value pass.
func fits(filter, value string) bool { return filter == "" || filter == value }

// has says whether one of the texts has what was searched for.
func has(search string, texts ...string) bool {
	for _, text := range texts {
		if strings.Contains(strings.ToLower(text), strings.ToLower(search)) {
			return true
		}
	}
	return false
}

// showView is the page of an authority.
type showView struct {
	*scene
	authority *authority.Authority
	rules     []*authority.Rule
	changed   bool // by the office
}

func (o *office) show(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, "")
	if err != nil {
		return err
	}
	a := s.Authority(r.PathValue("id"))
	if a == nil {
		return errs.Missing()
	}
	version, err := o.authorities.AuthorityVersion(r.Context(), a.ID)
	if err != nil {
		return err
	}
	s.page.Title = a.Name
	s.below()
	return web.Render(w, r, http.StatusOK, showPage(showView{s, a, s.RulesOf(a.ID), version > 0}))
}

// facts are what is known of an authority.
func (s *scene) facts(a *authority.Authority) []ui.Row {
	rows := []ui.Row{{Label: s.label("kind"), Value: s.p.Code("authority_kind", a.Kind)}, {Label: s.label("states"), Value: s.states(a.States)}}
	if address := addressOf(a); address != "" {
		rows = append(rows, ui.Row{Label: s.label("address"), Part: german(address)})
	}
	if a.Phone != "" {
		rows = append(rows, ui.Row{Label: s.label("phone"), Part: phone(a.Phone)})
	}
	if a.Web != "" {
		rows = append(rows, ui.Row{Label: s.label("web"), Part: outside(a.Web)})
	}
	rows = append(rows, ui.Row{Label: s.label("source"), Part: outside(a.Source)}, ui.Row{Label: s.label("checked_on"), Part: s.checked(a.CheckedOn)})
	if a.Note != "" {
		rows = append(rows, ui.Row{Label: s.label("note"), Part: german(a.Note)})
	}
	return rows
}

// addressOf is an address in one line.
func addressOf(a *authority.Authority) string {
	town := strings.TrimSpace(a.Postcode + " " + a.Place)
	if a.Street == "" {
		return town
	}
	return a.Street + ", " + town
}
