package office

import (
	"net/http"
	"slices"

	"openiq/internal/codelist"
	"openiq/internal/counselling"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// occupationsOf are the reference occupations that were recorded at a centre before.
func (o *office) occupationsOf(r *http.Request, site string) ([]ui.Option, error) {
	codes, err := o.cases.Occupations(r.Context(), site)
	if err != nil {
		return nil, err
	}
	codes = slices.DeleteFunc(codes, func(code string) bool { return slices.Contains(counselling.SpecialOccupations, code) })
	return ui.CodeOptions(web.P(r), "reference_occupation", codes), nil
}

// knowOccupations lets a form know the occupations that were typed into it. As long as each was recorded before as it
// stands, the others need not be read.
func (o *office) knowOccupations(r *http.Request, f *form, site string) error {
	for _, q := range f.questions {
		code := occupationCode(f.Get(q.field()))
		if q.column != "reference_occupation" || code == "" {
			continue
		}
		known, err := o.cases.KnowsOccupation(r.Context(), site, code)
		if err == nil && !known {
			f.occupations, err = o.occupationsOf(r, site)
			return err
		}
		if err != nil {
			return err
		}
		f.occupations = append(f.occupations, ui.CodeOptions(f.p, q.column, []string{code})...)
	}
	return nil
}

// mostOffered is how many occupations are offered where several fit.
const mostOffered = 8

// choiceOf is the field in which one of the occupations is chosen that a field may mean.
func choiceOf(q question) string { return q.field() + "_choice" }

// title shows a code of the catalogue as its title and leaves anything else as typed.
func (f form) title(value string) string {
	if title, ok := f.catalogue.Title(f.p.Lang(), value); ok {
		return title
	}
	return value
}

// occupation is the code of the reference occupation that somebody meant: chosen from those offered, recorded here before,
// or of the catalogue. Where several fit they are offered; what fits none stays as it was typed.
func (f form) occupation(q question, typed string) string {
	if chosen := f.Get(choiceOf(q)); chosen != "" {
		typed = chosen
		f.Set(q.field(), chosen)
		f.Set(choiceOf(q), "")
	}
	if typed == f.stored[q.column] || typed == codelist.Declined {
		return typed
	}
	here := ui.Candidates(f.options(q), typed)
	if len(here) == 1 && (here[0].Value == typed || here[0].Label == typed) {
		return here[0].Value
	}
	codes, sure := f.catalogue.Meant(typed, f.p.Lang())
	switch {
	case sure:
		return codes[0]
	case len(here) == 1:
		return here[0].Value
	case len(here)+len(codes) == 0:
		f.Fault(q.field(), "occupation.error.unknown")
		return typed
	}
	for _, code := range codes {
		if !slices.ContainsFunc(here, func(o ui.Option) bool { return o.Value == code }) {
			here = append(here, ui.Option{Value: code, Label: f.p.Code(q.column, code)})
		}
	}
	f.candidates[q.field()] = here[:min(len(here), mostOffered)]
	f.Fault(q.field(), "occupation.error.ambiguous")
	return typed
}

// occupationFilter reads the occupation that a list is narrowed to: a code, as links have it, or words. Where several fit
// the form names them.
func occupationFilter(p *i18n.Printer, f *web.Form, catalogue Occupations) string {
	const column = "reference_occupation"
	options := func() []ui.Option { return ui.CodeOptions(p, column, counselling.SpecialOccupations) }
	typed := f.Get(column)
	if _, ok := ui.CodeOf(append(options(), missing(p)...), typed); !ok {
		switch codes, sure := catalogue.Meant(typed, p.Lang()); {
		case sure:
			f.Set(column, codes[0])
		case len(codes) > 0:
			f.Fault(column, "counselling.error.ambiguous", "Candidates", names(ui.CodeOptions(p, column, codes)))
			return ""
		default:
			f.Set(column, occupationCode(typed)) // of a record from before the catalogue
		}
	}
	return codeFilter(p, f, counselling.Qualifications, column, options)
}
