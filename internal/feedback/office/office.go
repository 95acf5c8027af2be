// Package office shows editors what readers say about pages of the portal, and lets them tick it off.
package office

import (
	"net/http"
	"net/url"
	"strings"

	"openiq/internal/feedback"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

type office struct{ feedback *feedback.Service }

const base = "/feedback"

// pageSize is how much feedback a page of the list has.
const pageSize = 50

// Routes are this room's addresses.
func Routes(s *feedback.Service) []web.Route {
	o := &office{s}
	return []web.Route{
		{Pattern: "GET " + base, Action: feedback.ActionEdit, Handler: o.list},
		{Pattern: "POST " + base + "/{id}", Action: feedback.ActionEdit, Handler: o.setState},
	}
}

// view is the list.
type view struct {
	page        ui.Page
	p           *i18n.Printer
	query       *web.Form
	rows        []feedback.Feedback
	counts      []feedback.Count
	here        string // the address of this very list
	first, next string
	key         string
}

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	v := view{page: web.Page(r, web.P(r).T("feedback.title")), p: web.P(r), query: web.ReadQuery(r), here: web.With(r), key: ident.Token()}
	if !r.URL.Query().Has("state") {
		v.query.Set("state", feedback.Open)
	}
	q := v.query
	rows, err := o.feedback.List(r.Context(), feedback.Filter{State: q.Get("state"), Kind: q.Get("kind"), Helpful: q.Get("helpful"), Page: q.Get("page"), Before: q.Get("before")}, pageSize+1)
	if err != nil {
		return err
	}
	if v.rows = rows; len(rows) > pageSize {
		v.rows = rows[:pageSize]
		v.next = web.With(r, "before", v.rows[pageSize-1].ID)
	}
	if q.Get("before") != "" {
		v.first = web.With(r, "before", "")
	}
	if v.counts, err = o.feedback.Counts(r.Context()); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

func (v view) filter(name string) ui.Field {
	return v.query.Field(v.p, name, v.p.T("feedback.field."+name))
}

func (v view) yesNo() []ui.Option {
	return []ui.Option{{Value: feedback.Yes, Label: v.p.T("ui.yes")}, {Value: feedback.No, Label: v.p.T("ui.no")}}
}

// answer says whether the page helped; nothing when nobody said.
func (v view) answer(f feedback.Feedback) string {
	if f.Helpful == "" {
		return ""
	}
	return v.p.T("ui." + f.Helpful)
}

func (v view) ofPage(path string) string {
	return base + "?" + url.Values{"page": {path}, "state": {""}}.Encode()
}

// other is the state that a button leads to.
func other(f feedback.Feedback) string {
	if f.State == feedback.Open {
		return feedback.Done
	}
	return feedback.Open
}

func (o *office) setState(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key := ident.Token()
	if given := f.Get("key"); ident.IsToken(given) {
		key = given + r.PathValue("id") // the page's forms share a key
	}
	if err := o.feedback.SetState(r.Context(), r.PathValue("id"), f.Get("state"), key); err != nil {
		return err
	}
	back := f.Get("back")
	if back != base && !strings.HasPrefix(back, base+"?") {
		back = base
	}
	web.Flash(w, r, ui.Success, "feedback.saved")
	web.Redirect(w, r, back)
	return nil
}
