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
	"openiq/internal/platform/ident"
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
	similar     []person.Match // who may be the same person
	conflict    bool           // somebody else stored something meanwhile
	differences []difference
}

// agreed says whether the person agrees already that it is stored who they are.
func (v whoForm) agreed() bool { return v.Who.Consent(person.PurposeIdentity) != nil }

// stored is who the vault says the person is; nobody in an anonymous case.
func (v whoForm) stored() *person.Identity {
	if v.Who.Identity == nil {
		return &person.Identity{}
	}
	return v.Who.Identity
}

// title says what the page is for.
func (v whoForm) title() string {
	if v.Who.Identity == nil {
		return "counselling.who.add"
	}
	return "counselling.who.edit"
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

func (o *office) identityForm(w http.ResponseWriter, r *http.Request) error {
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	v := whoForm{Detail: d}
	v.form, err = o.openForm(r, nil, func(f form) {
		fillIdentity(f.Form, v.stored())
		f.Set("version", strconv.FormatInt(d.Who.Version, 10))
	})
	if err != nil {
		return err
	}
	return o.showIdentity(w, r, http.StatusOK, v)
}

func (o *office) showIdentity(w http.ResponseWriter, r *http.Request, status int, v whoForm) error {
	if !v.Values.Has(person.FieldOf(person.PurposeIdentity, edition)) {
		beginConsent(v.Form, person.PurposeIdentity, v.today, languagesOf(v.Detail)...)
	}
	if v.conflict {
		v.differences = whoDifferences(v.p, v.Form, v.stored())
		v.Set("version", strconv.FormatInt(v.Who.Version, 10))
	}
	if err := o.keepDraft(r, &v.form, v.title()); err != nil {
		return err
	}
	page := web.Page(r, v.p.T(v.title()))
	page.Crumbs = caseCrumbs(v.p, v.ID)
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
	id, anew := r.PathValue("id"), c.Version == 0
	switch {
	case !f.OK():
	case anew:
		err = o.cases.Identify(r.Context(), id, c, f.Get("another") == "true", f.Get("key"))
	default:
		err = o.cases.ChangePerson(r.Context(), id, c, f.Get("key"))
	}
	if err == nil && f.OK() {
		return o.saved(w, r, f, id, "counselling.who.saved")
	}
	return o.showRefused(w, r, f, err)
}

// showRefused shows the form again with what keeps it from being stored.
func (o *office) showRefused(w http.ResponseWriter, r *http.Request, f form, why error) error {
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	v := whoForm{form: f, Detail: d}
	similar := (*counselling.SimilarError)(nil)
	switch {
	case v.refused(why):
		return o.showIdentity(w, r, http.StatusBadRequest, v)
	case errors.As(why, &similar):
		v.similar = similar.Matches
	case errs.KindOf(why) == errs.Conflict:
		v.conflict, v.word = true, conflictWord(v.p, why)
		if sentBefore(why) {
			v.word = ""
			v.Set("key", ident.Token()) // the form as it is now is another one
		}
	default:
		return why
	}
	return o.showIdentity(w, r, http.StatusConflict, v)
}

// conflictWord says what happened meanwhile; empty where somebody else changed the same thing, which shows by itself.
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
