package office

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// showView is the page of an occupation.
type showView struct {
	*scene
	*occupation.Occupation
	concepts []occupation.Concept
	history  []change
	version  int64
	key      string
}

// change is a time when somebody saved the entry.
type change struct {
	occupation.Edit
	who string
}

// found is the occupation of the address.
func (s *scene) found(r *http.Request) (*occupation.Occupation, error) {
	if o := s.Get(r.PathValue("code")); o != nil {
		return o, nil
	}
	return nil, errs.Missing()
}

func (o *office) show(w http.ResponseWriter, r *http.Request) error {
	s, err := o.scene(r, "")
	if err != nil {
		return err
	}
	entry, err := s.found(r)
	if err != nil {
		return err
	}
	s.page.Title = entry.TitleIn(s.p.Lang())
	s.below()
	v := showView{scene: s, Occupation: entry, key: ident.Token()}
	if v.concepts, err = o.occupations.Concepts(r.Context(), entry.ESCO, s.p.Lang()); err != nil {
		return err
	}
	if v.history, err = o.changes(r, entry.Code); err != nil {
		return err
	}
	if len(v.history) > 0 {
		v.version = v.history[0].Version
	}
	return web.Render(w, r, http.StatusOK, v.view())
}

// changes are who saved an entry when. What is no account was done by the machine.
func (o *office) changes(r *http.Request, code string) ([]change, error) {
	edits, err := o.occupations.History(r.Context(), code)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(edits))
	for i, e := range edits {
		ids[i] = e.Actor
	}
	names, err := o.names.Names(r.Context(), ids)
	all := make([]change, len(edits))
	for i, e := range edits {
		if all[i] = (change{e, names[e.Actor]}); all[i].who == "" {
			all[i].who = e.Actor
		}
	}
	return all, err
}

// facts are what is known of the occupation, beside its names.
func (v showView) facts() []ui.Row {
	text := func(name, value string) ui.Row { return ui.Row{Label: v.label(name), Value: value} }
	rows := []ui.Row{
		text("code", v.Code), {Label: v.label("official"), Part: german(v.Title())}, {Label: v.label("does"), Part: german(v.Does)},
		text("kind", v.p.Code("occupation_kind", string(v.Kind))), text("regulated", v.p.Code("bool", yesNo(v.Regulated))),
		text("group", v.p.Code("authority_group", v.Group)), text("procedure", v.p.Code("recognition_procedure", v.Procedure)),
		{Label: v.label("law"), Part: german(v.Law)}, {Label: v.label("source"), Part: outside(v.Source, host(v.Source))},
		{Label: v.label("checked_on"), Part: v.checked(v.Occupation)}, {Label: v.label("kldb"), Part: list(v.KldB)}, {Label: v.label("esco"), Part: v.linked()},
	}
	for _, d := range []struct{ name, day string }{{"valid_from", v.ValidFrom}, {"valid_to", v.ValidTo}} {
		if d.day != "" {
			rows = append(rows, text(d.name, v.day(d.day)))
		}
	}
	if before := v.Get(v.Succeeds); before != nil {
		rows = append(rows, ui.Row{Label: v.label("succeeds"), Part: v.named(before)})
	}
	for _, after := range v.Successors(v.Code) {
		rows = append(rows, ui.Row{Label: v.label("succeeded_by"), Part: v.named(after)})
	}
	return rows
}

// languages are those in which the occupation has names, the ones of the portal first.
func (v showView) languages() []string {
	var all []string
	for lang := range v.Names {
		all = append(all, lang)
	}
	place := func(lang string) int {
		if i := slices.Index(occupation.Languages, lang); i >= 0 {
			return i
		}
		return len(occupation.Languages)
	}
	slices.Sort(all)
	slices.SortStableFunc(all, func(a, b string) int { return place(a) - place(b) })
	return all
}

// drafted says that the names in a language are those that ship with the program: outside German a machine wrote them and
// no person has looked at them.
func (v showView) drafted(lang string) bool {
	shipped := occupation.Shipped(v.Code)
	return lang != "de" && shipped != nil && reflect.DeepEqual(shipped.Names[lang], v.Names[lang])
}

// checkedToday notes that somebody compared the entry with its source today, as it is.
func (o *office) checkedToday(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	s, err := o.scene(r, "")
	if err != nil {
		return err
	}
	entry, err := s.found(r)
	if err != nil {
		return err
	}
	checked := *entry
	checked.CheckedOn = clock.Today(o.clock).String()
	switch err := o.occupations.Save(r.Context(), &checked, version(f), f.Get("key")); {
	case errs.KindOf(err) == errs.Conflict: // the page that was looked at is not the entry any more
		web.Flash(w, r, ui.Warning, "occupation.changed_meanwhile")
	case err != nil:
		return err
	default:
		web.Flash(w, r, ui.Success, "occupation.checked_today")
	}
	web.Redirect(w, r, address(entry.Code))
	return nil
}

// version is the entry's as the page was made; one that cannot be read fits none.
func version(f *web.Form) int64 {
	n, err := strconv.ParseInt(f.Get("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func yesNo(yes bool) string { return strconv.FormatBool(yes) }
