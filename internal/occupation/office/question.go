package office

import (
	"slices"
	"strings"

	"openiq/internal/occupation"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// control is how a question is answered.
type control int

const (
	line   control = iota // some words
	lines                 // several lines
	date                  // a day
	choice                // one of a list
	tick                  // yes or not
	links                 // concepts of ESCO
)

// question is a field of the form.
type question struct {
	name    string
	control control
	options []ui.Option
	must    bool
}

// days are the fields with a day.
var days = []string{"checked_on", "valid_from", "valid_to"}

// ask are the questions about an occupation, those about its names in a language last.
func (v *editView) ask() []question {
	var all []question
	if v.entry == nil {
		all = append(all, question{name: "code", must: true})
	}
	all = append(all, question{name: "title_m", must: true}, question{name: "title_f", must: true},
		question{name: "does", control: lines, must: true}, question{name: "kind", control: choice, options: v.kindOptions(), must: true},
		question{name: "regulated", control: tick}, question{name: "authority_group", control: choice, options: v.groupOptions(), must: true},
		question{name: "procedure", control: choice, options: ui.CodeOptions(v.p, "recognition_procedure", occupation.Procedures), must: true},
		question{name: "law", must: true}, question{name: "source", must: true}, question{name: "checked_on", control: date},
		question{name: "valid_from", control: date}, question{name: "valid_to", control: date}, question{name: "succeeds"}, question{name: "kldb"},
		question{name: "esco", control: links})
	for _, lang := range occupation.Languages {
		all = append(all, question{name: "title_" + lang}, question{name: "female_" + lang}, question{name: "words_" + lang, control: lines})
	}
	return all
}

// general are the questions about the occupation itself.
func (v *editView) general() []question {
	return slices.DeleteFunc(slices.Clone(v.questions), func(q question) bool { return q.inLanguage() != "" })
}

// in are the questions about its names in a language.
func (v *editView) in(lang string) []question {
	return slices.DeleteFunc(slices.Clone(v.questions), func(q question) bool { return q.inLanguage() != lang })
}

// inLanguage is the language about whose names a question is; empty: about none.
func (q question) inLanguage() string {
	if _, lang, ok := strings.Cut(q.name, "_"); ok && slices.Contains(occupation.Languages, lang) {
		return lang
	}
	return ""
}

// wrongIn says whether something is wrong with the names in a language, so that their part of the page must be open.
func (v *editView) wrongIn(lang string) bool {
	return slices.ContainsFunc(v.in(lang), func(q question) bool { return v.ui(q).Error != "" })
}

// ui is a question as the page asks it.
func (v *editView) ui(q question) ui.Field {
	field := v.form.Field(v.p, q.name, v.label(q.name))
	field.Required = q.must
	hint := q.name
	if lang := q.inLanguage(); lang != "" {
		hint = strings.TrimSuffix(hint, "_"+lang)
	}
	if hint = "occupation.hint." + hint; v.p.Has(hint) {
		field.Hint = v.p.T(hint)
	}
	return field
}

// words are what a form says to a question, as the reader knows it.
func (q question) words(f *web.Form) string {
	values := slices.Clone(f.All(q.name))
	for i, value := range values {
		for _, o := range q.options {
			if o.Value == value {
				values[i] = o.Label
			}
		}
	}
	slices.Sort(values)
	return strings.ReplaceAll(strings.Join(values, " · "), "\r\n", "\n")
}
