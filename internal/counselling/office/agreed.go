package office

import (
	"net/http"
	"slices"
	"strings"

	"openiq/internal/counselling"
)

// agreedField has the cases of a form whose persons had agreed to be stored when it was shown last.
const agreedField = "agreed"

// noteAgreed remembers in a form which persons have agreed to be stored. Where one of them withdrew since the form was shown
// last and somebody wrote meanwhile, it asks to look at the texts again: they were written about a person by name, and would
// be kept with an anonymous case.
func (o *office) noteAgreed(r *http.Request, f form, cases ...*counselling.Held) error {
	before, now := strings.Fields(f.Get(agreedField)), []string{}
	for _, h := range cases {
		agreed, err := o.cases.Agreed(r.Context(), h)
		switch {
		case err != nil:
			return err
		case agreed:
			now = append(now, h.ID)
		case slices.Contains(before, h.ID):
			f.faultWritten("writing.error.withdrawn", "Code", h.ID)
		}
	}
	f.Set(agreedField, strings.Join(now, " "))
	return nil
}

// faultWritten finds fault with the texts in which something stands.
func (f form) faultWritten(key string, args ...any) {
	for _, q := range f.questions {
		if q.text && strings.TrimSpace(f.Get(q.field())) != "" {
			f.Fault(q.field(), key, args...)
		}
	}
}
