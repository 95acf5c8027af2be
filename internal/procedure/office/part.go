package office

import (
	"net/http"

	"openiq/internal/counselling"
	"openiq/internal/counselling/office"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// show is the page of a procedure.
func (o *Office) show(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r)
	if err != nil {
		return err
	}
	of, err := s.procedureOf(r)
	if err == nil {
		err = o.cases.Reveal(r.Context(), s.Held)
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, s.procedureView(s.page(r, s.title(of), nil), of))
}

// OnCase is what procedures add to the page of a case: a panel, what happened, and a way to begin.
func (o *Office) OnCase(r *http.Request, d *counselling.Detail) (office.Shown, error) {
	s, err := o.sceneOf(r, d)
	if err != nil {
		return office.Shown{}, err
	}
	var shown office.Shown
	if len(s.Procedures) > 0 || len(s.Costs) > 0 {
		shown.Panels = append(shown.Panels, s.panel())
	}
	for i := range s.Procedures {
		of := &s.Procedures[i]
		for j := range of.Steps {
			step := &of.Steps[j]
			shown.Events = append(shown.Events, office.Event{On: step.On, At: step.Row.Recorded, ID: step.ID, Body: s.event(of, step)})
		}
	}
	if d.MayRecord && len(d.Qualifications) > 0 {
		shown.Actions = append(shown.Actions, ui.NavItem{Label: s.p.T("procedure.new"), URL: s.url("procedures", "new")})
	}
	return shown, nil
}
