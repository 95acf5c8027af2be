package office

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"openiq/internal/account"
	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// shownSheet is a fact sheet on its page.
type shownSheet struct {
	report.Words
	report.Sheet
	published *indicator.Published // nil: computed just now
	public    bool
	actor     *authz.Actor
}

// list is where all sheets are listed, for staff or for everybody.
func (s shownSheet) list() string {
	if s.public {
		return "/sheets"
	}
	return "/factsheets"
}

// path is the sheet's address with something behind it.
func (s shownSheet) path(behind string) string {
	return sheetPath(s.list(), s.Layout.ID, s.Cutoff) + behind
}

func sheetPath(list, sheet string, cutoff clock.Day) string {
	return list + "/" + sheet + "/" + cutoff.String()
}

func (s shownSheet) mayPublish() bool { return s.published == nil && s.actor.May(account.SheetPublish) }

// seesAll says that somebody may see figures of the whole country before they are published.
func seesAll(ctx context.Context) bool {
	filter, err := authz.Rows(ctx, account.FiguresRead)
	return err == nil && filter.All()
}

// sheets lists what is published and offers a look at other days.
func (o office) sheets(w http.ResponseWriter, r *http.Request) error {
	words, structure, err := o.words(r.Context())
	if err != nil {
		return err
	}
	form := web.ReadQuery(r)
	if form.Get("sheet") != "" {
		if day, ok := o.chosenDay(form, structure.Today()); ok {
			web.Redirect(w, r, sheetPath("/factsheets", form.Get("sheet"), day))
			return nil
		}
	} else {
		form.Set("cutoff", structure.Today().String())
	}
	published, err := o.engine.Published(r.Context())
	if err != nil {
		return err
	}
	status := http.StatusOK
	if !form.OK() {
		status = http.StatusUnprocessableEntity
	}
	page := web.Page(r, words.P.T("sheet.list"))
	return web.Render(w, r, status, sheetsPage(page, words, published, form, seesAll(r.Context())))
}

// chosenDay reads what the form for a look at a sheet says.
func (o office) chosenDay(form *web.Form, today clock.Day) (clock.Day, bool) {
	if _, err := indicator.SheetNamed(form.Get("sheet")); err != nil {
		form.Fault("sheet", "error.code")
	}
	day, err := clock.ParseDay(form.Get("cutoff"))
	switch {
	case err != nil:
		form.Fault("cutoff", "error.date")
	case day > today:
		form.Fault("cutoff", "error.future")
	}
	return day, form.OK()
}

// sheet shows one sheet to staff, as a page or as a file.
func (o office) sheet(w http.ResponseWriter, r *http.Request) error { return o.show(w, r, false) }

// publicSheet shows a published sheet to everybody.
func (o office) publicSheet(w http.ResponseWriter, r *http.Request) error { return o.show(w, r, true) }

func (o office) show(w http.ResponseWriter, r *http.Request, public bool) error {
	name, kind, _ := strings.Cut(r.PathValue("cutoff"), ".")
	s, err := o.load(r.Context(), r.PathValue("sheet"), name, public)
	if err != nil {
		return err
	}
	switch kind {
	case "":
		page := web.Page(r, s.Title(s.Layout.ID))
		page.Crumbs = []ui.NavItem{{Label: s.P.T("sheet.list"), URL: s.list()}}
		return web.Render(w, r, http.StatusOK, sheetPage(page, s))
	case "json":
		var b bytes.Buffer
		if err := report.SheetJSON(&b, s.Words, s.Sheet); err != nil {
			return err
		}
		send(w, kind, "", b.Bytes())
		return nil
	case "pdf":
		file, err := o.files.pdf(r.Context(), s)
		if err != nil {
			return err
		}
		send(w, kind, s.Layout.ID+"-"+s.Cutoff.String(), file)
		return nil
	}
	return errs.Missing()
}

// load finds a published sheet, or computes one for those who may see the whole country's figures.
func (o office) load(ctx context.Context, sheet, cutoff string, public bool) (shownSheet, error) {
	day, err := clock.ParseDay(cutoff)
	if err != nil {
		return shownSheet{}, errs.Missing()
	}
	words, structure, err := o.words(ctx)
	if err != nil {
		return shownSheet{}, err
	}
	s := shownSheet{Words: words, public: public, actor: authz.From(ctx)}
	if s.published, err = o.find(ctx, sheet, day); err != nil {
		return s, err
	}
	switch {
	case s.published != nil:
		s.Sheet = report.Published(s.published)
		return s, nil
	case public || !seesAll(ctx):
		return s, errs.Missing()
	case day > structure.Today():
		return s, errs.New(errs.Invalid, "error.future")
	}
	layout, err := indicator.SheetNamed(sheet)
	if err != nil {
		return s, err
	}
	c, err := o.engine.Compute(ctx, layout, day)
	if err != nil {
		return s, err
	}
	s.Sheet = report.Preview(c)
	return s, nil
}

// find is the published sheet of a cut-off; nil when there is none.
func (o office) find(ctx context.Context, sheet string, cutoff clock.Day) (*indicator.Published, error) {
	all, err := o.engine.Published(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Sheet == sheet && all[i].Cutoff == cutoff {
			return &all[i], nil
		}
	}
	return nil, nil
}

// publicSheets lists the published sheets for everybody.
func (o office) publicSheets(w http.ResponseWriter, r *http.Request) error {
	words, _, err := o.words(r.Context())
	if err != nil {
		return err
	}
	published, err := o.engine.Published(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, publicSheetsPage(web.Page(r, words.P.T("sheet.list")), words, published))
}
