package office

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"openiq/internal/account"
	"openiq/internal/codelist"
	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// The fields of the form, which are the parameters of the address.
const (
	fieldIndicator = "indicator"
	fieldRound     = "round"
	fieldFrom      = "from"
	fieldTo        = "to"
	fieldCutoff    = "cutoff"
)

var fieldsBy = []string{"by1", "by2"}

// mostFilters is how many conditions a question can have; a form shows those in use and one more.
const mostFilters = 6

// fieldWhere is the field for the dimension of the i-th filter, from 0; fieldIs that for its value: a code, or typed
// words that mean one.
func fieldWhere(i int) string { return "where" + strconv.Itoa(i+1) }
func fieldIs(i int) string    { return "is" + strconv.Itoa(i+1) }

// question is what a reader asks, as typed and as understood.
type question struct {
	report.Words
	form       *web.Form
	structure  *programme.Directory
	definition *indicator.Definition // nil: no indicator is chosen
	query      indicator.Query
	choices    [mostFilters][]ui.Option // what the value fields offer
	rtl        bool                     // the page is read from right to left
}

// ask reads the question in an address. What is wrong stands in the form.
func (o office) ask(r *http.Request) (*question, error) {
	words, structure, err := o.words(r.Context())
	if err != nil {
		return nil, err
	}
	limit, err := authz.Rows(r.Context(), account.FiguresRead)
	if err != nil {
		return nil, err
	}
	q := &question{Words: words, form: web.ReadQuery(r), structure: structure, rtl: web.P(r).Dir() == "rtl"}
	q.query.Limit = limit
	id := q.form.Get(fieldIndicator)
	if id == "" {
		return q, nil
	}
	var known bool
	if q.definition, known = indicator.Defined(id); !known {
		q.form.Fault(fieldIndicator, "error.indicator", "Id", id)
		return q, nil
	}
	q.query.ID = id
	q.readPeriod()
	q.readDimensions()
	return q, o.readConditions(r.Context(), q)
}

func (q *question) readPeriod() {
	if q.query.Round = q.form.Get(fieldRound); q.query.Round != "" && q.structure.Round(q.query.Round) == nil {
		q.form.Fault(fieldRound, "error.round", "Round", q.query.Round)
	}
	q.query.From, q.query.To, q.query.Cutoff = q.readDay(fieldFrom), q.readDay(fieldTo), q.readDay(fieldCutoff)
	if q.query.From != nil && q.query.To != nil && *q.query.To < *q.query.From {
		q.form.Fault(fieldTo, "error.before_start")
	}
	if q.query.Cutoff != nil && *q.query.Cutoff > q.structure.Today() {
		q.form.Fault(fieldCutoff, "error.future")
	}
}

// readDay reads a day as browsers send it or as people write it; nil when the field is empty or wrong.
func (q *question) readDay(field string) *clock.Day {
	text := q.form.Get(field)
	if text == "" {
		return nil
	}
	day, err := clock.ParseDay(text)
	if err != nil {
		t, err := time.Parse("2.1.2006", text)
		if err != nil || t.Year() < 1000 {
			q.form.Fault(field, "error.date")
			return nil
		}
		day = clock.DateDay(t.Date())
	}
	q.form.Set(field, day.String())
	return &day
}

func (q *question) readDimensions() {
	for _, field := range fieldsBy {
		switch name := q.form.Get(field); {
		case name == "" || slices.Contains(q.query.By, name):
		case !q.has(name):
			q.form.Fault(field, "error.dimension", "Dimension", name)
		default:
			q.query.By = append(q.query.By, name)
		}
	}
}

// has says whether the indicator has a dimension of a name.
func (q *question) has(dimension string) bool {
	_, column := q.definition.Meaning(dimension)
	return column != ""
}

func (o office) readConditions(ctx context.Context, q *question) error {
	for i := range mostFilters {
		field := fieldWhere(i)
		dimension := q.form.Get(field)
		if dimension == "" {
			continue
		}
		if !q.has(dimension) {
			q.form.Fault(field, "error.dimension", "Dimension", dimension)
			continue
		}
		var err error
		if q.choices[i], err = o.choicesOf(ctx, q, dimension); err != nil {
			return err
		}
		if err := o.readValue(ctx, q, i, dimension); err != nil {
			return err
		}
	}
	return nil
}

// readValue reads the value of the i-th filter: typed words that mean one of the choices, or a code, even one that
// nothing has.
func (o office) readValue(ctx context.Context, q *question, i int, dimension string) error {
	field := fieldIs(i)
	typed := q.form.Get(field)
	if typed == "" {
		q.form.Fault(field, "error.required")
		return nil
	}
	code, ok := ui.CodeOf(q.choices[i], typed)
	if !ok {
		var err error
		if ok, err = o.engine.Knows(ctx, indicator.Query{ID: q.query.ID, Cutoff: q.query.Cutoff}, dimension, typed); err != nil {
			return err
		}
		code = typed
		q.choices[i] = append(q.choices[i], ui.Option{Value: code, Label: q.Code(dimension, code)})
	}
	if !ok {
		q.form.Fault(field, "error.code")
		return nil
	}
	q.form.Set(field, code)
	q.query.Where = append(q.query.Where, indicator.Condition{Dimension: dimension, Value: code})
	return nil
}

// choicesOf are the values that occur in a dimension, of all time, and the two missing ones.
func (o office) choicesOf(ctx context.Context, q *question, dimension string) ([]ui.Option, error) {
	a, err := o.engine.Answer(ctx, indicator.Query{ID: q.query.ID, By: []string{dimension}, Cutoff: q.query.Cutoff, Limit: q.query.Limit})
	if err != nil {
		return nil, err
	}
	var options []ui.Option
	for _, row := range a.Rows {
		options = append(options, ui.Option{Value: row.Codes[0], Label: q.Code(dimension, row.Codes[0])})
	}
	for _, code := range []string{codelist.NotFilled, codelist.Declined} {
		options = append(options, ui.Option{Value: code, Label: q.Code(dimension, code)})
	}
	return options, nil
}

// values are the question as the parameters of an address: codes, nothing empty.
func (q *question) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set(fieldIndicator, q.query.ID)
	set(fieldRound, q.query.Round)
	for name, day := range map[string]*clock.Day{fieldFrom: q.query.From, fieldTo: q.query.To, fieldCutoff: q.query.Cutoff} {
		if day != nil {
			v.Set(name, day.String())
		}
	}
	for i, dimension := range q.query.By {
		v.Set(fieldsBy[i], dimension)
	}
	for i, c := range q.query.Where {
		v.Set(fieldWhere(i), c.Dimension)
		v.Set(fieldIs(i), c.Value)
	}
	return v
}

// fixed is the question with the days of an answer written out: it asks the same tomorrow.
func (q *question) fixed(a indicator.Answer) url.Values {
	v := q.values()
	v.Del(fieldRound)
	v.Del(fieldFrom)
	v.Del(fieldTo)
	if a.From <= a.To {
		v.Set(fieldFrom, a.From.String())
		v.Set(fieldTo, a.To.String())
	}
	v.Set(fieldCutoff, a.Cutoff.String())
	return v
}

// narrowed is the question with one more condition; empty when there is no room for it.
func (q *question) narrowed(dimension, code string) string {
	n := len(q.query.Where)
	if n == mostFilters {
		return ""
	}
	v := q.values()
	v.Set(fieldWhere(n), dimension)
	v.Set(fieldIs(n), code)
	return "/figures?" + v.Encode()
}

// widened is the question without one of its conditions.
func (q *question) widened(i int) string {
	wide := *q
	wide.query.Where = slices.Delete(slices.Clone(q.query.Where), i, i+1)
	return "/figures?" + wide.values().Encode()
}

// dimensions are the choices of a breakdown, by their words.
func (q *question) dimensions() []ui.Option {
	if q.definition == nil {
		return nil
	}
	return dimensionsOf(q.Words, q.definition)
}

func dimensionsOf(w report.Words, d *indicator.Definition) []ui.Option {
	var options []ui.Option
	for _, name := range d.Dimensions() {
		options = append(options, ui.Option{Value: name, Label: w.Dimension(d, name)})
	}
	i18n.SortBy(w.P, options, func(o ui.Option) string { return o.Label })
	return options
}

// indicators are all indicators with their groups in front.
func (q *question) indicators() []ui.Option {
	var options []ui.Option
	for _, d := range indicator.Definitions() {
		options = append(options, ui.Option{Value: d.ID, Label: q.Label(d.ID)})
	}
	return options
}

// rounds are the choices of a round, the newest first.
func (q *question) rounds() []ui.Option {
	var options []ui.Option
	for _, r := range slices.Backward(q.structure.Rounds) {
		options = append(options, ui.Option{Value: r.ID, Label: r.Name})
	}
	return options
}

// field is a field of the form with its label.
func (q *question) field(name string) ui.Field {
	return q.form.Field(q.P, name, q.fieldLabel(name))
}

// unset is a field with the word for what it means to choose nothing.
func unset(f ui.Field, word string) ui.Field {
	f.Blank = word
	return f
}

func (q *question) fieldLabel(name string) string {
	return q.P.T("figures.field." + strings.TrimRight(name, digits))
}

const digits = "0123456789"

// numbered is a field of which there are several.
func (q *question) numbered(name string) ui.Field {
	f := q.field(name)
	kind := strings.TrimRight(name, digits)
	f.Label = q.P.T("figures.field."+kind+"_n", "N", name[len(kind):])
	return f
}

// filters is how many filters the form shows: those in use and one more.
func (q *question) filters() int {
	n := 1
	for i := range mostFilters {
		if q.form.Get(fieldWhere(i)) != "" {
			n = i + 2
		}
	}
	return min(n, mostFilters)
}

// detailed says that something is asked beyond the first fields, so that they must be in sight.
func (q *question) detailed() bool {
	for _, name := range []string{fieldFrom, fieldTo, fieldCutoff} {
		if q.form.Get(name) != "" {
			return true
		}
	}
	return q.filters() > 1
}
