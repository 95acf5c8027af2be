package office

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/authority"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// anAuthority is the authority of the address, or a new one.
func (o *office) anAuthority(r *http.Request) (*editing, error) {
	id := r.PathValue("id")
	s, err := o.scene(r, web.P(r).T("authority.new"))
	if err != nil {
		return nil, err
	}
	e := &editing{scene: s, back: listURL, stored: web.NewForm()}
	e.questions = []question{
		{name: "name", must: true}, {name: "kind", control: choice, options: ui.CodeOptions(s.p, "authority_kind", authority.Kinds), must: true},
		{name: "states", control: ticks, options: s.stateOptions()}, {name: "street"}, {name: "postcode", control: short}, {name: "place"}, {name: "phone"},
		{name: "web"}, {name: "source", must: true}, {name: "checked_on", control: date}, {name: "note", control: lines},
	}
	s.below()
	if id != "" {
		a := s.Authority(id)
		if a == nil {
			return nil, errs.Missing()
		}
		version, err := o.authorities.AuthorityVersion(r.Context(), id)
		if err != nil {
			return nil, err
		}
		e.back, e.stored = authorityURL(id), formOfAuthority(a, version)
		s.page.Title = s.p.T("authority.edit")
		s.below(ui.NavItem{Label: a.Name, URL: e.back})
	}
	e.save = func(f *web.Form, version int64) (string, error) {
		id, err := o.authorities.SaveAuthority(r.Context(), authority.Authority{ID: id, Name: f.Get("name"), Kind: f.Get("kind"), States: f.All("states"),
			Street: f.Get("street"), Postcode: f.Get("postcode"), Place: f.Get("place"), Phone: f.Get("phone"), Web: f.Get("web"), Source: f.Get("source"),
			CheckedOn: f.Get("checked_on"), Note: f.Get("note")}, version, f.Get("key"))
		return authorityURL(id), err
	}
	return e, nil
}

func formOfAuthority(a *authority.Authority, version int64) *web.Form {
	f := web.NewForm("name", a.Name, "kind", a.Kind, "street", a.Street, "postcode", a.Postcode, "place", a.Place, "phone", a.Phone, "web", a.Web,
		"source", a.Source, "checked_on", a.CheckedOn, "note", a.Note, "version", strconv.FormatInt(version, 10))
	f.Values["states"] = slices.Clone(a.States)
	return f
}

// aRule is the rule of the address, or a new one about what the query names.
func (o *office) aRule(r *http.Request) (*editing, error) {
	id := r.PathValue("id")
	s, err := o.scene(r, web.P(r).T("authority.rule.new"))
	if err != nil {
		return nil, err
	}
	authorities := s.authorityOptions()
	e := &editing{scene: s, back: base + "/rules", stored: web.NewForm("authority", s.query.Get("authority"), "states", s.query.Get("state"), "groups", s.query.Get("group")),
		notice: "authority.rule.order"}
	e.questions = []question{
		{name: "groups", control: ticks, options: s.groupOptions()}, {name: "codes"}, {name: "states", control: ticks, options: s.stateOptions()},
		{name: "origin", control: choice, options: ui.CodeOptions(s.p, "authority_origin", authority.Origins)},
		{name: "authority", control: typed, options: authorities}, {name: "certain", control: tick, options: []ui.Option{{Value: "true", Label: s.p.T("ui.yes")}}}, {name: "law", must: true}, {name: "source", must: true},
		{name: "checked_on", control: date}, {name: "valid_from", control: date}, {name: "valid_to", control: date}, {name: "note", control: lines},
	}
	s.below(ui.NavItem{Label: s.p.T("authority.rules.title"), URL: e.back})
	if id != "" {
		rule := s.Rule(id)
		if rule == nil {
			return nil, errs.Missing()
		}
		version, err := o.authorities.RuleVersion(r.Context(), id)
		if err != nil {
			return nil, err
		}
		e.stored, s.page.Title = formOfRule(rule, version), s.p.T("authority.rule.edit")
	}
	e.save = func(f *web.Form, version int64) (string, error) {
		who, ok := ui.CodeOf(authorities, f.Get("authority"))
		if !ok {
			var wrong errs.Fields
			wrong.Add("authority", "authority.error.authority")
			return "", wrong.Err()
		}
		_, err := o.authorities.SaveRule(r.Context(), authority.Rule{ID: id, Groups: f.All("groups"), Codes: strings.Fields(f.Get("codes")), States: f.All("states"),
			Origin: f.Get("origin"), Authority: who, Certain: f.Get("certain") == "true", Law: f.Get("law"), Source: f.Get("source"), CheckedOn: f.Get("checked_on"),
			ValidFrom: f.Get("valid_from"), ValidTo: f.Get("valid_to"), Note: f.Get("note")}, version, f.Get("key"))
		if who == "" || who == authority.ByDistrict {
			return e.back, err
		}
		return authorityURL(who), err
	}
	return e, nil
}

func formOfRule(r *authority.Rule, version int64) *web.Form {
	f := web.NewForm("codes", strings.Join(r.Codes, " "), "origin", r.Origin, "authority", r.Authority, "law", r.Law,
		"source", r.Source, "checked_on", r.CheckedOn, "valid_from", r.ValidFrom, "valid_to", r.ValidTo, "note", r.Note, "version", strconv.FormatInt(version, 10))
	if r.Certain {
		f.Set("certain", "true")
	}
	f.Values["groups"], f.Values["states"] = slices.Clone(r.Groups), slices.Clone(r.States)
	return f
}

// authorityOptions are who may decide: the chamber of the district, or one by name.
func (s *scene) authorityOptions() []ui.Option {
	options := []ui.Option{{Value: authority.ByDistrict, Label: s.p.T("authority.by_district")}}
	all := slices.Clone(s.Authorities())
	byName(s.p, all)
	for _, a := range all {
		options = append(options, ui.Option{Value: a.ID, Label: a.Name})
	}
	return options
}
