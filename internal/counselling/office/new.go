package office

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// mostQualifications is how many qualifications one form takes; more are added to the case.
const mostQualifications = 5

// newCase is the form of a new case.
type newCase struct {
	form
	qualifications int // that it asks for
	similar        []person.Match
}

// newQuestions are those about a new case, in the order of the page.
func newQuestions(qualifications int) []question {
	all := slices.Concat(howHeld, []question{inCharge}, whyHere, []question{howFound})
	for n := range qualifications {
		all = append(all, ofNth(learnedFirst, n+1)...)
	}
	all = slices.Concat(all, situationFirst, []question{whatFor, notes, followUpOn, authorities})
	for n := range qualifications {
		all = append(all, ofNth(learnedMore, n+1)...)
	}
	return append(slices.Concat(all, situationMore), registeredAt)
}

func (o *office) newForm(w http.ResponseWriter, r *http.Request) error {
	before, err := o.prefilled(r)
	if err != nil {
		return err
	}
	f, err := o.openForm(r, nil, func(f form) {
		beginContact(f)
		if home := authz.From(r.Context()).HomeSite; home != "" {
			f.Set("site_id", home)
		}
		beginConsent(f.Form, person.PurposeIdentity, f.today, "de")
		maps.Copy(f.Values, before)
	})
	if err != nil {
		return err
	}
	f.begin = "themes"
	return o.showNew(w, r, http.StatusOK, newCase{form: f})
}

// prefilled is what other rooms know already about the case that somebody opens; of a field of which two know, the later one's.
func (o *office) prefilled(r *http.Request) (url.Values, error) {
	all := url.Values{}
	for _, prefill := range o.prefills {
		values, err := prefill(r)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, values)
	}
	return all, nil
}

// prepare reads how many qualifications the form asks for, its day and its centre.
func (o *office) prepare(r *http.Request, v *newCase) (err error) {
	v.qualifications, _ = strconv.Atoi(v.Get("qualifications"))
	v.qualifications = min(max(v.qualifications, 1), mostQualifications)
	v.Set("qualifications", strconv.Itoa(v.qualifications))
	v.questions = newQuestions(v.qualifications)
	v.onDay()
	if v.sites, err = o.ownCentres(r); err != nil {
		return err
	}
	site := codeOf(v.sites, v.Get("site_id"))
	if !v.Values.Has("site_id") && len(v.sites) == 1 {
		site = v.sites[0].Value
	}
	v.Set("site_id", site)
	return nil
}

// offerNew reads what the form offers for its centre.
func (o *office) offerNew(r *http.Request, v *newCase) (err error) {
	if v.occupations, err = o.occupationsOf(r, v.Get("site_id")); err == nil {
		v.modules, err = o.cases.TextModules(r.Context(), v.Get("site_id"))
	}
	return err
}

func (o *office) showNew(w http.ResponseWriter, r *http.Request, status int, v newCase) error {
	err := o.prepare(r, &v)
	if err == nil {
		err = o.offerNew(r, &v)
	}
	if err == nil {
		err = o.keepDraft(r, &v.form, "counselling.case.new")
	}
	if err != nil {
		return err
	}
	page := web.Page(r, v.p.T("counselling.case.new"))
	page.Crumbs = []ui.NavItem{listCrumb(v.p)}
	return web.Render(w, r, status, v.view(page))
}

func (o *office) openCase(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, nil)
	v := newCase{form: f}
	if err == nil {
		err = o.prepare(r, &v)
	}
	if err == nil {
		err = o.knowOccupations(r, &v.form, v.Get("site_id"))
	}
	if err != nil {
		return err
	}
	switch v.Get("do") {
	case doInsert:
		if err := o.offerNew(r, &v); err != nil {
			return err
		}
		v.insertModule()
		return o.showNew(w, r, http.StatusOK, v)
	case doMore:
		v.Set("qualifications", strconv.Itoa(v.qualifications+1))
		return o.showNew(w, r, http.StatusOK, v)
	}
	in := v.typed()
	var id string
	if v.OK() {
		id, err = o.cases.Open(r.Context(), in, v.Get("key"))
	}
	similar := (*counselling.SimilarError)(nil)
	switch {
	case errors.As(err, &similar):
		v.similar = similar.Matches
		return o.showNew(w, r, http.StatusConflict, v)
	case v.refused(err):
		return o.showNew(w, r, http.StatusBadRequest, v)
	case v.conflicts(err):
		v.savedAs = id
		return o.showNew(w, r, http.StatusConflict, v)
	case err != nil:
		return err
	}
	if o.opened != nil {
		if err := o.opened(r.Context(), v.Values); err != nil {
			return err
		}
	}
	if in.Contact == nil {
		return o.saved(w, r, v.form, id, "writing.registered")
	}
	return o.saved(w, r, v.form, id, "counselling.case.saved")
}

// typed is the new case that somebody typed.
func (v newCase) typed() counselling.NewCase {
	in := counselling.NewCase{
		Site:     v.Get("site_id"),
		Case:     v.answers(slices.Concat([]question{howFound, whatFor, followUpOn, registeredAt}, situationFirst, situationMore)...),
		Identity: identityOf(v.Form),
		Another:  v.Get("another") == "true",
	}
	if v.Get("do") != doRegister {
		v.notYesterday()
		in.Contact = v.answers(slices.Concat(whyHere, howHeld, []question{notes, authorities})...)
	}
	for n := range v.qualifications {
		in.Qualifications = append(in.Qualifications, v.answers(ofNth(slices.Concat(learnedFirst, learnedMore), n+1)...))
	}
	if agreed := v.agreement(); agreed != nil {
		in.Consents = append(in.Consents, *agreed)
	}
	return in
}

// agreement is the consent that somebody gave in the conversation; nil: none. What is filled in already says that it was
// face to face and today: where the conversation was not, it was given as that was held.
func (v newCase) agreement() *person.NewConsent {
	agreed := consentOf(v.Form, person.PurposeIdentity)
	if agreed == nil || v.Get("do") == doRegister {
		return agreed
	}
	if agreed.Medium == "face_to_face" && v.Get("form") == "phone" {
		agreed.Medium = "phone"
	}
	if agreed.Medium == "face_to_face" && v.Get("form") == "digital" {
		v.Fault(person.FieldOf(person.PurposeIdentity, medium), "writing.error.medium")
	}
	if agreed.GivenOn == v.today.String() {
		agreed.GivenOn = isoDate(v.Get("held_on"))
	}
	return agreed
}

// ownCentres are the open centres for which the reader records.
func (o *office) ownCentres(r *http.Request) ([]ui.Option, error) {
	centres, err := o.cases.Centres(r.Context())
	if err != nil {
		return nil, err
	}
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return nil, err
	}
	var sites []*programme.Site
	for _, c := range centres {
		if c.MayRecord && d.Open(c.Site, d.Today()) {
			sites = append(sites, c.Site)
		}
	}
	return siteOptions(d, sites), nil
}
