package office

import (
	"net/http"

	"openiq/internal/draft"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// Office has the pages of drafts, and is what other faces and the sign-in need of them. Make it with [New].
type Office struct{ drafts *draft.Service }

// New is the office of the drafts.
func New(drafts *draft.Service) *Office { return &Office{drafts} }

// Routes are this room's addresses with what each needs.
func (o *Office) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + ui.Drafts, Action: authz.SignedIn, Handler: o.list},
		{Pattern: "POST " + ui.Drafts, Action: authz.SignedIn, Handler: o.save},
		{Pattern: "GET " + ui.Drafts + "/{key}", Action: authz.SignedIn, Handler: o.resume},
		{Pattern: "POST " + ui.Drafts + "/{key}/send", Action: authz.SignedIn, Handler: o.send},
		{Pattern: "POST " + ui.Drafts + "/{key}/discard", Action: authz.SignedIn, Handler: o.discard},
	}
}

func draftURL(key string, more string) string { return ui.Drafts + "/" + key + more }

func (o *Office) list(w http.ResponseWriter, r *http.Request) error {
	all, err := o.drafts.List(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listView(web.Page(r, web.P(r).T("draft.title")), all))
}

// resume leads to the form that a draft fills. A form that cannot be filled again is offered to be sent as it was.
func (o *Office) resume(w http.ResponseWriter, r *http.Request) error {
	d, err := o.drafts.Get(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	if d.Name != "" {
		web.Redirect(w, r, continueURL(d))
		return nil
	}
	page := web.Page(r, web.P(r).T("draft.unnamed"))
	page.Crumbs = []ui.NavItem{{Label: web.P(r).T("draft.title"), URL: ui.Drafts}}
	return web.Render(w, r, http.StatusOK, sendView(page, d))
}

// send passes on to its address what the page of such a draft sends; the draft has then done its work.
func (o *Office) send(w http.ResponseWriter, r *http.Request) error {
	d, err := o.drafts.Get(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	if err := o.drafts.Done(r.Context(), d.Key); err != nil {
		return err
	}
	http.Redirect(w, r, d.Path, http.StatusTemporaryRedirect) // with what was sent, which a 303 would drop
	return nil
}

func (o *Office) discard(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := o.drafts.Discard(r.Context(), r.PathValue("key")); err != nil {
		return err
	}
	back := f.Get("back")
	if !draft.IsLocal(back) {
		back = ui.Drafts
	}
	web.Flash(w, r, ui.Success, "draft.discarded")
	web.Redirect(w, r, back)
	return nil
}

// title is what a draft's form is called.
func title(p *i18n.Printer, d draft.Draft) string {
	if d.Name == "" || !p.Has(d.Name) {
		return p.T("draft.unnamed")
	}
	return p.T(d.Name)
}
