package office

import (
	"context"
	"net/http"
	"strconv"

	"openiq/internal/page"
	"openiq/internal/page/markdown"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// editView is the form of a text.
type editView struct {
	page    ui.Page
	p       *i18n.Printer
	form    *web.Form
	draft   ui.Draft
	langs   []string // to choose from, for a new piece of news
	lang    string   // of the text; empty while it is chosen
	news    bool
	back    string
	preview bool
	theirs  []page.Line // what somebody else saved meanwhile, compared with what was typed
	german  *page.Shown // the text to translate
}

func (v editView) field(name string) ui.Field {
	f := v.form.Field(v.p, name, v.label(name))
	if hint := "page.hint." + name; v.p.Has(hint) {
		f.Hint = v.p.T(hint)
	}
	f.Required = true
	return f
}

func (v editView) label(name string) string { return v.p.T("page.field." + name) }

func (v editView) languages() []ui.Option {
	options := make([]ui.Option, len(v.langs))
	for i, tag := range v.langs {
		options[i] = ui.Option{Value: tag, Label: language(v.p, tag)}
	}
	return options
}

func (v editView) html() string {
	return markdown.Local(markdown.ToHTML(v.form.Get("body")), page.Source)
}

// editing is the form of a chain's next version.
func (o *office) editing(r *http.Request) (*editView, *scene, error) {
	s, err := o.scene(r)
	if err != nil {
		return nil, nil, err
	}
	s.below(s.p.T("page.edit"))
	v := &editView{page: s.page, p: s.p, lang: s.Lang, news: s.IsNews(), back: chainURL(s.Chain)}
	if s.Lang != page.Source {
		v.german, err = o.german(r.Context(), s.Chain)
	}
	return v, s, err
}

// german is the German text of a translation, where there is one.
func (o *office) german(ctx context.Context, c page.Chain) (*page.Shown, error) {
	find := o.pages.Page
	if c.IsNews() {
		find = o.pages.Item
	}
	shown, err := find(ctx, c.Slug, page.Source)
	if errs.KindOf(err) == errs.NotFound && err != nil || err == nil && shown.Lang != page.Source {
		return nil, nil
	}
	return shown, err
}

// showForm keeps what is typed as a draft, and shows the form.
func (o *office) showForm(w http.ResponseWriter, r *http.Request, status int, v *editView) (err error) {
	if v.draft, err = o.drafts.Show(r, v.form, "page.draft"); err != nil {
		return err
	}
	return web.Render(w, r, status, editPage(*v))
}

func (o *office) editForm(w http.ResponseWriter, r *http.Request) error {
	v, s, err := o.editing(r)
	if err != nil {
		return err
	}
	v.form = web.NewForm()
	resumed, err := o.drafts.Fill(r, v.form)
	if err != nil {
		return err
	}
	if !resumed {
		if err := o.begin(r, v, s); err != nil {
			return err
		}
	}
	return o.showForm(w, r, http.StatusOK, v)
}

// begin fills in the text to go on from: the latest one, or an older one that the address names.
func (o *office) begin(r *http.Request, v *editView, s *scene) error {
	text := s.Text()
	if from := r.URL.Query().Get("from"); from != "" {
		number, err := strconv.ParseInt(from, 10, 64)
		if err != nil {
			return errs.Missing()
		}
		old, err := o.pages.Get(r.Context(), s.Chain, number)
		if err != nil {
			return err
		}
		text = old.Content
	}
	v.form = web.NewForm("title", text.Title, "summary", text.Summary, "body", text.Body, "read", number(head(s.Entry)), "key", ident.Token())
	if v.news {
		day := text.Day
		if text.Title == "" && v.german != nil {
			day = v.german.Day
		}
		if day <= 0 {
			day = o.pages.Now().Day()
		}
		v.form.Set("day", day.String())
	}
	if v.german != nil {
		v.form.Set("source", number(v.german.Number))
	}
	return nil
}

func head(e page.Entry) int64 {
	if e.Head == nil {
		return 0
	}
	return e.Head.Number
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// content is the text as it was typed.
func content(f *web.Form) page.Content {
	f.Set("day", isoDay(f.Get("day")))
	day, err := clock.ParseDay(f.Get("day"))
	if err != nil {
		day = 0 // refused where a day is needed
	}
	return page.Content{Title: f.Get("title"), Summary: f.Get("summary"), Body: f.Get("body"), Day: day}
}

func (o *office) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v, s, err := o.editing(r)
	if err != nil {
		return err
	}
	v.form = f
	if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	if f.Get("do") == "preview" {
		v.preview = true
		return o.showForm(w, r, http.StatusOK, v)
	}
	text := content(f)
	if !v.news {
		text.Day = 0
	}
	read, _ := strconv.ParseInt(f.Get("read"), 10, 64)     // broken ones are those of no version,
	source, _ := strconv.ParseInt(f.Get("source"), 10, 64) // or of the text that ships
	err = o.pages.Save(r.Context(), s.ID(), text, read, source, f.Get("key"))
	switch {
	case errs.KindOf(err) == errs.Conflict:
		v.theirs = page.Diff(s.Text().Body, text.Body)
		f.Set("read", number(head(s.Entry)))
		f.Set("key", ident.Token())
		return o.showForm(w, r, http.StatusConflict, v)
	case f.Absorb(err):
		return o.showForm(w, r, http.StatusBadRequest, v)
	case err != nil:
		return err
	}
	return o.saved(w, r, f, chainURL(s.Chain))
}

// writing is the form of a new piece of news.
func (o *office) writing(r *http.Request, f *web.Form) *editView {
	v := &editView{page: web.Page(r, web.P(r).T("page.new")), p: web.P(r), form: f, langs: o.pages.Languages(), news: true, back: base}
	v.page.Crumbs = []ui.NavItem{{Label: v.p.T("page.title"), URL: base}}
	return v
}

func (o *office) newForm(w http.ResponseWriter, r *http.Request) error {
	v := o.writing(r, web.NewForm())
	resumed, err := o.drafts.Fill(r, v.form)
	if err != nil {
		return err
	}
	if !resumed {
		v.form = web.NewForm("lang", page.Source, "day", o.pages.Now().Day().String(), "key", ident.Token())
	}
	return o.showForm(w, r, http.StatusOK, v)
}

func (o *office) add(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	v := o.writing(r, f)
	if f.Get("do") == "preview" {
		v.preview = true
		return o.showForm(w, r, http.StatusOK, v)
	}
	id, err := o.pages.Add(r.Context(), f.Get("lang"), content(f), f.Get("key"))
	if f.Absorb(err) {
		return o.showForm(w, r, http.StatusBadRequest, v)
	}
	if err != nil {
		return err
	}
	return o.saved(w, r, f, base+"/"+id)
}

// saved forgets the draft of what is stored now, and shows that.
func (o *office) saved(w http.ResponseWriter, r *http.Request, f *web.Form, address string) error {
	if err := o.drafts.Done(r.Context(), f.Get("key")); err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "page.done.save")
	web.Redirect(w, r, address)
	return nil
}
