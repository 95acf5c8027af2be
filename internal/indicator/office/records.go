package office

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/account"
	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// The parameters that name a part of a table, and the place where a page of records begins.
const (
	fieldCell  = "cell"
	fieldPart  = "part"
	fieldAfter = "after"
)

// recordsPerPage is how many records a page shows.
const recordsPerPage = 50

// behind is the question for the records behind an answer or behind one of its sums, with its days written out.
func (x answered) behind(part indicator.Part) url.Values {
	v := x.fixed(x.a)
	if part != indicator.Whole {
		v.Set(fieldPart, string(part))
	}
	return v
}

// recordsOf is the address of the records behind a row.
func (x answered) recordsOf(codes []string) string {
	v := x.behind(indicator.Whole)
	v[fieldCell] = codes
	return address("/figures/records", v)
}

// behindFigure are the records behind a figure, as somebody asked for them.
type behindFigure struct {
	answered
	pick    indicator.Pick
	records *indicator.Records
	open    map[string]bool // the cases of the page that the reader may open
	page    []indicator.Record
	next    string
}

// readRecords reads the question for records.
func (o office) readRecords(r *http.Request, columns func(d *indicator.Definition) []string) (*behindFigure, error) {
	q, err := o.ask(r)
	if err != nil {
		return nil, err
	}
	if q.definition == nil || !q.definition.Listed() {
		q.form.Fault(fieldIndicator, "error.indicator", "Id", q.form.Get(fieldIndicator))
	}
	if err := q.form.Err(); err != nil {
		return nil, err
	}
	visible, err := authz.Rows(r.Context(), account.CaseRead)
	if err != nil {
		return nil, err
	}
	b := &behindFigure{pick: indicator.Pick{
		Query: q.query, Cell: q.form.All(fieldCell), Part: indicator.Part(q.form.Get(fieldPart)), Visible: visible,
		Columns: slices.Clone(columns(q.definition)),
	}}
	if n := len(b.pick.Cell); n > 0 && n != len(q.query.By) {
		return nil, errs.New(errs.Invalid, "error.bad_request")
	}
	for _, dimension := range q.query.By { // what the reader came from is in sight
		if !slices.ContainsFunc(b.pick.Columns, func(name string) bool { return same(q.definition, name, dimension) }) {
			b.pick.Columns = append(b.pick.Columns, dimension)
		}
	}
	a, err := o.engine.Answer(r.Context(), q.query)
	if err != nil {
		return nil, err
	}
	b.answered = o.answered(r, q, a)
	b.records, err = o.engine.Records(r.Context(), b.pick)
	return b, err
}

// same says whether two names mean the same dimension.
func same(d *indicator.Definition, one, other string) bool {
	record, column := d.Meaning(one)
	otherRecord, otherColumn := d.Meaning(other)
	return record == otherRecord && column == otherColumn
}

// Columns of records by what the figure counts: those in sight, and the further ones in files.
var (
	ofContact = []string{"contact.form", "contact.themes", "site"}
	ofCase    = []string{"site", "sex", "age_group", "nationality", "residence_title"}
	ofQual    = []string{"country", "qualification.kind", "reference_occupation", "regulated", "site"}
	further   = []string{"contact.form", "contact.themes", "contents", "site", "site.kind", "state", "network", "project", "sex", "age_group", "nationality",
		"second_nationality", "lives_in", "residence_title", "german_level", "employment", "benefits", "access_route", "asked_by",
		"refugee", "anonymous", "country", "qualification.kind", "reference_occupation", "regulated"}
)

// inSight are the columns of the page.
func inSight(d *indicator.Definition) []string {
	switch d.Population {
	case "contacts":
		return ofContact
	case "qualifications":
		return ofQual
	}
	return ofCase
}

// inFiles are the columns of the files.
func inFiles(*indicator.Definition) []string { return further }

// showRecords lists the records behind a figure.
func (o office) showRecords(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get(fieldIndicator) == "" {
		web.Redirect(w, r, "/figures")
		return nil
	}
	b, err := o.readRecords(r, inSight)
	if err != nil {
		return err
	}
	after, err := placeOf(b.form.All(fieldAfter))
	if err != nil {
		return err
	}
	var more bool
	if b.page, more = b.records.Page(after, recordsPerPage); more {
		last := b.page[len(b.page)-1]
		v := b.asked()
		v[fieldAfter] = []string{last.HeldOn.String(), last.Case, last.Contact, strconv.Itoa(last.Nth)}
		b.next = address("/figures/records", v)
	}
	if b.open, err = o.mayOpen(r.Context(), b); err != nil {
		return err
	}
	page := web.Page(r, b.P.T("records.title_of", "What", b.Label(b.a.ID)))
	page.Crumbs = []ui.NavItem{{Label: b.P.T("figures.title"), URL: "/figures"}, {Label: b.Label(b.a.ID), URL: address("/figures", b.values())}}
	return web.Render(w, r, http.StatusOK, recordsPage(page, b))
}

// placeOf reads where a page begins: after the record of a day, case, contact and number.
func placeOf(words []string) (*indicator.Place, error) {
	if len(words) == 0 {
		return nil, nil
	}
	wrong := errs.New(errs.Invalid, "error.bad_request")
	if len(words) != 4 {
		return nil, wrong
	}
	day, err := clock.ParseDay(words[0])
	nth, err2 := strconv.Atoi(words[3])
	if cmp.Or(err, err2) != nil {
		return nil, wrong
	}
	return &indicator.Place{HeldOn: day, Case: words[1], Contact: words[2], Nth: nth}, nil
}

// mayOpen says which cases of a page the reader may open: those whose centre in charge is in reach today.
func (o office) mayOpen(ctx context.Context, b *behindFigure) (map[string]bool, error) {
	var cases []string
	for _, r := range b.page {
		cases = append(cases, r.Case)
	}
	slices.Sort(cases)
	inCharge, err := o.engine.InCharge(ctx, slices.Compact(cases))
	if err != nil {
		return nil, err
	}
	open := map[string]bool{}
	for id, site := range inCharge {
		open[id] = b.pick.Visible.Sees(b.structure.PlaceOfSite(site))
	}
	return open, nil
}

// asked is the question for these records as parameters, from the first one on.
func (b *behindFigure) asked() url.Values {
	v := b.fixed(b.a)
	if len(b.pick.Cell) > 0 {
		v[fieldCell] = b.pick.Cell
	}
	if b.pick.Part != indicator.Whole {
		v.Set(fieldPart, string(b.pick.Part))
	}
	return v
}

// first is the address of the first page when this is another one.
func (b *behindFigure) first() string {
	if len(b.form.All(fieldAfter)) == 0 {
		return ""
	}
	return address("/figures/records", b.asked())
}

// which says which part of the figure the records are, in words; empty: all of it.
func (b *behindFigure) which() []string {
	var words []string
	for i, code := range b.pick.Cell {
		words = append(words, b.Condition(b.definition, b.a.By[i], code))
	}
	for _, s := range b.Sums(b.a) {
		if s.Part == b.pick.Part && s.Part != indicator.Whole {
			words = append(words, s.Label)
		}
	}
	for _, c := range b.query.Where {
		words = append(words, b.Condition(b.definition, c.Dimension, c.Value))
	}
	return words
}

// cell is a value in words; nothing for what is not filled in.
func (b *behindFigure) cell(column int, r indicator.Record) string {
	return recordTexts{between: ", ", word: b.Code}.cell(b.pick.Columns[column], r.Values[column])
}

// heads are the heads of the table.
func (b *behindFigure) heads() []ui.Column {
	heads := []ui.Column{{Label: b.P.T("records.held_on")}, {Label: b.P.T("records.case")}}
	if b.definition.AddsUp() {
		heads = append(heads, ui.Column{Label: b.P.T("records.as")})
	}
	for _, dimension := range b.pick.Columns {
		heads = append(heads, ui.Column{Label: b.Dimension(b.definition, dimension)})
	}
	return heads
}

// fileFacts say what a file of records has.
func (b *behindFigure) fileFacts() []report.Fact {
	facts := b.facts()
	if which := b.which(); len(which) > 0 {
		facts = append(facts, report.Fact{Name: b.P.T("records.which"), Text: strings.Join(which, "; ")})
	}
	return append(facts, report.Fact{Name: b.P.T("records.count"), Text: fmt.Sprint(b.records.Len())})
}
