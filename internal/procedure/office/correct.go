package office

import (
	"net/http"
	"slices"
	"strconv"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/procedure"
)

// kind is a kind of record that forms correct and delete.
type kind struct {
	name    string // in messages: procedure.<name>.edit
	find    func(o *Office, r *http.Request, s *scene) (*target, error)
	correct func(o *Office, r *http.Request, version int64, in procedure.Input, key string) error
	remove  func(o *Office, r *http.Request, version int64, key string) error
}

var (
	theProcedure = kind{
		name: "procedure", find: (*Office).findProcedure,
		correct: func(o *Office, r *http.Request, version int64, in procedure.Input, key string) error {
			return o.procedures.CorrectProcedure(r.Context(), r.PathValue("id"), r.PathValue("procedure"), version, in, key)
		},
		remove: func(o *Office, r *http.Request, version int64, key string) error {
			return o.procedures.DeleteProcedure(r.Context(), r.PathValue("id"), r.PathValue("procedure"), version, key)
		},
	}
	theStep = kind{
		name: "step", find: (*Office).findStep,
		correct: func(o *Office, r *http.Request, version int64, in procedure.Input, key string) error {
			return o.procedures.CorrectStep(r.Context(), r.PathValue("id"), r.PathValue("procedure"), r.PathValue("part"), version, in, key)
		},
		remove: func(o *Office, r *http.Request, version int64, key string) error {
			return o.procedures.DeleteStep(r.Context(), r.PathValue("id"), r.PathValue("procedure"), r.PathValue("part"), version, key)
		},
	}
	theCost = kind{
		name: "cost", find: (*Office).findCost,
		correct: func(o *Office, r *http.Request, version int64, in procedure.Input, key string) error {
			return o.procedures.CorrectCost(r.Context(), r.PathValue("id"), r.PathValue("part"), version, in, key)
		},
		remove: func(o *Office, r *http.Request, version int64, key string) error {
			return o.procedures.DeleteCost(r.Context(), r.PathValue("id"), r.PathValue("part"), version, key)
		},
	}
)

// target is a record that a form corrects or deletes, as it is stored.
type target struct {
	of              *procedure.Procedure // to which it belongs; nil: to the case alone
	questions, rare []question           // what is asked, and what of it is folded away
	stored          procedure.Input
	seen            string // which texts the form shows
	version         int64
	title           string // what it is, where the questions do not say so
	url, back       string // of the record, without a verb; where a corrected record is shown
}

// all are the questions about a record, in their order.
func (t *target) all() []question { return slices.Concat(t.questions, t.rare) }

// cells are a stored record as a bundle would have it.
func cells(t *record.Type, row *record.Row) procedure.Input {
	in := procedure.Input{}
	for i := range t.Columns {
		in[t.Columns[i].Name] = t.Columns[i].Format(row.Values[i])
	}
	return in
}

func (o *Office) findProcedure(r *http.Request, s *scene) (*target, error) {
	of, err := s.procedureOf(r)
	if err != nil {
		return nil, err
	}
	first, more := s.aboutProcedure()
	return &target{of: of, questions: first, rare: more, stored: cells(procedure.Procedures, of.Row), version: of.Version,
		url: s.procedureURL(of.ID), back: s.procedureURL(of.ID)}, nil
}

// findStep finds a step with what the vault has about it, and notes that somebody looked.
func (o *Office) findStep(r *http.Request, s *scene) (*target, error) {
	of, err := s.procedureOf(r)
	if err != nil {
		return nil, err
	}
	step := of.Step(r.PathValue("part"))
	if step == nil {
		return nil, errs.Missing()
	}
	t := &target{of: of, title: s.p.Code("step_kind", step.Kind), questions: s.stepQuestions(of, step.Kind), stored: cells(procedure.Steps, step.Row), version: step.Row.Version,
		url: s.procedureURL(of.ID, "steps", step.ID), back: s.procedureURL(of.ID)}
	if err := o.cases.Reveal(r.Context(), s.Held); err != nil || s.Who == nil {
		return t, err
	}
	texts := s.Who.Texts[step.ID]
	for name, text := range texts {
		t.stored[name] = text
	}
	t.seen = procedure.Seen(texts)
	return t, nil
}

func (o *Office) findCost(r *http.Request, s *scene) (*target, error) {
	cost := s.Cost(r.PathValue("part"))
	if cost == nil {
		return nil, errs.Missing()
	}
	of := procedure.Costs.Str(cost.Row, "procedure_id")
	first, more := s.costQuestions()
	return &target{of: s.Of(of), questions: first, rare: more, stored: cells(procedure.Costs, cost.Row), version: cost.Row.Version,
		url: s.url("costs", cost.Row.ID), back: s.backFrom(of)}, nil
}

// correction is what the form for correcting shows.
type correction struct {
	form
	kind
	*target
	conflict    bool         // somebody else stored something meanwhile
	differences []difference // between what was typed and what is stored now
}

// difference is a field in two versions, in words.
type difference struct{ field, label, yours, stored string }

func (o *Office) editForm(k kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, t, err := o.find(r, k)
		if err != nil {
			return err
		}
		f, err := o.newForm(r, s, t.all(), func(f *web.Form) {
			fill(f, t.all(), t.stored)
			t.stamp(f)
		})
		if err != nil {
			return err
		}
		return o.showEdit(w, r, http.StatusOK, correction{form: f, kind: k, target: t})
	}
}

// stamp notes which version a form shows.
func (t *target) stamp(f *web.Form) {
	f.Set("version", strconv.FormatInt(t.version, 10))
	f.Set("seen", t.seen)
}

// find is what a request is about, for those who may record for its case.
func (o *Office) find(r *http.Request, k kind) (*scene, *target, error) {
	s, err := o.recordable(r)
	if err != nil {
		return nil, nil, err
	}
	t, err := k.find(o, r, s)
	return s, t, err
}

func (o *Office) showEdit(w http.ResponseWriter, r *http.Request, status int, c correction) (err error) {
	if c.draft, err = o.drafts.Show(r, c.Form, "procedure."+c.name+".edit"); err != nil {
		return err
	}
	return web.Render(w, r, status, c.view(c.page(r, c.p.T("procedure."+c.name+".edit"), c.target.of)))
}

func (o *Office) edit(k kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, t, err := o.find(r, k)
		if err != nil {
			return err
		}
		f, err := o.readForm(r, s)
		if err != nil {
			return err
		}
		f.questions = t.all()
		in := f.input()
		in["seen"] = f.Get("seen")
		if f.OK() {
			err = k.correct(o, r, version(f.Form), in, f.Get("key"))
		}
		switch {
		case f.refused(err):
			return o.showEdit(w, r, http.StatusBadRequest, correction{form: f, kind: k, target: t})
		case errs.KindOf(err) == errs.Conflict:
			t.stamp(f.Form)
			if sentBefore(err) {
				f.Set("key", ident.Token()) // the form as it is now is another one
			}
			return o.showEdit(w, r, http.StatusConflict, correction{form: f, kind: k, target: t, conflict: true, differences: f.compare(in, t.stored)})
		case err != nil:
			return err
		}
		return o.done(w, r, f.Form, t.back, "procedure."+k.name+".saved")
	}
}

// compare lists where what was typed differs from what is stored.
func (f form) compare(typed, stored procedure.Input) []difference {
	var all []difference
	for _, q := range f.questions {
		if yours, theirs := typed[q.name], stored[q.name]; yours != theirs {
			all = append(all, difference{"#f-" + q.name, f.labelOf(q), f.inForm(q, yours), f.inForm(q, theirs)})
		}
	}
	return all
}

// version is the record's as the form was made; one that cannot be read fits none.
func version(f *web.Form) int64 {
	n, err := strconv.ParseInt(f.Get("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// removal is what the page asks before something is deleted.
type removal struct {
	form
	kind
	*target
	rows     []ui.Row
	conflict bool
}

func (o *Office) deleteForm(k kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, t, err := o.find(r, k)
		if err != nil {
			return err
		}
		f := form{Form: web.NewForm("key", ident.Token()), scene: s}
		t.stamp(f.Form)
		return o.showDelete(w, r, http.StatusOK, removal{form: f, kind: k, target: t})
	}
}

func (o *Office) showDelete(w http.ResponseWriter, r *http.Request, status int, v removal) error {
	for _, q := range v.all() {
		if cell := v.stored[q.name]; cell != "" {
			v.rows = append(v.rows, ui.Row{Label: v.labelOf(q), Value: v.inForm(q, cell)})
		}
	}
	return web.Render(w, r, status, v.view(v.page(r, v.p.T("procedure."+v.name+".delete"), v.target.of)))
}

// delete deletes before it looks what there is: a repeated form must get its first answer, when there is nothing any more.
func (o *Office) delete(k kind) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, err := o.recordable(r)
		if err != nil {
			return err
		}
		f, err := o.readForm(r, s)
		if err != nil {
			return err
		}
		if f.OK() {
			err = k.remove(o, r, version(f.Form), f.Get("key"))
		}
		status := http.StatusBadRequest
		switch conflict := errs.KindOf(err) == errs.Conflict; {
		case err == nil && f.OK():
			return o.done(w, r, f.Form, s.backAfter(r), "procedure."+k.name+".deleted")
		case conflict:
			status = http.StatusConflict
		case !f.refused(err):
			return err
		}
		t, err := k.find(o, r, s)
		if err != nil {
			return err
		}
		t.stamp(f.Form)
		return o.showDelete(w, r, status, removal{form: f, kind: k, target: t, conflict: status == http.StatusConflict})
	}
}

// backAfter is where to go after something was deleted: from a step to its procedure, else to the case.
func (s *scene) backAfter(r *http.Request) string {
	if of := r.PathValue("procedure"); r.PathValue("part") != "" && of != "" {
		return s.procedureURL(of)
	}
	return s.url()
}
