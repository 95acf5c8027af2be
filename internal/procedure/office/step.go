package office

import (
	"net/http"
	"slices"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/procedure"
	"openiq/internal/recognition"
)

// stepQuestions are what is asked about a kind of step of a procedure, at most four fields.
func (s *scene) stepQuestions(of *procedure.Procedure, kind string) []question {
	rule := recognition.StepRuleOf(kind)
	if rule == nil {
		return nil
	}
	questions := make([]question, len(rule.Asks))
	for i, name := range rule.Asks {
		q := question{name: name, control: line}
		switch name {
		case "on_day", "until_day":
			q.control = date
			if own := kind + "." + name; s.p.Has("procedure.hint." + own) {
				q.hint = own
			}
		case "documents":
			q.control, q.list = ticks, "procedure_documents"
		case "result":
			q.control = radio
			q.options = ui.CodeOptions(s.p, "step_result", recognition.Results(of.Kind(), kind, of.Regulated()))
		case "compensation":
			q.control, q.list = radio, "compensation"
		default:
			q.control, q.hint = lines, name
		}
		q.must = name == "on_day" || slices.Contains(rule.Demands, name)
		questions[i] = q
	}
	return questions
}

// stepForm asks what happened, and then what must be known about it.
func (o *Office) stepForm(w http.ResponseWriter, r *http.Request) error {
	s, of, err := o.procedureFor(r)
	if err != nil {
		return err
	}
	kind := r.URL.Query().Get("kind")
	f, err := o.newForm(r, s, nil, func(f *web.Form) {
		f.Set("kind", kind)
		if slices.Contains(s.possible(of), kind) {
			f.Set("on_day", s.today.String())
		}
	})
	switch {
	case err != nil:
		return err
	case f.Get("kind") == "":
		return web.Render(w, r, http.StatusOK, s.chooseView(s.page(r, s.p.T("procedure.step.new"), of), of))
	}
	return o.showStep(w, r, http.StatusOK, f, of)
}

func (o *Office) showStep(w http.ResponseWriter, r *http.Request, status int, f form, of *procedure.Procedure) (err error) {
	kind := f.Get("kind")
	if f.questions = f.stepQuestions(of, kind); f.questions == nil {
		return errs.Missing()
	}
	if f.draft, err = o.drafts.Show(r, f.Form, "procedure.step.new"); err != nil {
		return err
	}
	return web.Render(w, r, status, f.stepView(f.page(r, f.p.Code("step_kind", kind), of), of))
}

func (o *Office) addStep(w http.ResponseWriter, r *http.Request) error {
	s, of, err := o.procedureFor(r)
	if err != nil {
		return err
	}
	f, err := o.readForm(r, s)
	if err != nil {
		return err
	}
	if f.questions = s.stepQuestions(of, f.Get("kind")); f.questions == nil {
		return errs.Missing()
	}
	if f.OK() {
		in := f.input()
		in["kind"] = f.Get("kind")
		_, err = o.procedures.AddStep(r.Context(), s.ID, of.ID, in, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showStep(w, r, http.StatusBadRequest, f, of)
	case f.conflicts(err):
		return o.showStep(w, r, http.StatusConflict, f, of)
	case err != nil:
		return err
	}
	return o.done(w, r, f.Form, s.procedureURL(of.ID), "procedure.step.saved")
}

// procedureFor is the procedure of the address, for those who may record for its case.
func (o *Office) procedureFor(r *http.Request) (*scene, *procedure.Procedure, error) {
	s, err := o.recordable(r)
	if err != nil {
		return nil, nil, err
	}
	of, err := s.procedureOf(r)
	return s, of, err
}

// possible are the kinds of steps that may come next.
func (s *scene) possible(of *procedure.Procedure) []string {
	last := s.today
	for _, step := range of.Steps {
		last = max(last, step.On)
	}
	return recognition.Possible(of.Happened(), last)
}

// forgotten are the kinds of steps that may have happened between others and were not recorded then.
func (s *scene) forgotten(of *procedure.Procedure) []string {
	next := s.possible(of)
	var kinds []string
	for _, rule := range recognition.StepRules() {
		fits := func(step procedure.Step) bool {
			return recognition.Fits(recognition.Step{Kind: rule.Kind, On: step.On}, of.Happened()) == nil
		}
		if !slices.Contains(next, rule.Kind) && slices.ContainsFunc(of.Steps, fits) {
			kinds = append(kinds, rule.Kind)
		}
	}
	return kinds
}
