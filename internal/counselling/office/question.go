package office

import (
	"slices"
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// control is how a question is answered.
type control int

const (
	line   control = iota // some words
	number                // a whole number
	date                  // a day
	choice                // one of a few codes
	radio                 // the same, all in sight
	typed                 // one of many codes: some letters of it are enough
	ticks                 // any of several codes
	yesNo                 // yes, no or nothing
	centre                // a counselling centre
)

// question is a column of a record that a form asks for.
type question struct {
	column  string
	control control
	list    string // of codes; empty: named as the column
	name    string // of the field; empty: named as the column
	prefix  string // of the codes offered, where a list is asked in parts
	hint    bool   // there are words of advice
	must    bool   // demanded here, although the column may be empty
	half    bool   // the rest of the question follows, with "no answer given" at its end
}

// field is the name of the field in the form.
func (q question) field() string {
	if q.name != "" {
		return q.name
	}
	return q.column
}

// codes is the code list with the answers.
func (q question) codes() string {
	if q.list != "" {
		return q.list
	}
	return q.column
}

func (q question) required() bool { return q.must || columnOf(q.column).Required }

// columnOf is a column of any record of a case; no two that a form asks for have the same name.
func columnOf(name string) *record.Column {
	for _, t := range []*record.Type{counselling.Contacts, counselling.Cases, counselling.Qualifications} {
		if t.Has(name) {
			return t.Column(name)
		}
	}
	panic("office: no column " + name)
}

// form is a form for a reader: its questions with what was typed.
type form struct {
	*web.Form
	p         *i18n.Printer
	today     clock.Day
	questions []question
	sites     []ui.Option // centres to choose from
}

// countryList is the id of the one list of countries that all fields of a page share.
const countryList = "countries"

// ui is a question as the page asks it.
func (f form) ui(q question) ui.Field {
	field := f.Field(f.p, q.field(), label(f.p, q.field()))
	field.Required = q.required()
	if q.hint {
		field.Hint = f.p.T("counselling.hint." + q.field())
	}
	if q.list == "country" {
		field.List = countryList
	}
	return field
}

// label names a field for the reader.
func label(p *i18n.Printer, field string) string {
	if key := "counselling.field." + field; p.Has(key) {
		return p.T(key)
	}
	if l := consentLabel(p, field); l != "" {
		return l
	}
	return p.T("column." + field)
}

// options are the answers that the form offers: those of today and, so that nothing is lost, the one that is there. "No
// answer given" is an answer to every question that one may leave open.
func (f form) options(q question) []ui.Option {
	switch q.control {
	case centre:
		return f.sites
	case yesNo:
		return ui.CodeOptions(f.p, "bool", []string{"true", "false"})
	}
	var options []ui.Option
	if q.list == "country" {
		options = ui.CountryOptions(f.p)
	} else {
		options = ui.CodeOptions(f.p, q.codes(), f.offered(q))
	}
	if !q.required() && !q.half {
		options = append(options, ui.Option{Value: codelist.Declined, Label: f.p.Code(q.codes(), codelist.Declined)})
	}
	return options
}

// specialOccupations stand for no single occupation; the catalogue of occupations has the others.
var specialOccupations = []string{"not_assignable", "not_listed", "land_regulated"}

func (f form) offered(q question) []string {
	if q.column == "reference_occupation" {
		return specialOccupations
	}
	var codes []string
	for _, code := range codelist.Offered(q.codes(), f.today) {
		if strings.HasPrefix(code, q.prefix) {
			codes = append(codes, code)
		}
	}
	for _, there := range f.All(q.field()) {
		if slices.Contains(codelist.Codes(q.codes()), there) && !slices.Contains(codes, there) {
			codes = append(codes, there)
		}
	}
	return codes
}

// answers are what was typed, as a bundle would have it. What fits no code stays as it was typed, for the rules to
// refuse. A question that the form did not ask is left out.
func (f form) answers(questions ...question) counselling.Input {
	in := counselling.Input{}
	for _, q := range questions {
		if q.control == ticks { // a browser sends nothing at all for a list without a tick
			in[q.column] = joined(in[q.column], f.All(q.field()))
			continue
		}
		if !f.Values.Has(q.field()) {
			continue
		}
		value := f.Get(q.field())
		switch q.control {
		case typed:
			if _, err := columnOf(q.column).Parse(value); err != nil {
				value = codeOf(f.options(q), value)
			}
		case centre:
			value = codeOf(f.options(q), value)
		case date:
			value = isoDate(value)
		}
		in[q.column] = value
	}
	return in
}

// codeOf is the code that somebody meant; what fits none stays as it was typed.
func codeOf(options []ui.Option, typed string) string {
	if code, ok := ui.CodeOf(options, typed); ok {
		return code
	}
	return typed
}

// joined adds codes to a cell, each once.
func joined(cell string, codes []string) string {
	all := strings.Fields(cell)
	for _, code := range codes {
		if !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return strings.Join(all, " ")
}

// fill is the form as it would be typed to get what is stored.
func fill(questions []question, stored counselling.Input) *web.Form {
	f := web.NewForm()
	for _, q := range questions {
		if q.control != ticks {
			f.Set(q.field(), stored[q.column])
			continue
		}
		for _, code := range strings.Fields(stored[q.column]) {
			if strings.HasPrefix(code, q.prefix) || code == codelist.Declined {
				f.Values.Add(q.field(), code)
			}
		}
	}
	return f
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
		return slices.IndexFunc(f.questions, func(q question) bool { return q.field() == x.Name })
	}
	all := f.Wrong(f.p, func(field string) string { return label(f.p, field) })
	slices.SortStableFunc(all, func(a, b ui.Field) int { return place(a) - place(b) })
	return all
}

// asks says whether a question is among those of the form.
func (f form) asks(list string) bool {
	return slices.ContainsFunc(f.questions, func(q question) bool { return q.list == list })
}

// touches says whether some of the questions have an answer or an error, so that their part of the page must be open.
func (f form) touches(questions []question) bool {
	return slices.ContainsFunc(questions, func(q question) bool {
		field := f.Field(f.p, q.field(), "")
		return field.Value != "" || len(field.Values) > 0 || field.Error != ""
	})
}
