package office

import (
	"net/http"
	"slices"
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/counselling"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// readQuery reads which page of which list an address asks for. What is wrong with a filter is noted in the form.
func (o *office) readQuery(r *http.Request, f *web.Form) (q counselling.Query, err error) {
	q.List = counselling.List(f.Get("list"))
	q.Filter = filterOf(r, f, o.catalogue)
	if q.After, err = cursorOf(f.Get("after")); err == nil {
		q.Site, err = o.siteOf(r, f.Get("site"))
	}
	return q, err
}

// filterOf reads the filters: codes, as links have them, or words, as somebody types them.
func filterOf(r *http.Request, f *web.Form, catalogue Occupations) counselling.Filter {
	p := web.P(r)
	countries := func() []ui.Option { return ui.CountryOptions(p) }
	return counselling.Filter{
		Country:     codeFilter(p, f, counselling.Qualifications, "country", countries),
		Occupation:  occupationFilter(p, f, catalogue),
		Sex:         codeFilter(p, f, counselling.Cases, "sex", func() []ui.Option { return ui.CodeOptions(p, "sex", codelist.Codes("sex")) }),
		Nationality: codeFilter(p, f, counselling.Cases, "nationality", countries),
		Counsellor:  accountFilter(r, f),
		Light:       choiceFilter(f, "light", func(light string) bool { return slices.Contains(lights, light) }),
		Gap:         choiceFilter(f, "gap", counselling.IsGap),
		Code:        caseCode(f),
		From:        dayFilter(f, "from"),
		To:          dayFilter(f, "to"),
	}
}

// lights are the codes of the lights, the worst first.
var lights = []string{counselling.Red.String(), counselling.Yellow.String(), counselling.Green.String()}

// codeFilter reads a code of a column, or enough words to know it.
func codeFilter(p *i18n.Printer, f *web.Form, t *record.Type, column string, options func() []ui.Option) string {
	typed := f.Get(column)
	if typed == "" || typed == counselling.None {
		return typed
	}
	if _, err := t.Column(column).Parse(typed); err == nil {
		return typed
	}
	code, ok := ui.CodeOf(append(options(), missing(p)...), typed)
	if !ok {
		f.Fault(column, "error.code")
		return ""
	}
	f.Set(column, code)
	return code
}

// choiceFilter reads one of the values that a select offers.
func choiceFilter(f *web.Form, name string, known func(string) bool) string {
	value := f.Get(name)
	if value != "" && !known(value) {
		f.Fault(name, "error.code")
		return ""
	}
	return value
}

// me is how the address of a list says "in my charge", so that a colleague can use it too.
const me = "me"

// accountFilter reads who is in charge: an account, the reader, or nobody.
func accountFilter(r *http.Request, f *web.Form) string {
	value := f.Get("counsellor_id")
	switch {
	case value == me:
		value = authz.From(r.Context()).ID
		f.Set("counsellor_id", value)
	case record.CheckID(value) != nil:
		f.Fault("counsellor_id", "error.code")
		return ""
	}
	return value
}

// caseCode reads a part of a case's number. Numbers have digits: what has none is more likely a name, which belongs into
// the search and not into an address.
func caseCode(f *web.Form) string {
	code := f.Get("code")
	if code != "" && (record.CheckID(code) != nil || !strings.ContainsAny(code, "0123456789") || strings.Contains(code, "@")) {
		f.Fault("code", "worklist.error.code")
		f.Set("code", "")
		return ""
	}
	return code
}

func dayFilter(f *web.Form, name string) clock.Day {
	typed := f.Get(name)
	if typed == "" {
		return 0
	}
	day, err := clock.ParseDay(isoDate(typed))
	if err != nil {
		f.Fault(name, "error.date")
		return 0
	}
	f.Set(name, day.String())
	return day
}

// occupationCode is the code of an occupation typed as the list writes it, "Metal worker".
func occupationCode(typed string) string {
	return strings.Join(strings.Fields(strings.ToLower(typed)), "_")
}

// missing are the two ways in which a fact can be missing, to filter for.
func missing(p *i18n.Printer) []ui.Option {
	return []ui.Option{
		{Value: codelist.Declined, Label: p.Code("", codelist.Declined)},
		{Value: counselling.None, Label: p.Code("", codelist.NotFilled)},
	}
}

// word is a filter as the reader sees it: the name of a country instead of its code.
func word(p *i18n.Printer, f *web.Form, column string) ui.Field {
	field := f.Field(p, column, p.T("column."+column))
	switch {
	case field.Error != "" || field.Value == "":
	case field.Value == counselling.None:
		field.Value = p.Code(column, codelist.NotFilled)
	default:
		field.Value = p.Code(column, field.Value)
	}
	return field
}

// siteOf is the id of the centre that somebody chose or typed. What is none stays as it is, and then is not found.
func (o *office) siteOf(r *http.Request, typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	centres, err := o.cases.Centres(r.Context())
	if err != nil || slices.ContainsFunc(centres, func(c counselling.Centre) bool { return c.ID == typed }) {
		return typed, err
	}
	options, err := o.centreOptions(r, centres)
	return codeOf(options, typed), err
}

func (o *office) centreOptions(r *http.Request, centres []counselling.Centre) ([]ui.Option, error) {
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return nil, err
	}
	sites := make([]*programme.Site, len(centres))
	for i, c := range centres {
		sites[i] = c.Site
	}
	return siteOptions(d, sites), nil
}

// gapLabel names what can be missing, for a filter and for the list of what is missing most.
func gapLabel(p *i18n.Printer, gap string) string {
	of, column, found := strings.Cut(gap, ".")
	switch {
	case !found && of == counselling.Contacts.Name:
		return p.T("column.contact")
	case !found:
		return p.T("column.qualification")
	case of == counselling.Contacts.Name:
		return p.T("column.contents")
	}
	return label(p, column)
}

// filterLabel names a filter for the reader.
func filterLabel(p *i18n.Printer, name string) string {
	switch name {
	case "counsellor_id":
		return p.T("counselling.in_charge")
	case "light", "code", "gap", "from", "to":
		return p.T("worklist.filter." + name)
	}
	return p.T("column." + name)
}

// gapOptions are what can be missing, in the order of the rules.
func gapOptions(p *i18n.Printer) []ui.Option {
	var options []ui.Option
	for _, gap := range counselling.GapCodes() {
		options = append(options, ui.Option{Value: gap, Label: gapLabel(p, gap)})
	}
	return options
}

// opened says whether one of the filters that are folded away is in use or wrong.
func (v listView) opened() bool {
	f := v.query.Filter
	return f.Sex+f.Nationality+f.Code+f.Gap != "" || f.From != 0 || f.To != 0 || !v.filters.OK()
}
