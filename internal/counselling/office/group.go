package office

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// groupView is the form of one conversation with several persons.
type groupView struct {
	form
	cases []*counselling.Held // those that are there, for the reader
	names map[person.Subject]string
}

// The fields in which cases are chosen: codes that a list of cases sends, and codes that somebody types.
const (
	caseField  = "case"
	codesField = "codes"
)

func (o *office) groupForm(w http.ResponseWriter, r *http.Request) error {
	f, err := o.openForm(r, newContact, func(f form) {
		beginContact(f)
		f.Values[caseField] = firstOnes(r.URL.Query()[caseField])
	})
	if err != nil {
		return err
	}
	f.begin = "themes"
	if len(f.All(caseField)) == 0 {
		f.begin = codesField
	}
	return o.showGroup(w, r, http.StatusOK, groupView{form: f})
}

// firstOnes are no more cases than one form takes, as an address has them.
func firstOnes(ids []string) []string { return ids[:min(len(ids), counselling.MostAtOnce)] }

// gather finds the cases that the form is about and says of the others that there are none.
func (o *office) gather(r *http.Request, v *groupView) error {
	ids := slices.Concat(v.All(caseField), strings.FieldsFunc(v.Get(codesField), func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == ';' }))
	if len(ids) > counselling.MostAtOnce {
		v.Fault(codesField, "counselling.error.too_many", "Max", counselling.MostAtOnce)
		return nil
	}
	var there []string
	for _, id := range ids {
		h, err := o.ofCode(r, id)
		switch {
		case err == nil && slices.Contains(there, h.ID): // chosen and typed, or typed twice
		case err == nil:
			v.cases, there = append(v.cases, h), append(there, h.ID)
		case errs.KindOf(err) == errs.NotFound:
			v.Fault(codesField, "counselling.error.no_case", "Code", id)
		default:
			return err
		}
	}
	v.Values[caseField] = there
	if len(ids) == 0 && r.Method == http.MethodPost {
		v.Fault(codesField, "error.required")
	}
	if v.OK() {
		v.Set(codesField, "")
	}
	return nil
}

// ofCode is the case of a code that somebody typed: as it stands there, or in capitals, in which our own codes are written.
func (o *office) ofCode(r *http.Request, code string) (*counselling.Held, error) {
	h, err := o.cases.ForRecording(r.Context(), code)
	if upper := strings.ToUpper(code); errs.KindOf(err) == errs.NotFound && upper != code {
		return o.cases.ForRecording(r.Context(), upper)
	}
	return h, err
}

// offer tells the form what it offers: the centres and text modules of the first case, else of the reader.
func (o *office) offer(r *http.Request, v *groupView) (err error) {
	v.onDay()
	site := authz.From(r.Context()).HomeSite
	if len(v.cases) > 0 {
		site, v.sites = v.cases[0].Site(), contactSites(v.cases[0])
	}
	v.modules, err = o.cases.TextModules(r.Context(), site)
	return err
}

func (o *office) showGroup(w http.ResponseWriter, r *http.Request, status int, v groupView) error {
	var err error
	if v.cases == nil {
		err = o.gather(r, &v)
	}
	if err == nil {
		err = o.offer(r, &v)
	}
	if err == nil {
		err = o.noteAgreed(r, v.form, v.cases...)
	}
	if err == nil {
		v.names, err = o.cases.NamesOf(r.Context(), v.cases)
	}
	if err == nil {
		err = o.keepDraft(r, &v.form, "writing.group")
	}
	if err != nil {
		return err
	}
	page := web.Page(r, v.p.T("writing.group"))
	page.Crumbs = []ui.NavItem{listCrumb(v.p)}
	return web.Render(w, r, status, v.view(page))
}

func (o *office) recordGroup(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, newContact)
	if err != nil {
		return err
	}
	v := groupView{form: f}
	if err = o.gather(r, &v); err == nil {
		err = o.offer(r, &v)
	}
	if err == nil {
		err = o.noteAgreed(r, v.form, v.cases...)
	}
	if err != nil {
		return err
	}
	if v.Get("do") == doInsert {
		v.insertModule()
		return o.showGroup(w, r, http.StatusOK, v)
	}
	in := v.answers(newContact...)
	if in["follow_up_on"] == "" { // what is planned for each of them stays
		delete(in, "follow_up_on")
	}
	if v.notYesterday(); v.OK() {
		err = o.cases.RecordContacts(r.Context(), v.All(caseField), in, v.Get("key"))
	}
	switch {
	case v.refused(err):
		return o.showGroup(w, r, http.StatusBadRequest, v)
	case v.conflicts(err):
		return o.showGroup(w, r, http.StatusConflict, v)
	case err == nil:
		err = o.drafts.Done(r.Context(), v.Get("key"))
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "writing.group_saved")
	web.Redirect(w, r, "/cases")
	return nil
}

// caseOptions are the chosen cases, by name for those who may know it.
func (v groupView) caseOptions() []ui.Option {
	options := make([]ui.Option, len(v.cases))
	for i, h := range v.cases {
		options[i] = ui.Option{Value: h.ID, Label: cmp.Or(v.names[h.Subject()], h.ID), Hint: v.words(h)}
	}
	return options
}

// words say which case it is, beside its name.
func (v groupView) words(h *counselling.Held) string {
	var words []string
	if v.names[h.Subject()] != "" {
		words = append(words, h.ID)
	}
	for _, column := range []string{"sex", "nationality"} {
		if code := counselling.Cases.Str(h.Row, column); code != "" {
			words = append(words, v.p.Code(column, code))
		}
	}
	if day, planned := counselling.Cases.Day(h.Row, "follow_up_on"); planned && day != clock.NoDay {
		words = append(words, v.p.T("column.follow_up_on")+" "+v.p.DateShort(day))
	}
	return strings.Join(words, " · ")
}
