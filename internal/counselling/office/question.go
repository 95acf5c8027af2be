package office

import (
	"slices"
	"strconv"
	"strings"
	"sync"

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
	line    control = iota // some words
	number                 // a whole number
	date                   // a day
	choice                 // one of a few codes
	radio                  // the same, all in sight
	typed                  // one of many codes: some letters of it are enough
	ticks                  // any of several codes
	yesNo                  // yes, no or nothing
	centre                 // a counselling centre
	tongues                // languages, typed one after the other
	area                   // some sentences
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
	theme   string // the theme to which the question belongs; it is out of sight until that is ticked
	text    bool   // the column is a text in the vault
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

func (q question) required() bool { return q.must || !q.text && columnOf(q.column).Required }

// ofNth are questions about the nth of several qualifications.
func ofNth(questions []question, nth int) []question {
	all := slices.Clone(questions)
	for i := range all {
		all[i].name = counselling.FieldOf(all[i].field(), nth)
	}
	return all
}

// columnOf is a column of any record of a case; no two that a form asks for have the same name.
func columnOf(name string) *record.Column {
	for _, t := range []*record.Type{counselling.Contacts, counselling.Cases, counselling.Qualifications, counselling.Referrals} {
		if t.Has(name) {
			return t.Column(name)
		}
	}
	panic("office: no column " + name)
}

// form is a form for a reader: its questions with what was typed.
type form struct {
	*web.Form
	p           *i18n.Printer
	today       clock.Day
	days        []clock.Day       // on one of which an entry of a list must be valid, the first for its provision; none: today
	stored      counselling.Input // what stands in the record already
	questions   []question
	sites       []ui.Option // centres to choose from
	occupations []ui.Option // that were recorded here before
	catalogue   Occupations
	candidates  map[string][]ui.Option // what a field of the form may mean, to choose from
	modules     []counselling.TextModule
	begin       string // field where typing begins
	word        string // why it could not be saved, where no field is wrong
	kept        string // what becomes of what was typed then
	savedAs     string // the case as which it was saved before
	draft       ui.Draft
}

// The ids of the lists that several fields of a page share.
const (
	countryList    = "countries"
	languageList   = "tongues"
	occupationList = "occupations"
)

// ui is a question as the page asks it.
func (f form) ui(q question) ui.Field {
	field := f.Field(f.p, q.field(), label(f.p, q.field()))
	field.Required, field.Autofocus = q.required(), q.field() == f.begin
	if q.hint {
		field.Hint = f.p.T("counselling.hint." + q.column)
	}
	switch {
	case q.list == "country":
		field.List = countryList
	case q.column == "reference_occupation":
		field.List, field.Value = occupationList, f.title(field.Value)
	case q.control == tongues:
		field.List, field.Many, field.Value = languageList, true, f.languages(field.Value)
	}
	return field
}

// label names a field for the reader.
func label(p *i18n.Printer, field string) string {
	field = strings.TrimPrefix(field, mergeField(question{}))
	if column, nth := nthOf(field); nth > 1 {
		return p.T("counselling.gap.qualification", "Nth", nth, "Label", label(p, column))
	}
	if key := "counselling.field." + field; p.Has(key) {
		return p.T(key)
	}
	if l := consentLabel(p, field); l != "" {
		return l
	}
	return p.T("column." + field)
}

// nthOf takes the name of a field apart as counselling.FieldOf made it.
func nthOf(field string) (column string, nth int) {
	if i := strings.LastIndexByte(field, '_'); i > 0 {
		if n, err := strconv.Atoi(field[i+1:]); err == nil && n > 1 && n <= mostQualifications {
			return field[:i], n
		}
	}
	return field, 1
}

// options are the answers that the form offers: those that were valid on its day and, so that nothing is lost, those that
// stand in the record or were typed. "No answer given" is an answer to every question that one may leave open.
func (f form) options(q question) []ui.Option {
	switch q.control {
	case centre:
		return f.sites
	case tongues:
		return languageOptions(f.p)
	case yesNo:
		return ui.CodeOptions(f.p, "bool", []string{"true", "false"})
	}
	var options []ui.Option
	switch {
	case q.list == "country":
		options = countryOptions(f.p)
	case q.column == "reference_occupation":
		options = slices.Concat(f.occupations, ui.CodeOptions(f.p, q.column, counselling.SpecialOccupations))
	default:
		for _, code := range f.offered(q) {
			options = append(options, ui.Option{Value: code, Label: cited(f.p, q.codes(), code, f.day())})
		}
	}
	if !q.required() && !q.half {
		options = append(options, ui.Option{Value: codelist.Declined, Label: f.p.Code(q.codes(), codelist.Declined)})
	}
	return options
}

// The long lists in the languages of readers; there are few, and they never change.
var countriesIn, languagesIn sync.Map // *i18n.Printer to []ui.Option

// countryOptions are all countries by name.
func countryOptions(p *i18n.Printer) []ui.Option {
	known, ok := countriesIn.Load(p)
	if !ok {
		known, _ = countriesIn.LoadOrStore(p, slices.Clip(ui.CountryOptions(p)))
	}
	return known.([]ui.Option)
}

// languageOptions are the languages that are offered, by name.
func languageOptions(p *i18n.Printer) []ui.Option {
	known, ok := languagesIn.Load(p)
	if !ok {
		options := ui.CodeOptions(p, "language", codelist.Codes("language"))
		i18n.SortBy(p, options, func(o ui.Option) string { return o.Label })
		known, _ = languagesIn.LoadOrStore(p, slices.Clip(options))
	}
	return known.([]ui.Option)
}

// day is the one to which the form belongs.
func (f form) day() clock.Day {
	if len(f.days) > 0 {
		return f.days[0]
	}
	return f.today
}

// cited is a code in words, with the provision that was behind it on a day.
func cited(p *i18n.Printer, list, code string, on clock.Day) string {
	if cite := codelist.CiteOn(list, code, on); cite != "" {
		return p.Code(list, code) + " (" + cite + ")"
	}
	return p.Code(list, code)
}

// offered are the codes of a list question that may be in sight.
func (f form) offered(q question) []string {
	var codes []string
	for _, code := range codelist.Codes(q.codes()) {
		if strings.HasPrefix(code, q.prefix) && (f.valid(q, code) || slices.Contains(f.All(q.field()), code)) {
			codes = append(codes, code)
		}
	}
	return codes
}

// valid says whether a code may be chosen: on the form's day there was such a thing, or the record has it already.
func (f form) valid(q question, code string) bool {
	if slices.Contains(strings.Fields(f.stored[q.column]), code) || slices.Contains(codelist.Offered(q.codes(), f.day()), code) {
		return true
	}
	return slices.ContainsFunc(f.days, func(day clock.Day) bool { return slices.Contains(codelist.Offered(q.codes(), day), code) })
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

// asks says whether the form asks such a question.
func (f form) asks(such func(question) bool) bool { return slices.ContainsFunc(f.questions, such) }

// touches says whether some of the questions have an answer or an error, so that their part of the page must be open.
func (f form) touches(questions []question) bool {
	return slices.ContainsFunc(questions, func(q question) bool {
		field := f.Field(f.p, q.field(), "")
		return field.Value != "" || len(field.Values) > 0 || field.Error != ""
	})
}
