package office

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/centre"
	"openiq/internal/codelist"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// hoursOf begins the names of the seven fields with the opening hours, which end with the number of the weekday.
const hoursOf = "open_"

// fields are what is told, in the order of the form.
var fields = []string{"street", "phone", "email", "web", "open_1", "open_2", "open_3", "open_4", "open_5", "open_6", "open_7", "hours_note", "forms",
	"access", "languages", "interpreter", "note"}

// editView is the form of what is told.
type editView struct {
	scene
	*centre.Centre
	form    *web.Form
	changed bool         // somebody else saved something meanwhile
	theirs  []difference // what of it differs from what was typed
}

// difference is a field whose stored value is not what was typed.
type difference struct{ label, stored, typed string }

func (o *office) editForm(w http.ResponseWriter, r *http.Request) error {
	c, err := o.centres.Editable(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := editView{scene: o.of(r, c, web.P(r).T("centre.edit")), Centre: c}
	v.form = v.formOf(c.Told)
	begin(v.form, c.Version)
	return web.Render(w, r, http.StatusOK, editPage(v))
}

func (o *office) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	c, err := o.centres.Editable(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := editView{scene: o.of(r, c, web.P(r).T("centre.edit")), Centre: c, form: f}
	told := v.read(f)
	if err = f.Err(); err == nil {
		err = o.centres.Save(r.Context(), change(c.ID, f), told, f.Get("checked") == "true")
	} else if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	switch {
	case err == nil:
		web.Flash(w, r, ui.Success, "centre.saved")
		web.Redirect(w, r, centreURL(c.ID))
		return nil
	case !f.OK():
		return web.Render(w, r, http.StatusBadRequest, editPage(v))
	case errs.KindOf(err) == errs.Conflict:
		return o.conflict(w, r, v)
	case f.Absorb(err):
		return web.Render(w, r, http.StatusBadRequest, editPage(v))
	}
	return err
}

// conflict shows what is stored beside what was typed; who sends the form again overwrites knowingly.
func (o *office) conflict(w http.ResponseWriter, r *http.Request, v editView) error {
	c, err := o.centres.Editable(r.Context(), v.ID)
	if err != nil {
		return err
	}
	v.Centre, v.changed = c, true
	stored := v.formOf(c.Told)
	for _, name := range fields {
		if theirs, mine := v.words(name, stored), v.words(name, v.form); theirs != mine {
			v.theirs = append(v.theirs, difference{v.label(name), theirs, mine})
		}
	}
	begin(v.form, c.Version)
	return web.Render(w, r, http.StatusConflict, editPage(v))
}

// formOf is what is told as a form shows it.
func (s scene) formOf(t centre.Told) *web.Form {
	f := web.NewForm("street", t.Street, "phone", t.Phone, "email", t.Email, "web", t.Web, "hours_note", t.HoursNote, "access", string(t.Access),
		"interpreter", strconv.FormatBool(t.Interpreter), "note", t.Note)
	for i, day := range centre.Weekdays {
		f.Set(hoursOf+strconv.Itoa(i+1), centre.WriteSpans(t.HoursOn(day)))
	}
	for _, form := range t.Forms {
		f.Values.Add("forms", string(form))
	}
	names := make([]string, len(t.Languages))
	for i, tag := range t.Languages {
		names[i] = s.p.Language(tag)
	}
	f.Set("languages", strings.Join(names, ", "))
	return f
}

// read is what a form tells; what cannot be read is noted in the form.
func (s scene) read(f *web.Form) centre.Told {
	t := centre.Told{Street: f.Get("street"), Phone: f.Get("phone"), Email: f.Get("email"), Web: f.Get("web"), HoursNote: f.Get("hours_note"),
		Access: centre.Access(f.Get("access")), Interpreter: f.Get("interpreter") == "true", Note: f.Get("note")}
	for i, day := range centre.Weekdays {
		name := hoursOf + strconv.Itoa(i+1)
		spans, ok := centre.ParseSpans(f.Get(name))
		if !ok {
			f.Fault(name, "centre.error.hours")
		}
		for _, span := range spans {
			t.Hours = append(t.Hours, centre.Opening{Weekday: day, Span: span})
		}
	}
	for _, form := range f.All("forms") {
		t.Forms = append(t.Forms, centre.Form(form))
	}
	options := s.languageOptions()
	for _, typed := range strings.FieldsFunc(f.Get("languages"), func(r rune) bool { return r == ',' || r == ';' || r == '،' }) {
		tag, ok := ui.CodeOf(options, typed)
		switch {
		case !ok:
			f.Fault("languages", "centre.error.language", "Typed", strings.TrimSpace(typed))
		case tag != "" && !slices.Contains(t.Languages, tag):
			t.Languages = append(t.Languages, tag)
		}
	}
	return t
}

// words are what a form says to a question, as the reader knows it.
func (s scene) words(name string, f *web.Form) string {
	switch value := f.Get(name); name {
	case "forms":
		var words []string
		for _, code := range f.All(name) {
			words = append(words, s.p.Code("centre_form", code))
		}
		return strings.Join(words, " · ")
	case "access":
		if value == "" {
			return ""
		}
		return s.p.Code("step_free", value)
	case "interpreter":
		if value == "true" {
			return s.p.T("ui.yes")
		}
		return ""
	default:
		return value
	}
}

func (s scene) languageOptions() []ui.Option {
	return ui.CodeOptions(s.p, "language", codelist.Codes("language"))
}

// optionsOf are the codes of a list with their words.
func optionsOf[C ~string](s scene, list string, codes []C) []ui.Option {
	options := make([]ui.Option, len(codes))
	for i, code := range codes {
		options[i] = ui.Option{Value: string(code), Label: s.p.Code(list, string(code))}
	}
	return options
}

// field is a question of a form with what was typed.
func (s scene) field(f *web.Form, name string) ui.Field {
	field := f.Field(s.p, name, s.label(name))
	if hint := "centre.hint." + name; s.p.Has(hint) {
		field.Hint = s.p.T(hint)
	}
	return field
}

// required is a question that must be answered.
func (s scene) required(f *web.Form, name string) ui.Field {
	field := s.field(f, name)
	field.Required = true
	return field
}

// short is a question with a short answer.
func (s scene) short(f *web.Form, name string) ui.Field {
	field := s.field(f, name)
	field.Short = true
	return field
}
