package office

import (
	"net/http"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// datedView is a form for a change from a day on: another network or another coordinator.
type datedView struct {
	page    ui.Page
	form    *web.Form
	text    string // what will happen
	now     []ui.Row
	name    string // the field that says what changes
	label   string
	options []ui.Option
	typed   bool
	submit  string
	cancel  string
}

// fromDay reads the day of a dated change; one that cannot be read is noted.
func fromDay(f *web.Form) clock.Day {
	d, err := parseDay(f.Get("from"))
	if err != nil {
		f.Fault("from", "error.date")
	}
	return d
}

// absorb takes over what is wrong with a dated form. Without an error it is a day that could not be read.
func absorb(f *web.Form, err error) bool { return err == nil || f.Absorb(err) }

func (o *office) transferForm(w http.ResponseWriter, r *http.Request) error {
	return o.showTransfer(w, r, http.StatusOK, web.NewForm())
}

func (o *office) showTransfer(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	rec, err := o.programme.Open(r.Context(), programme.KindProject, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !programme.MayEditAll(r.Context()) {
		return errs.Missing() // nobody else may give a project away
	}
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	p, x := web.P(r), d.Project(rec.ID)
	network := p.T("programme.federal")
	if id := x.NetworkOn(standing(d, x, clock.NoDay)); id != "" {
		network = d.Name(programme.KindNetwork, id)
	}
	v := datedView{form: withKey(f), text: p.T("programme.transfer.text"), name: "network_id", label: p.T("programme.transfer.to"),
		options: networkOptions(p, d), submit: p.T("programme.transfer.submit"), cancel: address(rec.Kind, rec.ID),
		now: []ui.Row{{Label: p.T("column.network"), Value: network}, {Label: p.T("programme.runs"), Value: span(p, x.Span)}}}
	v.page = inner(r, rec.Kind, p.T("programme.transfer.title"), ui.NavItem{Label: x.Name, URL: address(rec.Kind, rec.ID)})
	return web.Render(w, r, status, datedPage(v))
}

func (o *office) transfer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	t := programme.Transfer{Project: r.PathValue("id"), Network: f.Get("network_id"), From: fromDay(f), Key: withKey(f).Get("key")}
	if f.OK() {
		_, err = o.programme.TransferProject(r.Context(), t)
	}
	switch {
	case err == nil && f.OK():
		web.Flash(w, r, ui.Success, "programme.transfer.done")
		web.Redirect(w, r, address(programme.KindProject, t.Project))
		return nil
	case absorb(f, err):
		return o.showTransfer(w, r, http.StatusBadRequest, f)
	}
	return err
}

func (o *office) coordinatorForm(w http.ResponseWriter, r *http.Request) error {
	return o.showCoordinator(w, r, http.StatusOK, web.NewForm())
}

func (o *office) showCoordinator(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	rec, err := o.programme.Open(r.Context(), programme.KindNetwork, r.PathValue("id"))
	if err != nil {
		return err
	}
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	p := web.P(r)
	now := p.T("programme.no_coordinator")
	if x := d.Coordinator(rec.ID, d.Today()); x != nil {
		now = x.Name + " (" + span(p, x.Coordinates) + ")"
	}
	v := datedView{form: withKey(f), text: p.T("programme.coordinator.text"), name: "organisation_id", label: p.T("programme.coordinator.new"),
		options: freeOrganisations(d), typed: true, submit: p.T("programme.coordinator.submit"), cancel: address(rec.Kind, rec.ID),
		now: []ui.Row{{Label: p.T("programme.coordinator"), Value: now}}}
	v.page = inner(r, rec.Kind, p.T("programme.coordinator.title"), ui.NavItem{Label: d.Name(rec.Kind, rec.ID), URL: address(rec.Kind, rec.ID)})
	return web.Render(w, r, status, datedPage(v))
}

// freeOrganisations are those that may begin to coordinate a network.
func freeOrganisations(d *programme.Directory) []ui.Option {
	var free []*programme.Organisation
	for _, x := range d.Organisations {
		if x.NetworkID == "" {
			free = append(free, x)
		}
	}
	return named(free, func(o *programme.Organisation) (string, string) { return o.ID, o.Name })
}

func (o *office) changeCoordinator(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	d, err := o.programme.Directory(r.Context())
	if err != nil {
		return err
	}
	c := programme.Coordination{Network: r.PathValue("id"), Organisation: f.Get("organisation_id"), From: fromDay(f), Key: withKey(f).Get("key")}
	if id, ok := ui.CodeOf(freeOrganisations(d), c.Organisation); ok {
		c.Organisation = id
	}
	if f.OK() {
		err = o.programme.ChangeCoordinator(r.Context(), c)
	}
	switch {
	case err == nil && f.OK():
		web.Flash(w, r, ui.Success, "programme.coordinator.done")
		web.Redirect(w, r, address(programme.KindNetwork, c.Network))
		return nil
	case absorb(f, err):
		return o.showCoordinator(w, r, http.StatusBadRequest, f)
	}
	return err
}
