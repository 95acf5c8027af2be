package office

import (
	"net/http"
	"net/url"

	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/procedure"
	"openiq/internal/recognition"
)

// costQuestions are what is asked about a cost: first what it is and who helps, then what came of it.
func (s *scene) costQuestions() (first, more []question) {
	first = []question{
		{name: "kind", control: choice, list: "cost_kind", must: true},
		{name: "amount", control: money, hint: "amount"},
		{name: "help", control: choice, list: "cost_help", hint: "help"},
		{name: "applied_on", control: date},
	}
	if len(s.Procedures) > 0 {
		more = []question{{name: "procedure_id", control: choice, options: s.procedures()}}
	}
	return first, append(more,
		question{name: "decided_on", control: date},
		question{name: "decision", control: radio, list: "cost_decision"},
		question{name: "granted", control: money})
}

func (o *Office) costForm(w http.ResponseWriter, r *http.Request) error {
	s, err := o.recordable(r)
	if err != nil {
		return err
	}
	first, more := s.costQuestions()
	f, err := o.newForm(r, s, append(first, more...), func(f *web.Form) {
		of := s.Of(r.URL.Query().Get("procedure"))
		if of == nil && len(s.Procedures) == 1 {
			of = &s.Procedures[0]
		}
		if of != nil {
			f.Set("procedure_id", of.ID)
		}
	})
	if err != nil {
		return err
	}
	return o.showCost(w, r, http.StatusOK, f)
}

func (o *Office) showCost(w http.ResponseWriter, r *http.Request, status int, f form) (err error) {
	if f.draft, err = o.drafts.Show(r, f.Form, "procedure.cost.new"); err != nil {
		return err
	}
	return web.Render(w, r, status, f.costView(f.page(r, f.p.T("procedure.cost.new"), nil)))
}

func (o *Office) addCost(w http.ResponseWriter, r *http.Request) error {
	s, err := o.recordable(r)
	if err != nil {
		return err
	}
	f, err := o.readForm(r, s)
	if err != nil {
		return err
	}
	first, more := s.costQuestions()
	f.questions = append(first, more...)
	in := f.input()
	if f.OK() {
		_, err = o.procedures.AddCost(r.Context(), s.ID, in, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showCost(w, r, http.StatusBadRequest, f)
	case f.conflicts(err):
		return o.showCost(w, r, http.StatusConflict, f)
	case err != nil:
		return err
	}
	return o.done(w, r, f.Form, s.backFrom(in["procedure_id"]), "procedure.cost.saved")
}

// backFrom leads to the procedure of a cost, or to the case.
func (s *scene) backFrom(procedureID string) string {
	if s.Of(procedureID) != nil {
		return s.procedureURL(procedureID)
	}
	return s.url()
}

// newCostURL is where a cost of a procedure is recorded.
func (s *scene) newCostURL(of *procedure.Procedure) string {
	return s.url("costs", "new") + "?procedure=" + url.QueryEscape(of.ID)
}

// procedures are what a cost can belong to.
func (s *scene) procedures() []ui.Option {
	options := make([]ui.Option, len(s.Procedures))
	for i := range s.Procedures {
		options[i] = ui.Option{Value: s.Procedures[i].ID, Label: s.title(&s.Procedures[i])}
	}
	return options
}

// grantLimit is what the recognition grant pays today; nil when nothing is known.
func (s *scene) grantLimit() *recognition.Amount {
	return recognition.Limit(recognition.RecognitionGrant, "fee", s.today)
}

// fees are the fees of today that are the same everywhere, in words.
func (s *scene) fees() []string {
	var out []string
	if fee := recognition.Fee(recognition.Statement, s.today); fee != nil {
		out = append(out, s.p.T("procedure.fee.statement", "Amount", s.euros(fee.Fixed), "Further", s.euros(fee.Further)))
	}
	if fee := recognition.Fee("accelerated", s.today); fee != nil {
		out = append(out, s.p.T("procedure.fee.accelerated", "Amount", s.euros(fee.Fixed)))
	}
	return out
}
