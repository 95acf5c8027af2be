package office

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/occupation"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// doFind is what the button asks for that looks for concepts of ESCO.
const doFind = "find"

// mostConcepts is how many concepts of ESCO one search offers.
const mostConcepts = 20

// editView is the form of an occupation.
type editView struct {
	*scene
	entry     *occupation.Occupation // as it is stored; nil: a new one
	stored    *web.Form              // the same as a form, with its version
	form      *web.Form
	concepts  []ui.Option
	questions []question
	conflict  bool         // somebody else saved meanwhile
	theirs    []difference // what of it is not what was typed
	back      string
}

// difference is a field whose stored value is not what was typed.
type difference struct{ id, label, stored, typed string }

// editing is the form of the occupation of the address, or of a new one, as it is stored.
func (o *office) editing(r *http.Request) (*editView, error) {
	s, err := o.scene(r, web.P(r).T("occupation.new"))
	if err != nil {
		return nil, err
	}
	v := &editView{scene: s, stored: web.NewForm("version", "0"), back: base}
	s.below()
	if r.PathValue("code") != "" {
		if v.entry, err = s.found(r); err != nil {
			return nil, err
		}
		v.stored, v.back = formOf(v.entry), address(v.entry.Code)
		v.stored.Set("version", strconv.FormatInt(s.Version(v.entry.Code), 10))
		s.page.Title = s.p.T("occupation.edit")
		s.below(ui.NavItem{Label: v.entry.TitleIn(s.p.Lang()), URL: v.back})
	}
	v.questions = v.ask()
	return v, nil
}

func (o *office) editForm(w http.ResponseWriter, r *http.Request) error {
	v, err := o.editing(r)
	if err != nil {
		return err
	}
	v.form = web.NewForm()
	for name, values := range v.stored.Values {
		v.form.Values[name] = slices.Clone(values)
	}
	v.form.Set("key", ident.Token())
	return o.showForm(w, r, http.StatusOK, v)
}

// showForm offers the concepts of ESCO that are linked, chosen or looked for.
func (o *office) showForm(w http.ResponseWriter, r *http.Request, status int, v *editView) error {
	ids := v.form.All("esco")
	for _, id := range v.stored.All("esco") {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	concepts, err := o.occupations.Concepts(r.Context(), ids, v.p.Lang())
	if err != nil {
		return err
	}
	if text := v.form.Get("esco_search"); text != "" {
		found, err := o.occupations.FindConcepts(r.Context(), text, v.p.Lang(), mostConcepts)
		if err != nil {
			return err
		}
		for _, c := range found {
			if !slices.Contains(ids, c.ID) {
				concepts = append(concepts, c)
			}
		}
		if len(found) == 0 {
			v.form.Fault("esco_search", "occupation.error.no_concept")
		}
	}
	for _, c := range concepts {
		v.concepts = append(v.concepts, ui.Option{Value: c.ID, Label: conceptLabel(c)})
	}
	return web.Render(w, r, status, v.view())
}

func (o *office) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := o.editing(r)
	if err != nil {
		return err
	}
	v.form = f
	if !ident.IsToken(f.Get("key")) {
		f.Set("key", ident.Token())
	}
	for _, day := range days {
		f.Set(day, isoDay(f.Get(day)))
	}
	if f.Get("do") == doFind {
		return o.showForm(w, r, http.StatusOK, v)
	}
	f.Set("esco_search", "")
	entry := v.typed()
	if v.entry == nil && v.Get(entry.Code) != nil {
		f.Fault("code", "occupation.error.code_taken")
	}
	if f.OK() {
		err = o.occupations.Save(r.Context(), entry, version(f), f.Get("key"))
	}
	switch {
	case errs.KindOf(err) == errs.Conflict:
		v.conflict, v.theirs = true, v.differing()
		f.Set("version", v.stored.Get("version"))
		f.Set("key", ident.Token())
		return o.showForm(w, r, http.StatusConflict, v)
	case f.Absorb(err) || err == nil && !f.OK():
		return o.showForm(w, r, http.StatusBadRequest, v)
	case err != nil:
		return err
	}
	web.Flash(w, r, ui.Success, "occupation.saved")
	web.Redirect(w, r, address(entry.Code))
	return nil
}

// typed is the entry as it was typed, with what the form does not ask as it is stored.
func (v *editView) typed() *occupation.Occupation {
	f := v.form
	e := &occupation.Occupation{Code: f.Get("code"), TitleM: f.Get("title_m"), TitleF: f.Get("title_f"), Does: f.Get("does"), Kind: occupation.Kind(f.Get("kind")),
		Regulated: f.Get("regulated") == "true", Group: f.Get("authority_group"), Procedure: f.Get("procedure"), Law: f.Get("law"), Source: f.Get("source"),
		CheckedOn: f.Get("checked_on"), KldB: strings.Fields(f.Get("kldb")), ESCO: f.All("esco"), ValidFrom: f.Get("valid_from"), ValidTo: f.Get("valid_to"),
		Succeeds: f.Get("succeeds"), Names: map[string]occupation.Names{}}
	if v.entry != nil {
		e.Code = v.entry.Code
		maps.Copy(e.Names, v.entry.Names)
	}
	for _, lang := range occupation.Languages {
		n := occupation.Names{Title: f.Get("title_" + lang), TitleF: f.Get("female_" + lang), Words: linesOf(f.Get("words_" + lang))}
		if delete(e.Names, lang); n.Title != "" || n.TitleF != "" || n.Words != nil {
			e.Names[lang] = n
		}
	}
	return e
}

// formOf is an entry as the form would have it.
func formOf(e *occupation.Occupation) *web.Form {
	f := web.NewForm("code", e.Code, "title_m", e.TitleM, "title_f", e.TitleF, "does", e.Does, "kind", string(e.Kind), "regulated", "",
		"authority_group", e.Group, "procedure", e.Procedure, "law", e.Law, "source", e.Source, "checked_on", e.CheckedOn, "kldb", strings.Join(e.KldB, " "),
		"valid_from", e.ValidFrom, "valid_to", e.ValidTo, "succeeds", e.Succeeds)
	if e.Regulated {
		f.Set("regulated", "true")
	}
	f.Values["esco"] = slices.Clone(e.ESCO)
	for lang, n := range e.Names {
		f.Set("title_"+lang, n.Title)
		f.Set("female_"+lang, n.TitleF)
		f.Set("words_"+lang, strings.Join(n.Words, "\n"))
	}
	return f
}

// linesOf are the lines of a text, without empty ones.
func linesOf(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// differing puts what is stored beside what was typed.
func (v *editView) differing() []difference {
	var all []difference
	for _, q := range v.questions {
		if stored, typed := q.words(v.stored), q.words(v.form); stored != typed {
			all = append(all, difference{"#" + ui.Field{Name: q.name}.ID(), v.label(q.name), stored, typed})
		}
	}
	return all
}

// isoDay reads a day the German way, as somebody types it where the browser has no calendar: 30.9.2018.
func isoDay(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 {
		return s
	}
	two := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	return strings.TrimSpace(parts[2]) + "-" + two(parts[1]) + "-" + two(parts[0])
}
