package office

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/translation"
	"openiq/locale"
)

// What somebody does with a text.
const (
	doSave    = "save"
	doReview  = "review"
	doPreview = "preview"
	doShipped = "shipped"
)

// input is where the words of a form are typed. A plain text has one, named text.
type input struct {
	name   string
	plural *translation.Plural // nil: of a plain text
}

// textView is a text in its context.
type textView struct {
	*scene
	entry   *translation.Entry
	form    *web.Form
	inputs  []input
	preview []ui.Row
	stored  []ui.Row // what somebody else saved meanwhile
	history []state
	where   string // the page of the portal where the text is; empty: in many
	next    string // the next text of the list; empty: there is none
	portal  *i18n.Printer
	today   clock.Day
}

// state is a text as it was stored.
type state struct {
	translation.State
	who, words string
}

func (o *office) text(r *http.Request) (*textView, error) {
	s, err := o.scene(r, "")
	if err != nil {
		return nil, err
	}
	e := s.lang.Entry(r.PathValue("key"))
	if e == nil {
		return nil, errs.Missing()
	}
	s.page.Title = e.Key
	s.below()
	v := &textView{scene: s, entry: e, inputs: inputsOf(s.lang.Tag, e), where: pageOf(e.Key), portal: o.portal.Printer(s.lang.Tag), today: clock.Today(o.clock)}
	if v.history, err = o.history(r, s, e.Key); err != nil {
		return nil, err
	}
	found := s.found()
	if i := slices.IndexFunc(found, func(x *translation.Entry) bool { return x.Key == e.Key }); i >= 0 && i+1 < len(found) {
		v.next = s.textURL(found[i+1].Key)
	}
	return v, nil
}

func inputsOf(lang string, e *translation.Entry) []input {
	if !e.Plural() {
		return []input{{name: "text"}}
	}
	rule, _ := translation.RuleOf(lang)
	inputs := make([]input, len(rule.Forms))
	for i := range rule.Forms {
		inputs[i] = input{rule.Forms[i].Form, &rule.Forms[i]}
	}
	return inputs
}

func (o *office) history(r *http.Request, s *scene, key string) ([]state, error) {
	all, err := o.texts.History(r.Context(), s.lang.Tag, key)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, x := range all {
		ids = append(ids, x.Actor)
	}
	names, err := o.people.Names(r.Context(), ids)
	states := make([]state, len(all))
	for i, x := range all {
		words := brief(x.Text)
		if x.Text == nil {
			words = s.p.T("translation.shipped")
		}
		states[i] = state{x, names[x.Actor], words}
	}
	return states, err
}

// fill is the form of the text as it is.
func (v *textView) fill() {
	v.form = web.NewForm("key", ident.Token())
	v.current()
	if v.entry.Text == nil {
		return
	}
	asked := translation.Asked(v.lang.Tag, *v.entry.Text)
	for _, in := range v.inputs {
		v.form.Set(in.name, wordsOf(asked, in))
	}
}

// current says in the form which state of the text was read.
func (v *textView) current() {
	v.form.Set("version", strconv.FormatInt(v.entry.Version, 10))
	v.form.Set("german", v.entry.German.Digest())
}

func wordsOf(text locale.Text, in input) string {
	if in.plural == nil {
		return text.Plain
	}
	return text.Forms[in.name]
}

func (o *office) form(w http.ResponseWriter, r *http.Request) error {
	v, err := o.text(r)
	if err != nil {
		return err
	}
	v.fill()
	v.showPreview()
	return web.Render(w, r, http.StatusOK, textPage(v))
}

func (o *office) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := o.text(r)
	if err != nil {
		return err
	}
	v.form = f
	if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	if f.Get("do") == doPreview {
		v.showPreview()
		return web.Render(w, r, http.StatusOK, textPage(v))
	}
	switch err := o.texts.Save(r.Context(), v.change(), f.Get("key")); {
	case err == nil:
		web.Flash(w, r, ui.Success, "translation.saved")
		if v.next == "" {
			v.next = v.listURL()
		}
		web.Redirect(w, r, v.next)
		return nil
	case errs.KindOf(err) == errs.Conflict:
		v.current()
		f.Set("key", ident.Token())
		v.stored = v.words(v.entry.Text)
		return web.Render(w, r, http.StatusConflict, textPage(v))
	case f.Absorb(err):
		return web.Render(w, r, http.StatusBadRequest, textPage(v))
	default:
		return err
	}
}

// change is what the form says. A broken version is that of no stored text.
func (v *textView) change() translation.Change {
	version, err := strconv.ParseInt(v.form.Get("version"), 10, 64)
	if err != nil {
		version = -1
	}
	c := translation.Change{Lang: v.lang.Tag, Key: v.entry.Key, Version: version, German: v.form.Get("german"), Reviewed: v.form.Get("do") == doReview}
	if v.form.Get("do") == doShipped {
		return c
	}
	text := v.typed()
	c.Text = &text
	return c
}

// typed is the text in the form.
func (v *textView) typed() locale.Text {
	if !v.entry.Plural() {
		return locale.Text{Plain: v.form.Get("text")}
	}
	text := locale.Text{Forms: map[string]string{}}
	for _, in := range v.inputs {
		text.Forms[in.name] = v.form.Get(in.name)
	}
	return text
}

// words are the words of a text as rows; nothing where there is none.
func (v *textView) words(text *locale.Text) []ui.Row {
	if text == nil {
		return nil
	}
	var rows []ui.Row
	for _, in := range v.inputs {
		rows = append(rows, ui.Row{Label: v.inputLabel(in), Value: wordsOf(translation.Asked(v.lang.Tag, *text), in)})
	}
	return rows
}

// showPreview fills sample values into what the form has.
func (v *textView) showPreview() {
	text := v.typed()
	for _, in := range v.inputs {
		words := wordsOf(text, in)
		if words == "" {
			continue
		}
		for _, value := range v.entry.Values() {
			words = strings.ReplaceAll(words, value, v.sample(value, in))
		}
		v.preview = append(v.preview, ui.Row{Label: v.inputLabel(in), Part: inLanguage(v.portal, words)})
	}
}

// sample is what may stand for a value.
func (v *textView) sample(value string, in input) string {
	name := strings.Trim(value, "{}.")
	year, month, day := v.today.Date()
	switch name {
	case "Count":
		if in.plural != nil {
			return v.portal.Number(in.plural.Example)
		}
		return v.portal.Number(5)
	case "Day", "Date", "From", "To", "Until", "Since":
		return v.portal.Date(v.today)
	case "d", "dd":
		return fmt.Sprintf("%02d", day)
	case "mm":
		return fmt.Sprintf("%02d", month)
	case "mon", "month":
		return v.portal.T("date.month." + strconv.Itoa(int(month)))
	case "yyyy", "Year":
		return strconv.Itoa(year)
	case "time":
		return "10:30"
	}
	return "‹" + name + "›"
}

// field is where the words of a form are typed.
func (v *textView) field(in input) ui.Field {
	field := v.form.Field(v.p, in.name, v.inputLabel(in))
	field.Required = true
	if in.plural != nil && in.plural.Single {
		field.Hint = v.p.T("translation.single", "Number", in.plural.Example)
	}
	return field
}

func (v *textView) inputLabel(in input) string {
	if in.plural == nil {
		return v.names[v.lang.Tag]
	}
	return v.p.T("translation.plural."+in.name, "Number", in.plural.Example)
}

func (v *textView) label(name string) string {
	for _, in := range v.inputs {
		if in.name == name {
			return v.inputLabel(in)
		}
	}
	return v.names[v.lang.Tag]
}

// explained are the values that the text must have, with what stands in their place.
func (v *textView) explained() []ui.Row {
	var rows []ui.Row
	for _, value := range v.entry.Values() {
		in := v.inputs[len(v.inputs)-1]
		rows = append(rows, ui.Row{Label: value, Value: v.p.T("translation.value", "Sample", v.sample(value, in))})
	}
	return rows
}

// source are the words of the German or English text as rows.
func sourceRows(text *locale.Text) []string {
	switch {
	case text == nil:
		return nil
	case text.Forms == nil:
		return []string{text.Plain}
	}
	var all []string
	for _, form := range []string{"one", "other"} {
		if words := text.Forms[form]; words != "" {
			all = append(all, words)
		}
	}
	return all
}

// pages are where the texts of a kind are seen in the portal, by the beginning of their keys.
var pages = []struct{ prefix, path string }{
	{"portal.finder.", "/finder"}, {"portal.centre.", "/centres"}, {"portal.page.", "/news"}, {"portal.figures.", "/figures"},
	{"portal.offline.", "/offline"}, {"portal.feedback.", "/feedback"}, {"portal.appointment.", "/appointments"}, {"portal.", "/"},
}

// pageOf is the page on which a text is seen; empty where that is not known.
func pageOf(key string) string {
	for _, page := range pages {
		if strings.HasPrefix(key, page.prefix) {
			return page.path
		}
	}
	return ""
}
