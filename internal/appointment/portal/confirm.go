package portal

import (
	"net/http"

	"openiq/internal/appointment"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// stepView is a page between asking and the request that counts.
type stepView struct {
	scene
	form  *web.Form
	phone string // as it was typed
	token string // to be noted
}

// byPhone is the value of the button with which somebody confirms who has no mail.
const byPhone = "phone"

// showCode asks for the code of the mail.
func showCode(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	v := stepView{scene: newScene(r, "portal.appointment.mail.sent"), form: f}
	v.page.OneTime = true
	return web.Render(w, r, status, v.mailStep())
}

// codeField is the question for the code of the mail.
func (v stepView) codeField() ui.Field {
	f := v.form.Field(v.p, "code", v.t("mail.code"))
	f.Hint, f.Autocomplete, f.Required = v.t("mail.code.hint"), "one-time-code", true
	return f
}

// confirm takes the code of a mail, or the second step of who gave a number.
func (o *portal) confirm(w http.ResponseWriter, r *http.Request) error {
	if err := limited(r, o.trys); err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if f.Get("do") == byPhone {
		return o.confirmPhone(w, r, f)
	}
	token, err := o.service.ConfirmCode(r.Context(), f.Get("ticket"), f.Get("code"))
	switch {
	case err == nil:
		web.Redirect(w, r, web.P(r).Local(ownPath(token)))
		return nil
	case f.Absorb(err):
		return showCode(w, r, http.StatusBadRequest, f)
	}
	return err
}

func (o *portal) confirmPhone(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	token, err := o.service.ConfirmPhone(r.Context(), f.Get("ticket"))
	if f.Absorb(err) {
		return showCode(w, r, http.StatusBadRequest, f)
	}
	if err != nil {
		return err
	}
	v := stepView{scene: newScene(r, "portal.appointment.phone.done"), form: f, token: appointment.NoteToken(token)}
	v.page.OneTime = true
	return web.Render(w, r, http.StatusOK, v.phoneDone())
}

// mineView asks for the code that somebody noted.
type mineView struct {
	scene
	form *web.Form
}

func (o *portal) mine(w http.ResponseWriter, r *http.Request) error {
	return showMine(w, r, http.StatusOK, web.NewForm())
}

func showMine(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	v := mineView{newScene(r, "portal.appointment.mine"), f}
	return web.Render(w, r, status, v.view())
}

func (v mineView) field() ui.Field {
	f := v.form.Field(v.p, "token", v.t("mine.code"))
	f.Hint, f.Required, f.MaxLength = v.t("mine.code.hint"), true, 40
	return f
}

// openMine leads to the request of a code.
func (o *portal) openMine(w http.ResponseWriter, r *http.Request) error {
	if err := limited(r, o.trys); err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	token := appointment.NormalToken(f.Get("token"))
	if token != "" {
		_, err = o.service.Own(r.Context(), token)
	}
	if token == "" || isMissing(err) {
		f.Fault("token", "portal.appointment.mine.error")
		return showMine(w, r, http.StatusBadRequest, f)
	}
	if err == nil {
		web.Redirect(w, r, web.P(r).Local(ownPath(token)))
	}
	return err
}
