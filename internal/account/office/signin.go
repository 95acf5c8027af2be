package office

import (
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
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
	return o.showSignIn(w, r, http.StatusOK, web.NewForm("next", next), "")
}

func (o *Office) showSignIn(w http.ResponseWriter, r *http.Request, status int, f *web.Form, fault string) error {
	page := web.Page(r, web.P(r).T("account.signin.title"))
	page.Plain, page.SignIn = true, ""
	return web.Render(w, r, status, signInView(page, f, fault))
}

func (o *Office) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Set("next", localPath(f.Get("next")))
	id, err := o.accounts.SignIn(r.Context(), f.Get("email"), f.Get("password"), clientAddress(r))
	if errs.KindOf(err) == errs.Invalid {
		return o.showSignIn(w, r, http.StatusBadRequest, f, web.P(r).T("account.error.refused"))
	}
	if err != nil {
		return err
	}
	if err := o.sessions.begin(w, r, id); err != nil {
		return err
	}
	web.Redirect(w, r, f.Get("next"))
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

// askToSignIn leads to the sign-in and back. What was being sent stays on the page, to be sent again.
func askToSignIn(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		web.Redirect(w, r, "/signin?next="+url.QueryEscape(r.URL.RequestURI()))
		return nil
	}
	page := web.Page(r, web.P(r).T("account.expired.title"))
	page.Plain, page.SignIn = true, ""
	return web.Render(w, r, http.StatusUnauthorized, expiredView(page, r.URL.RequestURI(), resend(r)))
}

// value is a field of a form that is sent again.
type value struct{ name, value string }

// resend are the fields of a form, so that it can be sent again; none when it holds a password or is no plain form.
func resend(r *http.Request) []value {
	if r.ParseForm() != nil || r.PostForm.Has("password") {
		return nil
	}
	var all []value
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, v := range r.PostForm[name] {
			all = append(all, value{name, v})
		}
	}
	return all
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

// clientAddress is where a request comes from. A proxy on this machine is believed about that; any other is taken for
// the client itself.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return host
	}
	forwarded := r.Header.Values("X-Forwarded-For")
	if len(forwarded) == 0 {
		return host
	}
	last := forwarded[len(forwarded)-1]
	last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	if _, err := netip.ParseAddr(last); err != nil {
		return host
	}
	return last
}
