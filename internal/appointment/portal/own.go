package portal

import (
	"net/http"

	"openiq/internal/appointment"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// What the buttons of a request's page do.
const (
	doConfirm  = "confirm"
	doAccept   = "accept"
	doRefuse   = "refuse"
	doWish     = "wish"
	doTake     = "take"
	doWithdraw = "withdraw"
)

// ownView is somebody's own request.
type ownView struct {
	scene
	*appointment.Request
	form      *web.Form
	path      string
	structure *programme.Directory
	open      bool // the centre can be asked
	otherOpen bool // the centre to ask instead
	wait      appointment.Wait
	slots     []*appointment.Slot
	problem   string // what kept the last command from being done; empty: nothing
}

func isMissing(err error) bool { return errs.KindOf(err) == errs.NotFound }

func (o *portal) own(w http.ResponseWriter, r *http.Request) error {
	return o.showOwn(w, r, http.StatusOK, &ownView{form: web.NewForm()})
}

func (o *portal) showOwn(w http.ResponseWriter, r *http.Request, status int, v *ownView) (err error) {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a key
	token := appointment.NormalToken(r.PathValue("token"))
	if v.Request, err = o.service.Own(r.Context(), token); err != nil {
		if isMissing(err) {
			return o.noOwn(r)
		}
		return err
	}
	if v.structure, err = o.service.Structure(r.Context()); err != nil {
		return err
	}
	v.scene = newScene(r, "portal.appointment.own."+string(v.State))
	v.page.Portal.Feedback = "" // it would take the address along
	v.path = v.p.Local(ownPath(token))
	v.open, v.otherOpen = o.canAsk(r, v.Site), o.canAsk(r, v.Other)
	if !v.form.Values.Has("wishes") {
		v.form.Values["wishes"] = v.Details.Wishes
	}
	if v.State == appointment.Waiting {
		if v.wait, err = o.service.Wait(r.Context(), v.Site); err != nil {
			return err
		}
	}
	if v.State == appointment.Waiting || v.State == appointment.Offered {
		if v.slots, err = o.service.Free(r.Context(), v.Site, mostSlots); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, v.view())
}

// noOwn answers a link that leads nowhere. Guessing is slowed down.
func (o *portal) noOwn(r *http.Request) error {
	if err := limited(r, o.trys); err != nil {
		return err
	}
	return errs.New(errs.NotFound, "appointment.error.link")
}

func (o *portal) canAsk(r *http.Request, site string) bool {
	if site == "" {
		return false
	}
	_, err := o.service.Centre(r.Context(), site)
	return err == nil
}

// change does what a button of the page says.
func (o *portal) change(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	token := appointment.NormalToken(r.PathValue("token"))
	switch ctx := r.Context(); f.Get("do") {
	case doConfirm:
		err = o.service.ConfirmLink(ctx, token)
	case doAccept:
		err = o.service.Accept(ctx, token)
	case doRefuse:
		err = o.service.Refuse(ctx, token, f.All("wishes"))
	case doWish:
		err = o.service.Wish(ctx, token, f.All("wishes"))
	case doTake:
		err = o.service.Take(ctx, token, f.Get("slot"))
	case doWithdraw:
		err = o.service.Withdraw(ctx, token)
	default:
		err = errs.New(errs.Invalid, "error.bad_request")
	}
	switch {
	case err == nil:
		w.Header().Set("Referrer-Policy", "no-referrer")
		web.Redirect(w, r, web.P(r).Local(ownPath(token)))
		return nil
	case isMissing(err):
		return o.noOwn(r)
	case isTaken(err):
		return o.showOwn(w, r, http.StatusConflict, &ownView{form: f, problem: appointment.KeyTaken})
	case errs.KindOf(err) == errs.Conflict:
		return o.showOwn(w, r, http.StatusConflict, &ownView{form: f, problem: "portal.appointment.own.changed"})
	case f.Absorb(err):
		return o.showOwn(w, r, http.StatusBadRequest, &ownView{form: f})
	}
	return err
}

// siteName is a centre's name, also of one that is closed meanwhile.
func (v *ownView) siteName(id string) string {
	if site := v.structure.Site(id); site != nil {
		return site.Name
	}
	return ""
}

// wishField asks for the times that suit.
func (v *ownView) wishField() (ui.Field, []ui.Option) {
	f := v.form.Field(v.p, "wishes", v.t("wishes"))
	f.Hint = v.t("wishes.hint")
	return f, wishOptions(v.p)
}

// rows are the facts about the request.
func (v *ownView) rows() []ui.Row {
	rows := []ui.Row{{Label: v.t("centre"), Part: v.centreName(v.Site, v.open)}}
	if v.Starts > 0 {
		rows = append(rows, ui.Row{Label: v.t("own.when"), Value: when(v.p, v.Starts) + " · " + v.p.N("portal.appointment.slot.minutes", v.Minutes)})
	}
	rows = append(rows, ui.Row{Label: v.t("own.how"), Value: v.p.Code("centre_form", string(v.Form))},
		ui.Row{Label: v.t("own.language"), Value: v.p.Language(v.Language)})
	if v.Details.Place != "" {
		rows = append(rows, ui.Row{Label: v.t("own.place"), Part: german(v.Details.Place)})
	}
	if v.Reason != "" {
		rows = append(rows, ui.Row{Label: v.t("own.reason"), Value: v.p.Code("appointment_reason", v.Reason)})
	}
	if v.Other != "" {
		rows = append(rows, ui.Row{Label: v.t("own.other"), Part: v.centreName(v.Other, v.otherOpen)})
	}
	if v.Details.Word != "" {
		rows = append(rows, ui.Row{Label: v.t("own.word"), Part: german(v.Details.Word)})
	}
	if v.State == appointment.Waiting {
		rows = append(rows, ui.Row{Label: v.t("own.wishes"), Part: wishes(v.Details.Wishes)})
	}
	return rows
}
