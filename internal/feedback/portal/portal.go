// Package portal takes what readers say about its pages: from the small form at the foot of every page, and from a longer one.
package portal

import (
	"net/http"
	"net/url"
	"strings"

	"openiq/internal/feedback"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// URL is where feedback goes, without the language before it. The form at the foot of a page posts the fields page (its
// path without the language), helpful ("yes" or "no") and text.
const URL = "/feedback"

type portal struct {
	feedback *feedback.Service
	limiter  *limiter
}

// Routes are this room's addresses below each language of the portal.
func Routes(s *feedback.Service, c clock.Clock) []web.Route {
	o := &portal{s, newLimiter(c)}
	return []web.Route{
		{Pattern: "GET " + URL, Action: authz.Public, Handler: o.form},
		{Pattern: "POST " + URL, Action: authz.Public, Handler: o.give},
		{Pattern: "GET " + URL + "/thanks", Action: authz.Public, Handler: thanks},
	}
}

// view is the form.
type view struct {
	page ui.Page
	p    *i18n.Printer
	form *web.Form
}

func newView(r *http.Request, f *web.Form) view {
	v := view{web.Page(r, web.P(r).T("portal.feedback.form.title")), web.P(r), f}
	v.page.NoIndex = true
	v.page.Portal.Feedback = "" // the form is here
	return v
}

func (v view) label(name string) string { return v.p.T("portal.feedback.form." + name) }

func (v view) field(name string) ui.Field {
	f := v.form.Field(v.p, name, v.label(name))
	if hint := "portal.feedback.form." + name + ".hint"; v.p.Has(hint) {
		f.Hint = v.p.T(hint)
	}
	return f
}

func (v view) text() ui.Field {
	f := v.field("text")
	f.MaxLength, f.Hint = feedback.MaxText, v.p.T("portal.feedback.hint")
	return f
}

func (v view) email() ui.Field {
	f := v.field("email")
	f.Autocomplete = "email"
	return f
}

func (v view) yesNo() []ui.Option {
	return []ui.Option{{Value: feedback.Yes, Label: v.p.T("ui.yes")}, {Value: feedback.No, Label: v.p.T("ui.no")}}
}

func (o *portal) form(w http.ResponseWriter, r *http.Request) error {
	query := web.ReadQuery(r)
	f := web.NewForm("page", pathOf(query.Get("page")), "kind", query.Get("kind"), "key", ident.Token())
	return web.Render(w, r, http.StatusOK, formPage(newView(r, f)))
}

func (o *portal) give(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	said := feedback.Feedback{Page: pathOf(f.Get("page")), Lang: web.P(r).Lang(), Helpful: f.Get("helpful"), Kind: f.Get("kind"), Text: f.Get("text"), Email: f.Get("email")}
	if err := said.Check(); f.Absorb(err) {
		f.Set("page", said.Page)
		if !ident.IsToken(f.Get("key")) {
			f.Set("key", ident.Token())
		}
		return web.Render(w, r, http.StatusBadRequest, formPage(newView(r, f)))
	} else if err != nil {
		return err
	}
	address := web.ClientAddress(r)
	switch o.limiter.take(address, strings.Join([]string{said.Page, said.Helpful, said.Kind, said.Text, said.Email}, "\n")) {
	case tooMany:
		return errs.New(errs.RateLimited, "error.rate_limited")
	case fresh:
		if err := o.feedback.Give(r.Context(), said, keyOf(f)); err != nil {
			o.limiter.failed(address)
			return err
		}
	}
	web.Redirect(w, r, web.P(r).Local(URL+"/thanks?"+url.Values{"page": {said.Page}, "kind": {said.Kind}}.Encode()))
	return nil
}

// keyOf is the form's key; the form at the foot of a page has none, as the page is the same for everybody.
func keyOf(f *web.Form) string {
	if key := f.Get("key"); ident.IsToken(key) {
		return key
	}
	return ident.Token()
}

// pathOf is a path of the portal as somebody sent it; the first page where it is none.
func pathOf(s string) string {
	s, _, _ = strings.Cut(s, "?")
	if (feedback.Feedback{Page: s, Helpful: feedback.Yes}).Check() != nil {
		return "/"
	}
	return s
}

// thanksView says what happens with the feedback.
type thanksView struct {
	page          ui.Page
	p             *i18n.Printer
	back          string
	accessibility bool
}

func thanks(w http.ResponseWriter, r *http.Request) error {
	query := web.ReadQuery(r)
	v := thanksView{web.Page(r, web.P(r).T("portal.feedback.thanks")), web.P(r), pathOf(query.Get("page")), query.Get("kind") == feedback.Accessibility}
	v.page.NoIndex = true
	v.page.Portal.Feedback = ""
	return web.Render(w, r, http.StatusOK, thanksPage(v))
}
