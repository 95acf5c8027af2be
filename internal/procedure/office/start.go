package office

import (
	"net/http"
	"strconv"

	"openiq/internal/counselling"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
	"openiq/internal/recognition"
)

// The questions about a procedure: what is always asked, and what only some procedures have.
func (s *scene) aboutProcedure() (first, more []question) {
	first = []question{{name: "kind", control: radio, list: "procedure_kind", must: true}}
	if len(s.Qualifications) > 0 {
		first = append(first, question{name: "qualification_id", control: choice, options: s.qualifications(), must: true})
	}
	first = append(first,
		question{name: "state", control: choice, list: "state", hint: "state"},
		question{name: "authority", control: line, hint: "authority"},
		question{name: "regulated", control: yesNo, hint: "regulated"})
	more = []question{
		{name: "origin_eu", control: yesNo, hint: "origin_eu"},
		{name: "accelerated", control: yesNo, hint: "accelerated"},
		{name: "before_counselling", control: yesNo},
	}
	return first, more
}

var appliedOn = question{name: "on_day", control: date, label: "applied", hint: "applied"}

// startQuestions are those of a new procedure: as few as a conversation bears, and the rest folded away.
func (s *scene) startQuestions() (first, more []question) {
	first, more = s.aboutProcedure()
	return append(first, appliedOn), more
}

func (o *Office) startForm(w http.ResponseWriter, r *http.Request) error {
	s, err := o.recordable(r)
	if err != nil {
		return err
	}
	first, more := s.startQuestions()
	f, err := o.newForm(r, s, append(first, more...), func(f *web.Form) { s.begin(f, r.URL.Query().Get("qualification")) })
	if err != nil {
		return err
	}
	return o.showStart(w, r, http.StatusOK, f)
}

// begin fills in what is known already: the Land from the centre, the rest from the qualification.
func (s *scene) begin(f *web.Form, qualification string) {
	if qualification == "" && len(s.Qualifications) == 1 {
		qualification = s.Qualifications[0].ID
	}
	f.Set("kind", recognition.Equivalence)
	f.Set("state", s.state())
	q := s.Qualification(qualification)
	if q == nil {
		return
	}
	f.Set("qualification_id", q.ID)
	if n, filled := counselling.Qualifications.Int(q, "regulated"); filled {
		f.Set("regulated", strconv.FormatBool(n != 0))
	}
	if country := counselling.Qualifications.Str(q, "country"); country != "" && country != record.Declined {
		f.Set("origin_eu", strconv.FormatBool(recognition.FromEU(country, s.today)))
	}
}

// state is the Land of the centre in charge, or of its network where that has only one.
func (s *scene) state() string {
	site := s.Structure.Site(s.Site())
	if site == nil || site.State != "" {
		return stateOf(site)
	}
	network := s.Structure.Network(s.Structure.NetworkOfProject(site.ProjectID, s.today))
	if network != nil && len(network.States) == 1 {
		return network.States[0]
	}
	return ""
}

func stateOf(site *programme.Site) string {
	if site == nil {
		return ""
	}
	return site.State
}

func (o *Office) showStart(w http.ResponseWriter, r *http.Request, status int, f form) (err error) {
	if f.draft, err = o.drafts.Show(r, f.Form, "procedure.new"); err != nil {
		return err
	}
	return web.Render(w, r, status, f.startView(f.page(r, f.p.T("procedure.new"), nil)))
}

func (o *Office) start(w http.ResponseWriter, r *http.Request) error {
	s, err := o.recordable(r)
	if err != nil {
		return err
	}
	f, err := o.readForm(r, s)
	if err != nil {
		return err
	}
	first, more := s.startQuestions()
	f.questions = append(first, more...)
	in := f.input()
	if in["qualification_id"] == "" && len(s.Qualifications) > 0 {
		f.Fault("qualification_id", "error.required")
	}
	var id string
	if f.OK() {
		id, err = o.procedures.Start(r.Context(), s.ID, in, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showStart(w, r, http.StatusBadRequest, f)
	case f.conflicts(err):
		return o.showStart(w, r, http.StatusConflict, f)
	case err != nil:
		return err
	}
	return o.done(w, r, f.Form, s.procedureURL(id), "procedure.saved")
}

// qualifications are what can be recognised.
func (s *scene) qualifications() []ui.Option {
	options := make([]ui.Option, len(s.Qualifications))
	for i := range s.Qualifications {
		options[i] = ui.Option{Value: s.Qualifications[i].ID, Label: s.qualificationTitle(s.Qualifications[i].ID)}
	}
	return options
}

// qualificationTitle is what a qualification is called: the reference occupation, else what stands on the certificate, else
// its kind; with the country.
func (s *scene) qualificationTitle(id string) string {
	q := s.Qualification(id)
	if q == nil {
		return ""
	}
	t := counselling.Qualifications
	title := t.Str(q, "title")
	if occupation := t.Str(q, "reference_occupation"); occupation != "" && occupation != record.Declined {
		title = s.p.Code("reference_occupation", occupation)
	}
	if title == "" {
		title = s.p.Code("qualification_kind", t.Str(q, "kind"))
	}
	if country := t.Str(q, "country"); country != "" && country != record.Declined {
		title += " (" + s.p.Country(country) + ")"
	}
	return title
}
