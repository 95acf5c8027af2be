package office

import (
	"openiq/internal/person"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// The fields of who somebody is. Their names are those of the vault, so that its errors find them; their labels are
// counselling.field.<name>.
var (
	whoFirst = []string{"family_name", "given_name", "phone", "email"}
	whoMore  = []string{"native_name", "street", "postcode", "place", "born_on", "birth_place", "customer_number", "adviser_name",
		"adviser_contact", "remark"}
)

// identityOf is who a form says somebody is; nil when it says nothing.
func identityOf(f *web.Form) *person.Identity {
	var i person.Identity
	for _, name := range person.IdentityFields {
		*i.Field(name) = f.Get(name)
	}
	if i.BornOn = isoDate(i.BornOn); i.IsEmpty() {
		return nil
	}
	return &i
}

// fillIdentity puts into a form what is stored.
func fillIdentity(f *web.Form, i *person.Identity) {
	for _, name := range person.IdentityFields {
		f.Set(name, *i.Field(name))
	}
}

// whoField is a field as the page asks it.
func whoField(p *i18n.Printer, f *web.Form, name string) ui.Field {
	field := f.Field(p, name, p.T("counselling.field."+name))
	if hint := "counselling.hint." + name; p.Has(hint) {
		field.Hint = p.T(hint)
	}
	return field
}

// whoTouched says whether some of the fields have an answer or an error, so that their part of the page must be open.
func whoTouched(p *i18n.Printer, f *web.Form, names []string) bool {
	for _, name := range names {
		if field := whoField(p, f, name); field.Value != "" || field.Error != "" {
			return true
		}
	}
	return false
}
