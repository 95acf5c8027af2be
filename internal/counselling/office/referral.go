package office

import (
	"context"
	"errors"
	"net/http"

	"openiq/internal/counselling"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// Where somebody was sent, and what came of it.
var (
	sentWhere = []question{
		{column: "on_day", control: date},
		{column: "kind", control: radio, list: "referral_kind", name: "referral_kind", must: true},
		{column: "measure_id", control: centre, hint: true},
		{column: counselling.TextWhere, control: area, hint: true, text: true},
	}
	whatCame = []question{
		{column: "outcome", control: choice, list: "referral_outcome", hint: true},
		{column: "outcome_on", control: date},
	}
	aboutReferral = append(sentWhere[:len(sentWhere):len(sentWhere)], whatCame...)
)

// theReferral is corrected and deleted like every part of a case.
var theReferral = part{
	name: "referral", of: counselling.Referrals, questions: aboutReferral,
	current: func(d *counselling.Detail, id string) (counselling.Input, int64, bool) {
		if r := d.Referral(id); r != nil {
			return cells(counselling.Referrals, r), r.Version, true
		}
		return nil, 0, false
	},
	correct: func(s *counselling.Service, ctx context.Context, caseID, id string, version int64, in counselling.Input, key string) error {
		return kindField(s.CorrectReferral(ctx, caseID, id, version, in, key))
	},
	remove: (*counselling.Service).DeleteReferral,
}

// kindField names the kind of a referral as the form does: qualifications have a kind, too.
func kindField(err error) error {
	var e *errs.Error
	if errors.As(err, &e) {
		for i := range e.Fields {
			if e.Fields[i].Name == "kind" {
				e.Fields[i].Name = "referral_kind"
			}
		}
	}
	return err
}

// measureOptions are the measures to which the person of a case can be sent, and the one of a referral that is corrected.
func (o *office) measureOptions(r *http.Request, d *counselling.Detail) ([]ui.Option, error) {
	open, err := o.cases.OpenMeasures(r.Context(), d.Held)
	if err != nil {
		return nil, err
	}
	before, err := o.cases.MeasureNames(r.Context(), d.Referrals)
	var options []ui.Option
	for _, names := range []map[string]string{open, before} {
		for id, name := range names {
			if _, both := open[id]; !both || names[id] == open[id] {
				options = append(options, ui.Option{Value: id, Label: name})
			}
		}
	}
	return distinct(web.P(r), options), err
}

// distinct are options by their labels, each once; where two are called the same, their ids tell them apart.
func distinct(p *i18n.Printer, options []ui.Option) []ui.Option {
	called := map[string]map[string]bool{}
	for _, o := range options {
		if called[o.Label] == nil {
			called[o.Label] = map[string]bool{}
		}
		called[o.Label][o.Value] = true
	}
	var out []ui.Option
	for name, ids := range called {
		for id := range ids {
			option := ui.Option{Value: id, Label: name}
			if len(ids) > 1 {
				option.Label += " (" + id + ")"
			}
			out = append(out, option)
		}
	}
	i18n.SortBy(p, out, func(o ui.Option) string { return o.Label })
	return out
}

func (o *office) referralForm(w http.ResponseWriter, r *http.Request) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	f, err := o.openForm(r, sentWhere, func(f form) { f.Set("on_day", f.today.String()) })
	if err != nil {
		return err
	}
	f.begin = "referral_kind"
	return o.showReferral(w, r, http.StatusOK, d, f)
}

func (o *office) showReferral(w http.ResponseWriter, r *http.Request, status int, d *counselling.Detail, f form) (err error) {
	if f.sites, err = o.measureOptions(r, d); err == nil {
		err = o.keepDraft(r, &f, "counselling.referral.new")
	}
	if err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.referral.new"))
	page.Crumbs = caseCrumbs(f.p, d.ID)
	return web.Render(w, r, status, referralView(page, d.ID, f))
}

func (o *office) addReferral(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, sentWhere)
	if err != nil {
		return err
	}
	d, err := o.recordable(r)
	if err != nil {
		return o.lost(w, r, f, err)
	}
	if f.sites, err = o.measureOptions(r, d); err != nil {
		return err
	}
	if in := f.answers(sentWhere...); f.OK() {
		_, err = o.cases.Refer(r.Context(), d.ID, in, f.Get("key"))
		err = kindField(err)
	}
	switch {
	case f.refused(err):
		return o.showReferral(w, r, http.StatusBadRequest, d, f)
	case f.conflicts(err):
		return o.showReferral(w, r, http.StatusConflict, d, f)
	case err != nil:
		return o.lost(w, r, f, err)
	}
	return o.saved(w, r, f, d.ID, "counselling.referral.saved")
}

// sentTo is where a referral leads, with the measure where there is one.
func sentTo(p *i18n.Printer, r *record.Row, measures map[string]string) string {
	words := p.Code("referral_kind", counselling.Referrals.Str(r, "kind"))
	id := counselling.Referrals.Str(r, "measure_id")
	if id == "" {
		return words
	}
	if name, known := measures[id]; known {
		return words + ": " + name
	}
	return words + ": " + id
}

// referralEvent is what the timeline tells of a referral.
func referralEvent(d *counselling.Detail, r *record.Row, measures map[string]string) Event {
	on, _ := counselling.Referrals.Day(r, "on_day")
	return Event{On: on, At: r.Recorded, ID: r.ID, Body: referralBody(d, r, measures)}
}
