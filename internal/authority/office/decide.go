package office

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"openiq/internal/authority"
	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// decideView is a question with its answer.
type decideView struct {
	*scene
	occupations []ui.Option
	occupation  *occupation.Occupation // nil: nothing asked yet, or not understood
	meant       []ui.Option            // what may be meant by what was typed
	answer      *authority.Answer
}

func (o *office) decide(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, web.P(r).T("authority.decide.title"))
	if err != nil {
		return err
	}
	v := decideView{scene: s}
	for _, x := range s.catalogue.All() {
		v.occupations = append(v.occupations, ui.Option{Value: x.Code, Label: x.TitleIn(s.p.Lang())})
	}
	status := http.StatusOK
	if typed := s.query.Get("occupation"); typed != "" {
		if code, ok := ui.CodeOf(v.occupations, typed); ok {
			v.occupation = s.catalogue.Get(code)
		} else {
			v.meant = ui.Candidates(v.occupations, typed)
			s.query.Fault("occupation", "authority.error.occupation")
		}
		if err := v.ask(r.Context(), o.places); err != nil {
			return err
		}
		if !s.query.OK() {
			status = http.StatusBadRequest
		}
	}
	return web.Render(w, r, status, decidePage(v))
}

// ask puts the question, when the occupation is known.
func (v *decideView) ask(ctx context.Context, places Places) error {
	on := v.today
	if typed := v.query.Get("on"); typed != "" {
		day, err := clock.ParseDay(isoDay(typed))
		if err != nil {
			v.query.Fault("on", "error.date")
		}
		on = day
	}
	where, err := v.where(ctx, places)
	if err != nil || v.occupation == nil || !v.query.OK() {
		return err
	}
	answer, err := v.Decide(authority.Question{Occupation: v.occupation, State: where.State, District: where.District, Origin: v.query.Get("origin"), Abroad: v.query.Get("abroad") == "true", On: on})
	if err == nil {
		v.answer = &answer
		return nil
	}
	if v.query.Absorb(err) {
		return nil
	}
	return err
}

// where finds out where somebody is going to work: in the Land that was chosen, and there at the place that was typed, when
// it lies in one district only.
func (v *decideView) where(ctx context.Context, places Places) (Where, error) {
	where := Where{State: v.query.Get("state")}
	typed := v.query.Get("place_of_work")
	if typed == "" {
		return where, nil
	}
	found, err := places(ctx, typed)
	if err != nil {
		return where, err
	}
	found = slices.DeleteFunc(slices.Clone(found), func(w Where) bool { return where.State != "" && w.State != where.State })
	if len(found) == 0 {
		v.query.Fault("place_of_work", "authority.error.place")
		return where, nil
	}
	same := func(key func(Where) string) string {
		if slices.ContainsFunc(found, func(w Where) bool { return key(w) != key(found[0]) }) {
			return ""
		}
		return key(found[0])
	}
	return Where{same(func(w Where) string { return w.State }), same(func(w Where) string { return w.District })}, nil
}

// few are the first of what may be meant.
func (v decideView) few() []ui.Option {
	const most = 8
	if len(v.meant) > most {
		return v.meant[:most]
	}
	return v.meant
}

// reason says why an authority decides.
func (s *scene) reason(r *authority.Rule) []ui.Row {
	rows := []ui.Row{{Label: s.label("subject"), Value: s.subject(r)}, {Label: s.label("states"), Value: s.states(r.States)}}
	if r.Origin != "" {
		rows = append(rows, ui.Row{Label: s.label("origin"), Value: s.p.Code("authority_origin", r.Origin)})
	}
	if span := s.span(r); span != "" {
		rows = append(rows, ui.Row{Label: s.label("valid"), Value: span})
	}
	rows = append(rows, ui.Row{Label: s.label("law"), Part: german(r.Law)}, ui.Row{Label: s.label("source"), Part: outside(r.Source)},
		ui.Row{Label: s.label("checked_on"), Part: s.checked(r.CheckedOn)})
	if r.Note != "" {
		rows = append(rows, ui.Row{Label: s.label("note"), Part: german(r.Note)})
	}
	return rows
}

// unknown is a field that may stay open because nobody knows.
func (v decideView) unknown(name string) ui.Field {
	field := v.filter(name)
	field.Blank = v.p.T("authority.unknown")
	return field
}

func (v decideView) occupationField() ui.Field {
	field := v.filter("occupation")
	field.Hint, field.Required = v.p.T("ui.type_to_search"), true
	return field
}

func (v decideView) placeField() ui.Field {
	field := v.filter("place_of_work")
	field.Hint = v.p.T("authority.hint.place_of_work")
	return field
}

// doubt says why an answer is not certain.
func (v decideView) doubt() string {
	switch n := len(v.answer.Authorities); {
	case n == 0:
		return "authority.answer.unknown"
	case n > 1:
		return "authority.answer.several"
	}
	return "authority.answer.uncertain"
}

// askedOf is the same question about another occupation.
func (v decideView) askedOf(code string) string {
	values := maps.Clone(v.query.Values)
	values.Set("occupation", code)
	values.Del("lang")
	return base + "?" + values.Encode()
}
