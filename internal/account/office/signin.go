package office

import (
	"net/http"
	"net/url"
	"strings"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

func (o *Office) signInForm(w http.ResponseWriter, r *http.Request) error {
	next := localPath(r.URL.Query().Get("next"))
	if authz.From(r.Context()) != nil {
		web.Redirect(w, r, next)
		return nil
	}
	return o.showSignIn(w, r, http.StatusOK, web.NewForm("next", next), notice{})
}

// notice stands above the fields of the sign-in; the empty one does not.
type notice struct {
	kind        ui.Kind
	title, text string
	without     string // address at which one signs in without what was typed; mostly empty
}

func (o *Office) showSignIn(w http.ResponseWriter, r *http.Request, status int, f *web.Form, n notice) error {
	page := web.Page(r, web.P(r).T("account.signin.title"))
	page.Plain, page.SignIn, page.OneTime = true, "", f.Get("carried") != ""
	return web.Render(w, r, status, signInView(page, f, n))
}

func (o *Office) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Set("next", localPath(f.Get("next")))
	id, err := o.accounts.SignIn(r.Context(), f.Get("email"), f.Get("password"), web.ClientAddress(r))
	if p := web.P(r); errs.KindOf(err) == errs.Invalid {
		return o.showSignIn(w, r, http.StatusBadRequest, f, notice{kind: ui.Danger, title: p.T("account.error.refused"), text: p.T("account.signin.refused_help")})
	}
	if err != nil {
		return err
	}
	next, err := o.unpack(w, r, id, f)
	if errs.KindOf(err) == errs.Conflict { // not signed in: what was typed would be lost with this page
		return o.showSignIn(w, r, http.StatusConflict, f, notice{ui.Warning, web.P(r).T("account.other.title"), word(r, err), "/signin"})
	}
	if err != nil {
		return err
	}
	if err := o.sessions.begin(w, r, id); err != nil {
		return err
	}
	web.Redirect(w, r, next)
	return nil
}

func (o *Office) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := o.sessions.end(w, r); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "account.signed_out")
	web.Redirect(w, r, "/signin")
	return nil
}

// home is where one gets who wanted to go nowhere in particular.
const home = "/"

// localPath is path when it leads to a page of this program, else the start page: nobody is sent to another site.
func localPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\t\r\n") || strings.HasPrefix(u.Path, "/signin") {
		return home
	}
	return path
}
