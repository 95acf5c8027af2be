package office

import (
	"net/http"
	"slices"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// consentsView is the page of what the person of a case agreed to.
type consentsView struct {
	*counselling.Detail
	names map[string]string // of who recorded them, by account
}

func (o *office) consents(w http.ResponseWriter, r *http.Request) error {
	d, err := o.known(r)
	if err != nil {
		return err
	}
	var ids []string
	for i := range d.Who.Consents {
		ids = append(ids, d.Who.Consents[i].RecordedBy)
	}
	names, err := o.accountNames(r, ids)
	if err != nil {
		return err
	}
	p := web.P(r)
	page := web.Page(r, p.T("counselling.consent.title"))
	page.Crumbs = caseCrumbs(p, d.ID)
	return web.Render(w, r, http.StatusOK, consentsView{d, names}.view(page))
}

// known is the case of the address with who it is about, for those who may know that.
func (o *office) known(r *http.Request) (*counselling.Detail, error) {
	d, err := o.cases.Get(r.Context(), r.PathValue("id"))
	if err == nil {
		err = o.cases.Reveal(r.Context(), d.Held)
	}
	if err == nil && d.Who == nil {
		err = errs.Missing()
	}
	return d, err
}

// split are the consents that are valid and those that ended.
func (v consentsView) split() (valid, ended []person.Consent) {
	for _, c := range v.Who.Consents {
		if c.Valid {
			valid = append(valid, c)
		} else {
			ended = append(ended, c)
		}
	}
	return valid, ended
}

// missing are the purposes for which a consent can be given now: those for somebody can be given for several.
func (v consentsView) missing() []string {
	return slices.DeleteFunc(slices.Clone(person.Purposes), func(purpose string) bool {
		return !person.NamesRecipient(purpose) && v.Who.Consent(purpose) != nil
	})
}

// to is whom a consent is for, in words; empty for those without anybody, or when the person was forgotten.
func consentTo(d *programme.Directory, c *person.Consent) string {
	if c.Purpose == person.PurposeHandover && d.Site(c.Recipient.Name) != nil {
		return d.Name(programme.KindSite, c.Recipient.Name)
	}
	return c.Recipient.Name
}

// consentRows say everything about a consent; by is who recorded it, where that is to be said.
func consentRows(p *i18n.Printer, d *programme.Directory, c *person.Consent, by string) []ui.Row {
	rows := []ui.Row{
		{Label: p.T("counselling.consent.field.given_on"), Value: p.Date(c.GivenOn) + ", " + p.Code("consent_medium", c.Medium)},
	}
	if to := consentTo(d, c); to != "" {
		rows = append(rows, ui.Row{Label: p.T("counselling.consent.field.recipient"), Part: bdi(to)})
	}
	if c.Recipient.Contact != "" {
		rows = append(rows, ui.Row{Label: p.T("counselling.consent.field.contact"), Part: bdi(c.Recipient.Contact)})
	}
	recorded := p.Instant(c.RecordedAt)
	if by != "" {
		recorded += ", " + by
	}
	rows = append(rows, ui.Row{Label: p.T("counselling.consent.field.language"), Value: p.Language(c.Text.Language)},
		ui.Row{Label: p.T("counselling.consent.recorded"), Value: recorded})
	if c.WithdrawnOn != clock.NoDay {
		rows = append(rows, ui.Row{Label: p.T("counselling.consent.withdrawn"), Value: p.Date(c.WithdrawnOn) + ", " + p.Code("consent_medium", c.WithdrawnMedium)})
	} else if !c.Valid {
		rows = append(rows, ui.Row{Label: p.T("counselling.consent.ended"), Value: p.Instant(c.EndedAt)})
	}
	return rows
}

// giving is the page on which somebody agrees to a purpose.
type giving struct {
	form
	*counselling.Detail
	purpose string
	texts   *consentTexts // in the language of the person
	word    string        // why it could not be saved
	centres []ui.Option   // to hand over to
}

func (o *office) giveForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm("purpose", r.URL.Query().Get("purpose"), "text", r.URL.Query().Get("text")), nil)
	if err != nil {
		return err
	}
	return o.showGiving(w, r, http.StatusOK, f, nil)
}

// showGiving shows the text in the person's language and in German, and asks how it was agreed to.
func (o *office) showGiving(w http.ResponseWriter, r *http.Request, status int, f form, why error) error {
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	v := giving{form: f, Detail: d, purpose: f.Get("purpose"), word: conflictWord(f.p, why)}
	page := web.Page(r, f.p.T("counselling.consent.new"))
	page.Crumbs = append(caseCrumbs(f.p, d.ID), ui.NavItem{Label: f.p.T("counselling.consent.title"), URL: caseURL(d.ID, "consents")})
	if v.purpose == "" {
		return web.Render(w, r, status, consentsView{Detail: d}.choose(page))
	}
	if !slices.Contains(person.Purposes, v.purpose) {
		return errs.Missing()
	}
	if v.texts = consentsFor(append([]string{f.Get("text")}, languagesOf(d)...)...); !f.Values.Has(person.FieldOf(v.purpose, edition)) {
		beginConsent(v.Form, v.purpose, v.today, v.texts.Language)
	}
	if v.purpose == person.PurposeHandover {
		v.centres = o.handoverCentres(d)
	}
	page.Title = f.p.Code("consent_purpose", v.purpose)
	return web.Render(w, r, status, v.view(page))
}

// handoverCentres are the open centres of the nation but for the one in charge.
func (o *office) handoverCentres(d *counselling.Detail) []ui.Option {
	var sites []*programme.Site
	for _, s := range d.Structure.Sites {
		if project := d.Structure.Project(s.ProjectID); s.ID != d.Site() && d.Structure.Open(s, d.Structure.Today()) && project.Kind == "counselling" {
			sites = append(sites, s)
		}
	}
	return siteOptions(d.Structure, sites)
}

func (o *office) give(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	purpose := f.Get("purpose")
	if to := person.FieldOf(purpose, recipient); purpose == person.PurposeHandover {
		f.Set(to, codeOf(o.handoverCentres(d), f.Get(to)))
		if f.Get(to) != "" && d.Structure.Site(f.Get(to)) == nil {
			f.Fault(to, "error.code")
		}
	}
	agrees := consentOf(f.Form, purpose)
	if agrees == nil {
		return errs.New(errs.Invalid, "error.bad_request") // the page always sends it
	}
	if f.OK() {
		err = o.cases.ChangePerson(r.Context(), d.ID, person.Change{Give: []person.NewConsent{*agrees}}, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showGiving(w, r, http.StatusBadRequest, f, nil)
	case errs.KindOf(err) == errs.Conflict:
		return o.showGiving(w, r, http.StatusConflict, f, err)
	}
	return doneAt(w, r, err, caseURL(d.ID, "consents"), "counselling.consent.saved")
}

// doneAt leads to a page, with a word about what happened.
func doneAt(w http.ResponseWriter, r *http.Request, err error, address, message string) error {
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, message)
	web.Redirect(w, r, address)
	return nil
}

// withdrawal is the page that asks before a consent is withdrawn, and what follows.
type withdrawal struct {
	form
	*counselling.Detail
	consent *person.Consent
	word    string
}

func (o *office) withdrawForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.formOf(r, web.NewForm(), nil)
	if err != nil {
		return err
	}
	return o.showWithdrawal(w, r, http.StatusOK, f, nil)
}

func (o *office) showWithdrawal(w http.ResponseWriter, r *http.Request, status int, f form, why error) error {
	d, err := o.revealed(r)
	if err != nil {
		return err
	}
	v := withdrawal{form: f, Detail: d, word: conflictWord(f.p, why)}
	if i := slices.IndexFunc(d.Who.Consents, func(c person.Consent) bool { return c.ID == r.PathValue("part") && c.Valid }); i >= 0 {
		v.consent = &d.Who.Consents[i]
	} else {
		return errs.Missing()
	}
	beginAsked(v.Form, v.today)
	page := web.Page(r, f.p.T("counselling.consent.withdraw"))
	page.Crumbs = append(caseCrumbs(f.p, d.ID), ui.NavItem{Label: f.p.T("counselling.consent.title"), URL: caseURL(d.ID, "consents")})
	return web.Render(w, r, status, v.view(page))
}

// beginAsked fills in when and how somebody asked for something to end: today, face to face.
func beginAsked(f *web.Form, today clock.Day) {
	if !f.Values.Has("withdrawn_on") {
		f.Set("withdrawn_on", today.String())
		f.Set("withdrawn_medium", person.Media[0])
	}
}

func (o *office) withdraw(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	if err != nil {
		return err
	}
	if f.OK() {
		end := person.Withdrawal{ConsentID: r.PathValue("part"), On: isoDate(f.Get("withdrawn_on")), Medium: f.Get("withdrawn_medium")}
		err = o.cases.ChangePerson(r.Context(), r.PathValue("id"), person.Change{Withdraw: []person.Withdrawal{end}}, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showWithdrawal(w, r, http.StatusBadRequest, f, nil)
	case errs.KindOf(err) == errs.Conflict:
		return doneAt(w, r, nil, caseURL(r.PathValue("id"), "consents"), "counselling.consent.gone")
	}
	return doneAt(w, r, err, caseURL(r.PathValue("id"), "consents"), "counselling.consent.withdrawn_saved")
}

// consentPage shows the text for a purpose to read out or to print.
func (o *office) consentPage(w http.ResponseWriter, r *http.Request) error {
	purpose, tag := r.URL.Query().Get("purpose"), r.URL.Query().Get("text")
	if purpose == "" {
		purpose = person.PurposeIdentity
	}
	if !slices.Contains(person.Purposes, purpose) {
		return errs.Missing()
	}
	p := web.P(r)
	page := web.Page(r, p.Code("consent_purpose", purpose))
	return web.Render(w, r, http.StatusOK, consentPage{purpose: purpose, texts: consentsFor(tag)}.view(page))
}

// consentPage is the text for a purpose in a language, with the German one beside it.
type consentPage struct {
	purpose string
	texts   *consentTexts
}

// paragraphsOf takes a text that was shown apart again.
func paragraphsOf(body string) []string { return strings.Split(body, "\n\n") }

// carrierOf is the organisation that runs a centre, and so answers for what it stores.
func carrierOf(d *programme.Directory, site string) string {
	s := d.Site(site)
	if s == nil {
		return ""
	}
	if project := d.Project(s.ProjectID); project != nil && d.Organisation(project.OrganisationID) != nil {
		return d.Organisation(project.OrganisationID).Name
	}
	return ""
}

// required marks a field that the form cannot do without.
func required(f ui.Field) ui.Field {
	f.Required = true
	return f
}
