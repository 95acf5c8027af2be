package office

import (
	"net/http"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// confirm shows what publishing would freeze.
func (o office) confirm(w http.ResponseWriter, r *http.Request) error {
	s, err := o.load(r.Context(), r.PathValue("sheet"), r.PathValue("cutoff"), false)
	if err != nil {
		return err
	}
	if s.published != nil {
		return errs.New(errs.Conflict, "error.published_before", "Cutoff", s.Cutoff)
	}
	page := web.Page(r, s.P.T("sheet.publish_title"))
	page.Crumbs = []ui.NavItem{{Label: s.P.T("sheet.list"), URL: s.list()}, {Label: s.Title(s.Layout.ID), URL: s.path("")}}
	return web.Render(w, r, http.StatusOK, confirmPage(page, s, ident.Token()))
}

// publish freezes the sheet.
func (o office) publish(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	sheet := r.PathValue("sheet")
	cutoff, err := clock.ParseDay(r.PathValue("cutoff"))
	if err != nil {
		return errs.Missing()
	}
	if form.Get("key") == "" {
		return errs.New(errs.Invalid, "error.bad_request")
	}
	if _, err := o.engine.Publish(r.Context(), sheet, cutoff, form.Get("key")); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "sheet.published_now")
	web.Redirect(w, r, sheetPath("/factsheets", sheet, cutoff))
	return nil
}

// compared is a published number beside the same one computed from what was stored then, and from what is known today.
type compared struct {
	Label                   string
	Published, Again, Today int64
}

// check computes a published sheet again and compares it with today.
func (o office) check(w http.ResponseWriter, r *http.Request) error {
	s, err := o.load(r.Context(), r.PathValue("sheet"), r.PathValue("cutoff"), false)
	if err != nil {
		return err
	}
	if s.published == nil {
		return errs.Missing()
	}
	select {
	case o.checking <- struct{}{}:
		defer func() { <-o.checking }()
	case <-r.Context().Done():
		return r.Context().Err()
	}
	again, err := o.engine.Again(r.Context(), s.published)
	if err != nil {
		return err
	}
	today, err := o.engine.Today(r.Context(), s.published)
	if err != nil {
		return err
	}
	lines := make([]compared, len(s.Values))
	for i, f := range s.Layout.Figures {
		lines[i] = compared{s.Label(f.ID), s.Values[i], again[i], today[i]}
	}
	page := web.Page(r, s.P.T("sheet.check_title"))
	page.Crumbs = []ui.NavItem{{Label: s.P.T("sheet.list"), URL: s.list()}, {Label: s.Title(s.Layout.ID), URL: s.path("")}}
	return web.Render(w, r, http.StatusOK, checkPage(page, s, lines))
}

// allEqual says that computing again gave every published number.
func allEqual(lines []compared) bool {
	for _, l := range lines {
		if l.Again != l.Published {
			return false
		}
	}
	return true
}

// difference is a change with its sign; a dash for none.
func (s shownSheet) difference(from, to int64) string {
	switch {
	case to > from:
		return "+" + s.Number(to-from)
	case to < from:
		return s.Number(to - from)
	}
	return "–"
}
