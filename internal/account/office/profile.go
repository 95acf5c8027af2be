package office

import (
	"net/http"

	"openiq/internal/account"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

func (o *Office) profile(w http.ResponseWriter, r *http.Request) error {
	return o.showProfile(w, r, http.StatusOK, web.NewForm())
}

func (o *Office) showProfile(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	me, err := o.accounts.Me(r.Context())
	if err != nil {
		return err
	}
	roles, err := o.roles(r, me.Roles)
	if err != nil {
		return err
	}
	open, err := o.accounts.Sessions(r.Context())
	if err != nil {
		return err
	}
	page := web.Page(r, web.P(r).T("account.profile.title"))
	return web.Render(w, r, status, profileView(page, me, roles, open, o.sessions.current(r), f))
}

func (o *Office) changePassword(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := o.accounts.ChangePassword(r.Context(), f.Get("old"), f.Get("password")); err != nil {
		if f.Absorb(err) {
			return o.showProfile(w, r, http.StatusBadRequest, f)
		}
		return err
	}
	// All sessions have ended, this one as well: it goes on under a new token.
	me, err := o.accounts.Me(r.Context())
	if err != nil {
		return err
	}
	if err := o.sessions.begin(w, r, me.ID); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "account.password_changed")
	web.Redirect(w, r, "/account")
	return nil
}

func (o *Office) endSession(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if f.Get("session") == o.sessions.current(r) {
		return o.signOut(w, r)
	}
	if err := o.accounts.EndSession(r.Context(), f.Get("session")); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "account.session_ended")
	web.Redirect(w, r, "/account")
	return nil
}

// role is an assignment in words.
type role struct {
	account.Assignment
	place string // what the place is called
}

// roles puts assignments into words.
func (o *Office) roles(r *http.Request, given []account.Assignment) ([]role, error) {
	all := make([]role, len(given))
	for i, a := range given {
		name, err := o.accounts.PlaceName(r.Context(), a.Scope)
		if err != nil {
			return nil, err
		}
		all[i] = role{a, name}
	}
	return all, nil
}
