package office

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/pdf"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/locale"
)

// letterWords are the languages of the letter, read once. They are more than those of the pages.
var letterWords = sync.OnceValues(func() (*i18n.Bundle, error) { return i18n.Load(locale.Files, locale.Letter) })

// What the buttons of the letter's form ask for, in its field "do"; nothing: show it.
const doPDF = "pdf"

// letterForm is the page of a letter to take along: what goes into it, and the letter as it will be.
type letterForm struct {
	form
	*counselling.Letter
	own    *i18n.Printer // of the person's language
	german *i18n.Printer
	words  *i18n.Bundle
	alone  bool // it is a document of its own
}

func (o *office) letterForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm("lang", r.URL.Query().Get("in")), nil)
	if err != nil {
		return err
	}
	v, err := o.letterOf(r, f)
	if err != nil {
		return err
	}
	v.begin(authz.From(r.Context()).Name)
	return o.showLetter(w, r, http.StatusOK, v)
}

// letterOf is the letter of a case in the language of a form. Who the person is, is read for it.
func (o *office) letterOf(r *http.Request, f form) (v letterForm, err error) {
	d, err := o.revealed(r)
	if err != nil {
		return v, err
	}
	if v.Letter, err = o.cases.Letter(r.Context(), d); err != nil {
		return v, err
	}
	if v.words, err = letterWords(); err != nil {
		return v, err
	}
	if !v.words.Has(f.Get("lang")) {
		f.Set("lang", v.languageOf(languagesOf(d)))
	}
	v.form, v.own, v.german = f, v.words.Printer(f.Get("lang")), v.words.Printer(i18n.Source)
	return v, nil
}

// languageOf is the first of a person's languages in which there is a letter, else German.
func (v *letterForm) languageOf(spoken []string) string {
	for _, tag := range spoken {
		base, _, _ := strings.Cut(tag, "-")
		if v.words.Has(base) {
			return base
		}
	}
	return i18n.Source
}

// begin fills in what a letter begins with: what fits to the case, who writes, and the texts that were kept.
func (v *letterForm) begin(writer string) {
	v.Values["steps"], v.Values["documents"] = v.Letter.Steps, v.Letter.Documents
	v.Set("reach", writer)
	if v.Who.Identity != nil {
		v.Set("name", "true")
	}
	v.Set("note", v.Who.Text(v.ID, noteText(v.own)))
	v.Set("note_de", v.Who.Text(v.ID, noteText(v.german)))
}

// noteText is the name under which the vault keeps the note of a letter in a language.
func noteText(p *i18n.Printer) string {
	return "letter_" + strings.ReplaceAll(p.Lang(), "-", "_")
}

// translated says whether the letter has two languages.
func (v letterForm) translated() bool { return v.own.Lang() != v.german.Lang() }

// languages are the languages of the letter, by their own names.
func (v letterForm) languages() []ui.Option {
	var options []ui.Option
	for _, l := range v.words.Languages() {
		options = append(options, ui.Option{Value: l.Tag, Label: l.Name})
	}
	return options
}

func (o *office) showLetter(w http.ResponseWriter, r *http.Request, status int, v letterForm) error {
	page := web.Page(r, v.p.T("counselling.letter.title"))
	page.Crumbs = caseCrumbs(v.p, v.ID)
	return web.Render(w, r, status, v.view(page))
}

// makeLetter shows the letter as it was put together, or gives it as a file. What was typed is kept only where that was asked
// for.
func (o *office) makeLetter(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	v, err := o.letterOf(r, f)
	if err != nil {
		return err
	}
	if v.OK() && v.Get("keep") == "true" {
		err = o.cases.ChangePerson(r.Context(), v.ID, person.Change{Texts: map[string]person.Texts{v.ID: v.notes()}}, v.Get("key"))
	}
	switch {
	case v.refused(err):
		return o.showLetter(w, r, http.StatusBadRequest, v)
	case v.conflicts(err):
		return o.showLetter(w, r, http.StatusConflict, v)
	case err != nil:
		return err
	}
	if v.Get("do") != doPDF {
		return o.showLetter(w, r, http.StatusOK, v)
	}
	file, err := v.pdf(r.Context())
	if errs.KindOf(err) == errs.Unavailable {
		v.word = v.p.T("counselling.letter.no_pdf")
		return o.showLetter(w, r, http.StatusServiceUnavailable, v)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.p.T("counselling.letter.file")+`.pdf"`)
	_, _ = w.Write(file) // a reader who went away is no fault of the file
	return nil
}

// notes are what was typed beside the given texts.
func (v letterForm) notes() person.Texts {
	notes := person.Texts{noteText(v.german): v.Get("note_de")}
	if v.translated() {
		notes[noteText(v.own)] = v.Get("note")
	}
	return notes
}

// pdf is the letter as a file.
func (v letterForm) pdf(ctx context.Context) ([]byte, error) {
	var html bytes.Buffer
	v.alone = true
	if err := v.document(ui.InlineStyles(v.own.Dir())).Render(i18n.WithPrinter(ctx, v.own), &html); err != nil {
		return nil, err
	}
	return pdf.FromHTML(ctx, html.Bytes())
}

// chosen are the codes of a list that were ticked, in the order of the list.
func (v letterForm) chosen(name string, list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(code string) bool { return !slices.Contains(v.All(name), code) })
}

// ticks are the codes of a list in the words of the letter, in the reader's language.
func (v letterForm) ticks(prefix string, list []string) []ui.Option {
	p := v.words.Printer(v.p.ContentLang())
	options := make([]ui.Option, len(list))
	for i, code := range list {
		options[i] = ui.Option{Value: code, Label: p.T("letter." + prefix + "." + code)}
	}
	return options
}
