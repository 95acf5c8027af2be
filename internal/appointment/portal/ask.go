package portal

import (
	"errors"
	"net/http"
	"slices"

	"openiq/internal/appointment"
	"openiq/internal/centre"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// mostSlots are shown to choose from.
const mostSlots = 8

// formView is the form in which one asks.
type formView struct {
	scene
	form      *web.Form
	centre    *centre.Centre
	wait      appointment.Wait
	slots     []*appointment.Slot
	languages []ui.Option
	taken     bool // the slot that was chosen
}

// form shows the form for a centre. Without one the reader chooses one first.
func (o *portal) form(w http.ResponseWriter, r *http.Request) error {
	q := web.ReadQuery(r)
	if q.Get("centre") == "" {
		web.Redirect(w, r, web.P(r).Local("/centres"))
		return nil
	}
	f := web.NewForm("key", ident.Token(), "centre", q.Get("centre"), "slot", q.Get("slot"), "code", q.Get("code"), "language", spoken(web.P(r)))
	return o.show(w, r, http.StatusOK, &formView{form: f})
}

// spoken is the language of a page as people speak it.
func spoken(p *i18n.Printer) string {
	if p.Lang() == "de-simple" {
		return "de"
	}
	return p.Lang()
}

func (o *portal) show(w http.ResponseWriter, r *http.Request, status int, v *formView) (err error) {
	v.scene = newScene(r, "portal.appointment.title")
	if v.centre, err = o.service.Centre(r.Context(), v.form.Get("centre")); err != nil {
		return err
	}
	if v.wait, err = o.service.Wait(r.Context(), v.centre.ID); err != nil {
		return err
	}
	if v.slots, err = o.service.Free(r.Context(), v.centre.ID, mostSlots); err != nil {
		return err
	}
	if !slices.ContainsFunc(v.slots, func(s *appointment.Slot) bool { return s.ID == v.form.Get("slot") }) {
		v.form.Set("slot", "")
	}
	if v.form.Get("form") == "" && len(v.centre.Forms) == 1 {
		v.form.Set("form", string(v.centre.Forms[0]))
	}
	v.languages = languageOptions(v.p, v.centre)
	v.page.Crumbs = []ui.NavItem{{Label: v.p.T("portal.nav.centres"), URL: v.p.Local("/centres")}, {Label: v.centre.Name, URL: centreURL(v.p, v.centre.ID)}}
	v.page.OneTime = r.Method == http.MethodPost
	return web.Render(w, r, status, v.view())
}

// languageOptions are the languages of the centre and those of the portal: centres find people who speak others.
func languageOptions(p *i18n.Printer, c *centre.Centre) []ui.Option {
	tags := slices.Clone(c.Languages)
	for _, l := range p.Languages() {
		if l.Tag != "de-simple" {
			tags = append(tags, l.Tag)
		}
	}
	slices.Sort(tags)
	options := ui.CodeOptions(p, "language", slices.Compact(tags))
	i18n.SortBy(p, options, func(o ui.Option) string { return o.Label })
	return options
}

// field is a question of the form.
func (v *formView) field(name string) ui.Field {
	f := v.form.Field(v.p, name, v.label(name))
	if hint := "portal.appointment." + name + ".hint"; v.p.Has(hint) {
		f.Hint = v.p.T(hint)
	}
	switch name {
	case "email":
		f.Autocomplete = "email"
	case "phone":
		f.Autocomplete = "tel"
	case "name":
		f.Autocomplete, f.MaxLength = "name", appointment.MostName
	case "text":
		f.MaxLength = appointment.MostText
	case "language":
		f.Required = true
	}
	return f
}

func (v *formView) label(name string) string { return v.t(name) }

// slotField offers the free slots, and none of them.
func (v *formView) slotField() (ui.Field, []ui.Option) {
	return v.form.Field(v.p, "slot", v.t("slots")), append(slotOptions(v.p, v.slots), ui.Option{Label: v.t("slots.none")})
}

// ask takes what somebody asks for.
func (o *portal) ask(w http.ResponseWriter, r *http.Request) error {
	if err := limited(r, o.asks); err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if f.Get("centre") == "" { // nothing came along that could be shown again
		web.Redirect(w, r, web.P(r).Local("/centres"))
		return nil
	}
	if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	receipt, err := o.service.Ask(r.Context(), o.typed(r, f), f.Get("key"))
	switch {
	case err == nil:
		return next(w, r, receipt, f.Get("phone"))
	case isTaken(err):
		return o.show(w, r, http.StatusConflict, &formView{form: f, taken: true})
	case f.Absorb(err):
		return o.show(w, r, http.StatusBadRequest, &formView{form: f})
	}
	return err
}

// typed is what a form asks for.
func (o *portal) typed(r *http.Request, f *web.Form) appointment.Ask {
	return appointment.Ask{
		Site: f.Get("centre"), Slot: f.Get("slot"), Form: centre.Form(f.Get("form")), Language: f.Get("language"),
		Details: appointment.Details{Name: f.Get("name"), Email: f.Get("email"), Phone: f.Get("phone"), Text: f.Get("text"), Code: f.Get("code"),
			Wishes: f.All("wishes"), Lang: web.P(r).Lang(), Base: web.URL(r, "")},
	}
}

func isTaken(err error) bool {
	var e *errs.Error
	return errors.As(err, &e) && e.Key == appointment.KeyTaken
}

// next shows how to confirm: it is the same page for everybody.
func next(w http.ResponseWriter, r *http.Request, receipt appointment.Receipt, phone string) error {
	f := web.NewForm("ticket", receipt.Ticket)
	if receipt.Mail {
		return showCode(w, r, http.StatusOK, f)
	}
	v := stepView{scene: newScene(r, "portal.appointment.phone.step"), form: f, phone: phone}
	v.page.OneTime = true
	return web.Render(w, r, http.StatusOK, v.phoneStep())
}
