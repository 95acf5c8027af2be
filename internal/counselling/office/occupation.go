package office

import (
	"net/http"
	"slices"

	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// occupationsOf are the reference occupations that were recorded at a centre before.
func (o *office) occupationsOf(r *http.Request, site string) ([]ui.Option, error) {
	codes, err := o.cases.Occupations(r.Context(), site)
	if err != nil {
		return nil, err
	}
	codes = slices.DeleteFunc(codes, func(code string) bool { return slices.Contains(specialOccupations, code) })
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
