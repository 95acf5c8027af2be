package office

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
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

// whoForm is the page that asks who the person of a case is.
type whoForm struct {
	form
	*counselling.Detail
	conflict    bool   // somebody else stored something meanwhile
	word        string // what that was, where it was nothing usual
	differences []difference
}

// agreed says whether the person agrees already that it is stored who they are.
func (v whoForm) agreed() bool { return v.Who.Consent(person.PurposeIdentity) != nil }

func (o *office) identityForm(w http.ResponseWriter, r *http.Request) error {
	return o.showIdentity(w, r, http.StatusOK, nil, nil)
}

// revealed is the case of the address with who it is about, for those who may change that.
func (o *office) revealed(r *http.Request) (*counselling.Detail, error) {
	d, err := o.recordable(r)
	if err == nil {
		err = o.cases.Reveal(r.Context(), d.Held)
	}
	if err == nil && d.Who == nil {
		err = errs.Missing()
	}
	return d, err
}

// showIdentity shows the form with what is stored or, when something was typed already, with that. why is what kept that
// from being stored.
func (o *office) showIdentity(w http.ResponseWriter, r *http.Request, status int, typed *form, why error) error {
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	v := whoForm{Detail: d, conflict: status == http.StatusConflict}
	if typed != nil {
		v.form = *typed
	} else if v.form, err = o.formOf(r, web.NewForm(), nil); err != nil {
		return err
	}
	stored := d.Who.Identity
	if stored == nil {
		stored = &person.Identity{}
	}
	if typed == nil {
		fillIdentity(v.Form, stored)
	}
	if !v.Values.Has(person.FieldOf(person.PurposeIdentity, edition)) {
		beginConsent(v.Form, person.PurposeIdentity, v.today, languagesOf(d)...)
	}
	if v.conflict {
		v.word, v.differences = conflictWord(v.p, why), whoDifferences(v.p, v.Form, stored)
	}
	if typed == nil || v.conflict {
		v.Set("version", strconv.FormatInt(d.Who.Version, 10))
	}
	title := "counselling.who.edit"
	if d.Who.Identity == nil {
		title = "counselling.who.add"
	}
	page := web.Page(r, v.p.T(title))
	page.Crumbs = caseCrumbs(v.p, d.Row.ID)
	return web.Render(w, r, status, v.view(page))
}

func (o *office) storeIdentity(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	c := person.Change{Identity: identityOf(f.Form), Version: version(f.Form)}
	if c.Identity == nil {
		c.Identity = &person.Identity{}
	}
	if agrees := consentOf(f.Form, person.PurposeIdentity); agrees != nil {
		c.Give = append(c.Give, *agrees)
	}
	if f.OK() {
		err = o.cases.ChangePerson(r.Context(), r.PathValue("id"), c, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showIdentity(w, r, http.StatusBadRequest, &f, err)
	case errs.KindOf(err) == errs.Conflict:
		return o.showIdentity(w, r, http.StatusConflict, &f, err)
	}
	return done(w, r, err, r.PathValue("id"), "counselling.who.saved")
}

// conflictWord says what happened meanwhile; empty where somebody else changed the same thing.
func conflictWord(p *i18n.Printer, err error) string {
	var e *errs.Error
	if !errors.As(err, &e) || e.Key == "error.conflict" {
		return ""
	}
	return p.T(e.Key, e.Args...)
}

// whoDifferences list where what was typed differs from what is stored.
func whoDifferences(p *i18n.Printer, f *web.Form, stored *person.Identity) []difference {
	typed := identityOf(f)
	if typed == nil {
		typed = &person.Identity{}
	}
	var all []difference
	for _, d := range typed.Differences(stored) {
		all = append(all, difference{"#f-" + d.Field, label(p, d.Field), whoValue(p, d.Field, d.From), whoValue(p, d.Field, d.To)})
	}
	return all
}

// whoValue is a field of an identity in words.
func whoValue(p *i18n.Printer, field, value string) string {
	if day, err := clock.ParseDay(value); field == "born_on" && err == nil {
		return p.Date(day)
	}
	if value == "" {
		return p.Code("", "")
	}
	return value
}

// languagesOf are the languages of the person of a case, the preferred one first.
func languagesOf(d *counselling.Detail) []string {
	return strings.Fields(counselling.Cases.Str(d.Row, "languages"))
}
