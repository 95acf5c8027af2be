package office

import (
	"net/http"
	"strconv"
	"strings"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// control is how a question is answered.
type control int

const (
	line   control = iota // some words
	lines                 // more words
	short                 // few characters
	date                  // a day
	choice                // one of a few
	typed                 // one of many
	ticks                 // any of several
	tick                  // yes or not
)

// question is a field of a form.
type question struct {
	name    string
	control control
	options []ui.Option
	must    bool
}

// editing is an entry that somebody edits.
type editing struct {
	*scene
	questions []question
	stored    *web.Form // the entry as it is stored, with its version
	back      string
	notice    string // message key of words above the form
	save      func(f *web.Form, version int64) (address string, err error)
}

// editView is the form of an entry.
type editView struct {
	*editing
	form   *web.Form
	theirs []difference // what somebody else saved meanwhile
}

// difference is a field whose stored value is not what was typed.
type difference struct{ label, stored, typed string }

// form shows an entry to be edited.
func form(entry func(*http.Request) (*editing, error)) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		e, err := entry(r)
		if err != nil {
			return err
		}
		e.stored.Set("key", ident.Token())
		return web.Render(w, r, http.StatusOK, editPage(editView{editing: e, form: e.stored}))
	}
}

// save stores what somebody typed about an entry.
func save(entry func(*http.Request) (*editing, error)) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		e, err := entry(r)
		if err != nil {
			return err
		}
		if !ident.IsToken(f.Get("key")) {
			f.Set("key", ident.Token())
		}
		for _, q := range e.questions {
			if q.control == date {
				f.Set(q.name, isoDay(f.Get(q.name)))
			}
		}
		version, _ := strconv.ParseInt(f.Get("version"), 10, 64) // a broken one is that of no stored entry
		address, err := e.save(f, version)
		switch {
		case err == nil:
			web.Flash(w, r, ui.Success, "authority.saved")
			web.Redirect(w, r, address)
			return nil
		case errs.KindOf(err) == errs.Conflict:
			f.Set("version", e.stored.Get("version"))
			f.Set("key", ident.Token())
			return web.Render(w, r, http.StatusConflict, editPage(editView{e, f, e.differing(f)}))
		case f.Absorb(err):
			return web.Render(w, r, http.StatusBadRequest, editPage(editView{editing: e, form: f}))
		}
		return err
	}
}

// differing puts what is stored beside what was typed.
func (e *editing) differing(f *web.Form) []difference {
	var all []difference
	for _, q := range e.questions {
		if stored, typed := q.words(e.stored), q.words(f); stored != typed {
			all = append(all, difference{e.label(q.name), stored, typed})
		}
	}
	return all
}

// words are what a form says to a question, as the reader knows it.
func (q question) words(f *web.Form) string {
	values := f.All(q.name)
	for i, value := range values {
		for _, o := range q.options {
			if o.Value == value {
				values[i] = o.Label
			}
		}
	}
	return strings.Join(values, " · ")
}

// ui is a question as the page asks it.
func (v editView) ui(q question) ui.Field {
	field := v.form.Field(v.p, q.name, v.label(q.name))
	field.Required, field.Short = q.must, q.control == short
	if hint := "authority.hint." + q.name; v.p.Has(hint) {
		field.Hint = v.p.T(hint)
	}
	return field
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
