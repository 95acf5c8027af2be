package office

import (
	"errors"
	"net/http"
	"strconv"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// What the buttons of a request's page do.
const (
	doOffer   = "offer"
	doDecline = "decline"
	doHeld    = "held"
)

// requestView is a request with what one may answer.
type requestView struct {
	*scene
	*appointment.Request
	form    *web.Form
	slots   []ui.Option
	centres []ui.Option // to send somebody to
	problem string      // what kept the last answer from being stored; empty: nothing
	name    func(site string) string
}

func (o *office) show(w http.ResponseWriter, r *http.Request) error {
	return o.showRequest(w, r, http.StatusOK, web.NewForm("minutes", "60"), "")
}

func (o *office) showRequest(w http.ResponseWriter, r *http.Request, status int, f *web.Form, problem string) error {
	found, err := o.service.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	s, err := o.newScene(r, "appointment.title", found.Site)
	if err != nil {
		return err
	}
	v := &requestView{scene: s, Request: found, form: f, problem: problem}
	if err := o.offer(r, v); err != nil {
		return err
	}
	f.Set("key", ident.Token())
	f.Set("version", strconv.FormatInt(found.Version, 10))
	if f.Get("form") == "" {
		f.Set("form", string(found.Form))
	}
	v.page.Title = v.t("request", "Day", found.Asked.Day())
	v.page.Crumbs = []ui.NavItem{{Label: v.t("title"), URL: siteQuery(URL, found.Site)}}
	return web.Render(w, r, status, v.view())
}

// offer reads what one can choose from.
func (o *office) offer(r *http.Request, v *requestView) error {
	d, err := o.service.Structure(r.Context())
	if err != nil {
		return err
	}
	v.name = func(id string) string {
		if site := d.Site(id); site != nil {
			return site.Name
		}
		return id
	}
	free, err := o.service.Free(r.Context(), v.Request.Site, 20)
	if err != nil {
		return err
	}
	for _, slot := range free {
		v.slots = append(v.slots, ui.Option{Value: slot.ID, Label: when(v.p, slot.Starts) + " · " + v.p.Code("centre_form", string(slot.Form))})
	}
	open, err := o.service.Open(r.Context())
	for _, c := range open {
		if c.ID != v.Request.Site {
			v.centres = append(v.centres, ui.Option{Value: c.ID, Label: c.Name})
		}
	}
	return err
}

// answer stores what a button of the page says.
func (o *office) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(f.Get("version"), 10, 64) // a broken one is that of no request
	a := appointment.Answer{ID: r.PathValue("id"), Version: version, Key: f.Get("key")}
	said := "appointment.done.offered"
	switch f.Get("do") {
	case doOffer:
		err = o.service.Offer(r.Context(), a, offerOf(f))
	case doDecline:
		said = "appointment.done.declined"
		err = o.decline(r, a, f)
	case doHeld:
		said = "appointment.done.held"
		err = o.service.Held(r.Context(), a)
	default:
		err = errs.New(errs.Invalid, "error.bad_request")
	}
	var e *errs.Error
	switch {
	case err == nil:
		web.Flash(w, r, ui.Success, said)
		web.Redirect(w, r, requestURL(a.ID))
		return nil
	case errs.KindOf(err) == errs.Conflict && errors.As(err, &e):
		return o.showRequest(w, r, http.StatusConflict, f, e.Key)
	case f.Absorb(err):
		return o.showRequest(w, r, http.StatusBadRequest, f, "")
	}
	return err
}

// offerOf is the time that a form offers.
func offerOf(f *web.Form) appointment.Offer {
	day, err := clock.ParseDay(isoDay(f.Get("day")))
	if err != nil {
		day = clock.NoDay
	}
	time, ok := centre.ParseTime(f.Get("time"))
	if !ok && f.Get("slot") == "" {
		f.Fault("time", "appointment.error.times")
		day = clock.NoDay
	}
	minutes, _ := strconv.Atoi(f.Get("minutes")) // what is no number is too short
	return appointment.Offer{Slot: f.Get("slot"), Day: day, Time: time, Minutes: minutes, Form: centre.Form(f.Get("form")), Place: f.Get("place"), Word: f.Get("word")}
}

// decline reads the other centre as it was typed.
func (o *office) decline(r *http.Request, a appointment.Answer, f *web.Form) error {
	open, err := o.service.Open(r.Context())
	if err != nil {
		return err
	}
	options := make([]ui.Option, len(open))
	for i, c := range open {
		options[i] = ui.Option{Value: c.ID, Label: c.Name}
	}
	other, ok := ui.CodeOf(options, f.Get("other"))
	if !ok {
		other = f.Get("other") // the service says that there is none
	}
	return o.service.Decline(r.Context(), a, f.Get("reason"), other, f.Get("refusal"))
}

// field is a question of a form, with the label of its name.
func (v *requestView) field(name string) ui.Field {
	f := v.form.Field(v.p, name, v.label(name))
	if hint := "appointment." + name + ".hint"; v.p.Has(hint) {
		f.Hint = v.p.T(hint)
	}
	return f
}

func (v *requestView) label(name string) string {
	switch name {
	case "slot":
		return v.t("offer.slot")
	case "refusal":
		return v.t("word")
	}
	return v.t(name)
}

// facts are what the request says, without who asked.
func (v *requestView) facts() []ui.Row {
	rows := []ui.Row{{Label: v.t("head.state"), Part: ui.Badge(tones[v.State], v.p.Code("appointment_state", string(v.State)))},
		{Label: v.t("site"), Value: v.name(v.Request.Site)}}
	if v.State == appointment.Waiting {
		rows = append(rows, ui.Row{Label: v.t("head.waits"), Value: v.p.N("appointment.days", v.WaitingDays(v.today))})
	}
	for _, row := range []ui.Row{
		{Label: v.t("head.form"), Value: v.p.Code("centre_form", string(v.Request.Form))},
		{Label: v.t("head.language"), Value: v.p.Language(v.Language)},
		{Label: v.t("head.starts"), Value: when(v.p, v.Starts)},
		{Label: v.t("head.wishes"), Value: wishes(v.p, v.Request)},
		{Label: v.t("reason"), Value: v.reason()},
		{Label: v.t("other"), Value: v.other()},
	} {
		if row.Value != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

func (v *requestView) reason() string {
	if v.Reason == "" {
		return ""
	}
	return v.p.Code("appointment_reason", v.Reason)
}

func (v *requestView) other() string {
	if v.Other == "" {
		return ""
	}
	return v.name(v.Other)
}

// caseURL opens a case that begins with what the request says.
func (v *requestView) caseURL() string {
	pairs := []string{"request", v.Request.ID}
	if code := finderCode(v.Request); code != "" {
		pairs = append(pairs, "finder", code)
	}
	return "/cases/new?" + web.NewForm(pairs...).Values.Encode()
}
