package office

import (
	"net/http"

	"openiq/internal/account"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// WelcomePath is the page on which the bearer of a link's token chooses a password.
func WelcomePath(token string) string { return "/welcome/" + token }

// wholeLink is that page's whole address, to be handed on.
func wholeLink(r *http.Request, l account.Link) string { return web.URL(r, WelcomePath(l.Token)) }

func (o *Office) welcomeForm(w http.ResponseWriter, r *http.Request) error {
	if err := o.accounts.LinkOpen(r.Context(), r.PathValue("token")); err != nil {
		return err
	}
	return o.showWelcome(w, r, http.StatusOK, web.NewForm())
}

func (o *Office) showWelcome(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a key
	page := web.Page(r, web.P(r).T("account.welcome.title"))
	page.Plain = true
	return web.Render(w, r, status, welcomeView(page, r.URL.EscapedPath(), f))
}

func (o *Office) welcome(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if _, err := o.accounts.UseLink(r.Context(), r.PathValue("token"), f.Get("password")); err != nil {
		if f.Absorb(err) {
			return o.showWelcome(w, r, http.StatusBadRequest, f)
		}
		return err
	}
	web.Flash(w, r, ui.Success, "account.welcome.done")
	web.Redirect(w, r, "/signin")
	return nil
}

// newPassword is the field in which one chooses a password.
func newPassword(p *i18n.Printer, f *web.Form) ui.Field {
	field := with(f.Field(p, "password", p.T("account.new_password")), "new-password")
	field.Hint = p.T("account.password_hint", "min", account.MinPassword)
	return field
}
