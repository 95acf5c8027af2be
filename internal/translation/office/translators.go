package office

import (
	"net/http"

	"openiq/internal/account"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// translatorsView are the translators with their languages.
type translatorsView struct {
	p       *i18n.Printer
	page    ui.Page
	people  []account.Colleague
	given   map[string][]string
	options []ui.Option
}

func (o *office) translators(w http.ResponseWriter, r *http.Request) error {
	people, err := o.people.Translators(r.Context())
	if err != nil {
		return err
	}
	given, err := o.texts.Given(r.Context())
	if err != nil {
		return err
	}
	p := web.P(r)
	v := translatorsView{p: p, page: web.Page(r, p.T("translation.translators")), people: people, given: given}
	v.page.Crumbs = []ui.NavItem{{Label: p.T("translation.title"), URL: base}}
	for _, l := range o.portal.Languages() {
		v.options = append(v.options, ui.Option{Value: l.Tag, Label: l.Name})
	}
	return web.Render(w, r, http.StatusOK, translatorsPage(v))
}

// give stores which languages a translator may translate.
func (o *office) give(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	people, err := o.people.Translators(r.Context())
	if err != nil {
		return err
	}
	for _, colleague := range people {
		if colleague.ID != f.Get("account") {
			continue
		}
		key := f.Get("key")
		if !ident.IsToken(key) {
			key = ident.Token()
		}
		if err := o.texts.Give(r.Context(), colleague.ID, f.All("languages"+colleague.ID), key); err != nil {
			return err
		}
		web.Flash(w, r, ui.Success, "translation.given")
		web.Redirect(w, r, base+"/translators")
		return nil
	}
	return errs.Missing()
}

// languagesOf asks which languages somebody may translate.
func (v translatorsView) languagesOf(c account.Colleague) ui.Field {
	return ui.Field{Name: "languages" + c.ID, Label: v.p.T("translation.field.languages"), Values: v.given[c.ID]}
}
