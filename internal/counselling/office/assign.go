package office

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/counselling"
	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// What can be done with several cases at once.
const (
	doAssign   = "assign"
	doFollowUp = "follow_up"
	doClose    = "close"
	doReopen   = "reopen"
)

// column of a case that a deed sets.
var columnOfDeed = map[string]string{doAssign: "counsellor_id", doFollowUp: "follow_up_on", doClose: "closed_on", doReopen: "closed_on"}

// together is what can be done with the cases of the list.
func (v listView) together() []string {
	if v.list() == counselling.Closed {
		return []string{doReopen, doAssign}
	}
	return []string{doAssign, doFollowUp, doClose}
}

// pickURL is the same page with all cases chosen, or none.
func (v listView) pickURL() string {
	values := listValues(v.query)
	if v.query.After != (counselling.Cursor{}) {
		values.Set("after", cursorText(v.query.After))
	}
	if !v.picked {
		values.Set("pick", "page")
	}
	return "/cases?" + values.Encode()
}

// togetherView is the page on which one decides about several cases.
type togetherView struct {
	*web.Form
	do       string
	cases    []*counselling.Held
	people   map[person.Subject]string
	staff    []ui.Option
	back     string // where one came from
	conflict bool   // somebody else changed one of the cases meanwhile
}

// name of a case on the page: who it is about, or nothing.
func (v togetherView) name(c *counselling.Held) string { return v.people[c.Subject()] }

// togetherForm asks for what to do with the cases that were chosen in a list.
func (o *office) togetherForm(w http.ResponseWriter, r *http.Request) error {
	f := web.ReadQuery(r)
	if len(f.All("case")) == 0 {
		back, err := o.backTo(r, f.Get("back"))
		if err != nil {
			return err
		}
		web.Flash(w, r, ui.Warning, "worklist.none_picked")
		web.Redirect(w, r, back)
		return nil
	}
	f.Set("key", ident.Token())
	return o.showTogether(w, r, http.StatusOK, f, f.All("case"))
}

// showTogether shows the cases as they are stored now.
func (o *office) showTogether(w http.ResponseWriter, r *http.Request, status int, f *web.Form, ids []string) error {
	v := togetherView{Form: f, do: f.Get("do"), conflict: status == http.StatusConflict}
	column, known := columnOfDeed[v.do]
	if !known {
		return errs.Missing()
	}
	var err error
	if v.back, err = o.backTo(r, f.Get("back")); err != nil {
		return err
	}
	if v.cases, err = o.cases.Choose(r.Context(), ids); err != nil {
		return err
	}
	if v.people, err = o.cases.NamesOf(r.Context(), v.cases); err != nil {
		return err
	}
	if v.do == doAssign {
		staff, err := o.cases.Colleagues(r.Context(), v.cases)
		if err != nil {
			return err
		}
		for _, s := range staff {
			v.staff = append(v.staff, ui.Option{Value: s.ID, Label: s.Name})
		}
	}
	if v.do == doClose && f.Get(column) == "" && status == http.StatusOK {
		f.Set(column, v.cases[0].Structure.Today().String())
	}
	p := web.P(r)
	page := web.Page(r, p.T("worklist.do."+v.do))
	page.Crumbs = []ui.NavItem{{Label: listTitle(p, counselling.All), URL: v.back}}
	return web.Render(w, r, status, v.view(page))
}

// doTogether does it.
func (o *office) doTogether(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	chosen, err := chosenOf(f)
	if err != nil {
		return err
	}
	key := f.Get("key")
	if !ident.IsToken(key) {
		f.Fault("key", "counselling.error.key")
		f.Set("key", ident.Token())
	}
	do := f.Get("do")
	value := f.Get(columnOfDeed[do])
	if f.OK() {
		switch do {
		case doAssign:
			err = o.cases.Assign(r.Context(), chosen, nobodyIsEmpty(f, value), key)
		case doFollowUp:
			err = o.cases.FollowUp(r.Context(), chosen, isoDate(value), key)
		case doClose:
			if value == "" {
				f.Fault("closed_on", "error.required")
				break
			}
			err = o.cases.Close(r.Context(), chosen, isoDate(value), key)
		case doReopen:
			err = o.cases.Close(r.Context(), chosen, "", key)
		default:
			err = errs.Missing()
		}
	}
	switch {
	case f.Absorb(err) || err == nil && !f.OK():
		return o.showTogether(w, r, http.StatusBadRequest, f, idsOf(chosen))
	case errs.KindOf(err) == errs.Conflict:
		f.Set("key", ident.Token())
		return o.showTogether(w, r, http.StatusConflict, f, idsOf(chosen))
	case err != nil:
		return err
	}
	back, err := o.backTo(r, f.Get("back"))
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, "worklist.done."+do, "Count", strconv.Itoa(len(chosen)))
	web.Redirect(w, r, back)
	return nil
}

// nobodyIsEmpty demands an answer to who is to be in charge; "nobody" is one.
func nobodyIsEmpty(f *web.Form, value string) string {
	switch value {
	case "":
		f.Fault("counsellor_id", "error.required")
	case counselling.None:
		return ""
	}
	return value
}

// chosenOf reads the cases of a form, "ID~VERSION" each.
func chosenOf(f *web.Form) ([]counselling.Chosen, error) {
	var chosen []counselling.Chosen
	for _, text := range f.All("case") {
		i := strings.LastIndex(text, "~")
		if i < 0 {
			return nil, errs.New(errs.Invalid, "error.bad_request")
		}
		version, err := strconv.ParseInt(text[i+1:], 10, 64)
		if err != nil {
			return nil, errs.New(errs.Invalid, "error.bad_request")
		}
		chosen = append(chosen, counselling.Chosen{ID: text[:i], Version: version})
	}
	return chosen, nil
}

func idsOf(chosen []counselling.Chosen) []string {
	ids := make([]string, len(chosen))
	for i, c := range chosen {
		ids[i] = c.ID
	}
	return ids
}

// chosenText is a case in a form, with the version that its reader sees.
func chosenText(c *counselling.Held) string { return c.ID + "~" + strconv.FormatInt(c.Version, 10) }

// backTo is the list that a form came from. It is put together anew, so that nobody is led elsewhere.
func (o *office) backTo(r *http.Request, query string) (string, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return "/cases", nil
	}
	q, err := o.readQuery(r, &web.Form{Values: values})
	if errs.KindOf(err) == errs.Invalid {
		return "/cases", nil
	}
	return listURL(q), err
}

// now is what stands in the column that the form sets, for each case.
func (v togetherView) now(c *counselling.Held) (id string, day clock.Day) {
	column := columnOfDeed[v.do]
	if v.do == doAssign {
		return counselling.Cases.Str(c.Row, column), clock.NoDay
	}
	day, filled := counselling.Cases.Day(c.Row, column)
	if !filled {
		day = clock.NoDay
	}
	return "", day
}

// staffName is what somebody in charge is called; the id's owner may not work here any more.
func (v togetherView) staffName(id, former string) string {
	if id == "" {
		return nothing
	}
	if i := slices.IndexFunc(v.staff, func(o ui.Option) bool { return o.Value == id }); i >= 0 {
		return v.staff[i].Label
	}
	return former
}
