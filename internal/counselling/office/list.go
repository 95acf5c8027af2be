package office

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/counselling"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// listView is what the list of cases shows.
type listView struct {
	counselling.Page
	filters     *web.Form
	centres     []ui.Option // to choose from; none for a reader with one centre
	names       map[string]string
	mayRecord   bool            // somewhere
	records     map[string]bool // centres for which the reader records
	filtered    bool
	first, next string // addresses of other pages; empty: none
}

func (o *office) list(w http.ResponseWriter, r *http.Request) error {
	p, filters := web.P(r), web.ReadQuery(r)
	q := counselling.Query{Filter: filterOf(p, filters)}
	var err error
	if q.After, err = cursorOf(filters.Get("after")); err != nil {
		return err
	}
	if q.Site, err = o.siteOf(r, filters.Get("site")); err != nil {
		return err
	}
	v, status := listView{filters: filters, filtered: q.Filter != counselling.Filter{}}, http.StatusOK
	if filters.OK() {
		v.Page, err = o.cases.List(r.Context(), q)
	} else {
		status = http.StatusBadRequest
		v.Centres, err = o.cases.Centres(r.Context())
	}
	if err == nil {
		err = o.nameCentres(r, &v)
	}
	if err != nil {
		return err
	}
	if q.After != (counselling.Cursor{}) {
		v.first = web.With(r, "after", "")
	}
	if v.Next != (counselling.Cursor{}) {
		v.next = web.With(r, "after", strconv.FormatInt(v.Next.Key, 10)+"~"+v.Next.CaseID)
	}
	return web.Render(w, r, status, v.view(web.Page(r, p.T("counselling.list.title"))))
}

// filterOf reads the filters: codes, as links have them, or words, as somebody types them.
func filterOf(p *i18n.Printer, f *web.Form) counselling.Filter {
	filter := func(t *record.Type, column string, options func() []ui.Option) string {
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
	if typed := f.Get("reference_occupation"); typed != "" {
		if _, ok := ui.CodeOf(append(occupations(p), missing(p)...), typed); !ok {
			f.Set("reference_occupation", occupationCode(typed))
		}
	}
	return counselling.Filter{
		Country:    filter(counselling.Qualifications, "country", func() []ui.Option { return ui.CountryOptions(p) }),
		Occupation: filter(counselling.Qualifications, "reference_occupation", func() []ui.Option { return occupations(p) }),
		Sex:        filter(counselling.Cases, "sex", func() []ui.Option { return ui.CodeOptions(p, "sex", codelist.Codes("sex")) }),
	}
}

// occupations are those that have words of their own, as a filter offers them.
func occupations(p *i18n.Printer) []ui.Option {
	return ui.CodeOptions(p, "reference_occupation", specialOccupations)
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

// cursorOf reads the end of the page before, as the address has it: KEY~ID.
func cursorOf(after string) (counselling.Cursor, error) {
	if after == "" {
		return counselling.Cursor{}, nil
	}
	key, id, _ := strings.Cut(after, "~")
	n, err := strconv.ParseInt(key, 10, 64)
	if err != nil || record.CheckID(id) != nil || id == "" {
		return counselling.Cursor{}, errs.New(errs.Invalid, "error.bad_request")
	}
	return counselling.Cursor{Key: n, CaseID: id}, nil
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

// nameCentres says what the centres are called, for a reader with several.
func (o *office) nameCentres(r *http.Request, v *listView) (err error) {
	v.records = make(map[string]bool, len(v.Centres))
	for _, c := range v.Centres {
		v.records[c.ID] = c.MayRecord
		v.mayRecord = v.mayRecord || c.MayRecord
	}
	if len(v.Centres) < 2 {
		return nil
	}
	v.centres, err = o.centreOptions(r, v.Centres)
	if v.filters.Get("site") != "" { // a column would say the same in every row
		return err
	}
	v.names = make(map[string]string, len(v.centres))
	for _, c := range v.centres {
		v.names[c.Value] = c.Label
	}
	return err
}
