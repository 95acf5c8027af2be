package office

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/procedure"
)

// control is how a question is answered.
type control int

const (
	line   control = iota // some words
	lines                 // more words
	money                 // an amount in euros
	date                  // a day
	choice                // one of a few codes
	radio                 // the same, all in sight
	ticks                 // any of several codes
	yesNo                 // yes, no or nothing
)

// question is a field of a form.
type question struct {
	name    string // of the column or text
	control control
	list    string      // of codes
	options []ui.Option // instead of a list: what there is to choose
	must    bool
	label   string // message key behind "procedure.field."; empty: the name
	hint    string // message key behind "procedure.hint." of words of advice; empty: none
}

// form is a form for a reader: its questions with what was typed.
type form struct {
	*web.Form
	*scene
	questions []question
	draft     ui.Draft
	word      string // why it could not be saved, where no field is wrong
	kept      string // what becomes of what was typed then
}

// newForm is a form to begin with, or the draft that somebody goes on with; fill sets what it begins with.
func (o *Office) newForm(r *http.Request, s *scene, questions []question, fill func(f *web.Form)) (form, error) {
	f := form{Form: web.NewForm(), scene: s, questions: questions}
	resumed, err := o.drafts.Fill(r, f.Form)
	if !resumed {
		f.Set("key", ident.Token())
		fill(f.Form)
	}
	return f, err
}

// readForm reads a posted form. One without a key of ours is shown again: nobody could tell its repetition.
func (o *Office) readForm(r *http.Request, s *scene) (form, error) {
	typed, err := web.ReadForm(r)
	if err != nil {
		return form{}, err
	}
	if !ident.IsToken(typed.Get("key")) {
		typed.Set("key", ident.Token())
		typed.Fault("key", "counselling.error.key")
	}
	return form{Form: typed, scene: s}, nil
}

// refused says whether to show the form again: something was wrong before the command or is now.
func (f form) refused(err error) bool {
	return f.Absorb(f.inWords(err)) || err == nil && !f.OK()
}

// conflicts says whether to show the form again because of what happened meanwhile, and notes what that was.
func (f *form) conflicts(err error) bool {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Conflict {
		return false
	}
	f.word, f.kept = f.p.T(e.Key, e.Args...), f.p.T("writing.kept")
	if sentBefore(err) {
		f.kept = f.p.T("writing.sent_before")
	}
	return true
}

// sentBefore says that a form was stored already, and was changed and sent again since, as from a page that one went back to.
func sentBefore(err error) bool {
	var e *errs.Error
	return errors.As(err, &e) && e.Key == "error.sent_before"
}

// inWords puts words for the codes of steps and results that an error names.
func (f form) inWords(err error) error {
	var e *errs.Error
	if !errors.As(err, &e) {
		return err
	}
	worded := *e
	worded.Fields = slices.Clone(e.Fields)
	for i, field := range worded.Fields {
		if len(field.Args) != 2 {
			continue
		}
		list := map[any]string{"Step": "step_kind", "Result": "step_result"}[field.Args[0]]
		if code, ok := field.Args[1].(string); ok && list != "" && code != "" {
			worded.Fields[i].Args = []any{field.Args[0], f.p.Code(list, code)}
		}
	}
	return &worded
}

// ui is a question as the page asks it.
func (f form) ui(q question) ui.Field {
	field := f.Field(f.p, q.name, f.labelOf(q))
	field.Required = q.must
	if q.hint != "" {
		field.Hint = f.p.T("procedure.hint." + q.hint)
	}
	field.Short = q.control == money
	return field
}

// labelOf names a question for the reader.
func (s *scene) labelOf(q question) string {
	if q.label != "" {
		return s.p.T("procedure.field." + q.label)
	}
	return s.label(q.name)
}

// label names a field for the reader.
func (s *scene) label(name string) string {
	if key := "procedure.field." + name; s.p.Has(key) {
		return s.p.T(key)
	}
	return s.p.T("column." + strings.TrimSuffix(name, "_id"))
}

// answers are the options of a question: what is offered today and, so that nothing is lost, what is there already.
func (f form) answers(q question) []ui.Option {
	if q.control == yesNo {
		return ui.CodeOptions(f.p, "bool", []string{"true", "false"})
	}
	options := q.options
	if q.list != "" {
		options = ui.CodeOptions(f.p, q.list, codelist.Offered(q.list, f.today))
	}
	for _, there := range f.Form.All(q.name) {
		known := there == codelist.Declined || q.list != "" && slices.Contains(codelist.Codes(q.list), there)
		if known && !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == there }) {
			options = append(slices.Clip(options), ui.Option{Value: there, Label: f.p.Code(q.list, there)})
		}
	}
	return options
}

// input is what was typed, as the service takes it. What the form did not ask is left out.
func (f form) input() procedure.Input {
	in := procedure.Input{}
	for _, q := range f.questions {
		switch {
		case q.control == ticks: // a browser sends nothing at all for a list without a tick
			in[q.name] = strings.Join(f.Form.All(q.name), " ")
		case !f.Values.Has(q.name):
		case q.control == date:
			in[q.name] = isoDate(f.Get(q.name))
		case q.control == money:
			cents, ok := cents(f.Get(q.name))
			if !ok {
				f.Fault(q.name, "error.money")
			}
			in[q.name] = cents
		default:
			in[q.name] = f.Get(q.name)
		}
	}
	return in
}

// fill is what a form shows of stored cells.
func fill(f *web.Form, questions []question, cells procedure.Input) {
	for _, q := range questions {
		switch q.control {
		case ticks:
			f.Values.Del(q.name)
			for _, code := range strings.Fields(cells[q.name]) {
				f.Values.Add(q.name, code)
			}
		case money:
			f.Set(q.name, euros(cells[q.name]))
		default:
			f.Set(q.name, cells[q.name])
		}
	}
}

// isoDate reads a day the German way, as somebody types it where the browser has no calendar: 30.9.2018.
func isoDate(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 {
		return s
	}
	two := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	return strings.TrimSpace(parts[2]) + "-" + two(parts[1]) + "-" + two(parts[0])
}

// faults is the summary of errors, in the order of the questions.
func (f form) faults() []ui.Field {
	place := func(x ui.Field) int {
		return slices.IndexFunc(f.questions, func(q question) bool { return q.name == x.Name })
	}
	all := f.Wrong(f.p, func(name string) string {
		for _, q := range f.questions {
			if q.name == name {
				return f.labelOf(q)
			}
		}
		return f.label(name)
	})
	slices.SortStableFunc(all, func(a, b ui.Field) int { return place(a) - place(b) })
	return all
}

// wrongIn says whether something is wrong with some of the questions, so that their part of the page must be open.
func (f form) wrongIn(questions []question) bool {
	return slices.ContainsFunc(questions, func(q question) bool { return f.Field(f.p, q.name, "").Error != "" })
}

// inForm is a cell as the reader reads it.
func (f form) inForm(q question, cell string) string {
	switch {
	case cell == "":
		return f.p.Code("", "")
	case q.control == date:
		if day, err := clock.ParseDay(cell); err == nil {
			return f.p.Date(day)
		}
	case q.control == money:
		return f.amount(cell)
	case q.control == ticks:
		var words []string
		for _, code := range strings.Fields(cell) {
			words = append(words, f.p.Code(q.list, code))
		}
		return strings.Join(words, " · ")
	case q.control != line && q.control != lines:
		for _, o := range f.answers(q) {
			if o.Value == cell {
				return o.Label
			}
		}
		return f.p.Code(q.list, cell)
	}
	return cell
}
