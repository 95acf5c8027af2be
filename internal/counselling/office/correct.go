package office

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"openiq/internal/codelist"
	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// part is what a form corrects: the facts of a case, one of its contacts or one of its qualifications.
type part struct {
	name      string // of the part in messages: counselling.<name>.edit
	questions []question
	stored    func(d *counselling.Detail, id string) (in counselling.Input, version int64, ok bool)
	correct   func(s *counselling.Service, ctx context.Context, caseID, id string, version int64, in counselling.Input, key string) error
	remove    func(s *counselling.Service, ctx context.Context, caseID, id string, version int64, key string) error // nil: it cannot be deleted
}

var (
	theFacts = part{
		name: "facts", questions: situation,
		stored: func(d *counselling.Detail, _ string) (counselling.Input, int64, bool) {
			return cells(counselling.Cases, d.Row), d.Row.Version, true
		},
		correct: func(s *counselling.Service, ctx context.Context, caseID, _ string, version int64, in counselling.Input, key string) error {
			return s.CorrectCase(ctx, caseID, version, in, key)
		},
	}
	theContact = part{
		name: "contact", questions: aboutContact,
		stored: func(d *counselling.Detail, id string) (counselling.Input, int64, bool) {
			if c := d.Contact(id); c != nil {
				return contactCells(c), c.Version, true
			}
			return nil, 0, false
		},
		correct: (*counselling.Service).CorrectContact,
		remove:  (*counselling.Service).DeleteContact,
	}
	theQualification = part{
		name: "qualification", questions: whatLearned,
		stored: func(d *counselling.Detail, id string) (counselling.Input, int64, bool) {
			if q := d.Qualification(id); q != nil {
				return cells(counselling.Qualifications, q), q.Version, true
			}
			return nil, 0, false
		},
		correct: (*counselling.Service).CorrectQualification,
		remove:  (*counselling.Service).DeleteQualification,
	}
)

// cells are a stored record as a bundle would have it.
func cells(t *record.Type, row *record.Row) counselling.Input {
	in := counselling.Input{}
	for i := range t.Columns {
		in[t.Columns[i].Name] = t.Columns[i].Format(row.Values[i])
	}
	return in
}

func contactCells(c *counselling.Contact) counselling.Input {
	in := counselling.Input{"held_on": c.HeldOn.String(), "form": c.Form, "themes": strings.Join(c.Themes, " "),
		"contents": strings.Join(c.Contents, " "), "site_id": c.Site}
	if c.Minutes > 0 {
		in["minutes"] = strconv.FormatInt(c.Minutes, 10)
	}
	return in
}

// url is the address at which the part of a request is edited or deleted.
func (k part) url(r *http.Request, verb string) string {
	if id := r.PathValue("part"); id != "" {
		return caseURL(r.PathValue("id"), k.name+"s", id, verb)
	}
	return caseURL(r.PathValue("id"), verb)
}

// correction is what the form for correcting shows.
type correction struct {
	form
	part
	caseURL, url, removeURL string       // removeURL: empty where it cannot be deleted
	conflict                bool         // somebody else stored something meanwhile
	differences             []difference // between what was typed and what is stored now
}

// difference is a field in two versions, in words.
type difference struct{ field, label, yours, stored string }

func (o *office) editForm(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		return o.showEdit(w, r, http.StatusOK, k, nil)
	}
}

// showEdit shows the form with what is stored or, when something was typed already, with that.
func (o *office) showEdit(w http.ResponseWriter, r *http.Request, status int, k part, typed *form) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	stored, version, ok := k.stored(d, r.PathValue("part"))
	if !ok {
		return errs.Missing()
	}
	v := correction{part: k, caseURL: caseURL(d.Row.ID), url: k.url(r, "edit"), conflict: status == http.StatusConflict}
	if typed != nil {
		v.form = *typed
	} else if v.form, err = o.formOf(r, fill(k.questions, stored), k.questions); err != nil {
		return err
	}
	if v.sites, err = o.contactSites(r, d); err != nil {
		return err
	}
	if v.conflict {
		v.differences = v.compare(stored)
	}
	if typed == nil || v.conflict {
		v.Set("version", strconv.FormatInt(version, 10))
	}
	if k.remove != nil {
		v.removeURL = k.url(r, "delete")
	}
	page := web.Page(r, v.p.T("counselling."+k.name+".edit"))
	page.Crumbs = caseCrumbs(v.p, d.Row.ID)
	return web.Render(w, r, status, v.view(page))
}

func (o *office) edit(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := o.readForm(r, k.questions)
		if err == nil && f.Values.Has("site_id") {
			err = o.nameSites(r, &f)
		}
		if err != nil {
			return err
		}
		if f.OK() {
			err = k.correct(o.cases, r.Context(), r.PathValue("id"), r.PathValue("part"), version(f.Form), f.answers(k.questions...), f.Get("key"))
		}
		switch {
		case f.refused(err):
			return o.showEdit(w, r, http.StatusBadRequest, k, &f)
		case errs.KindOf(err) == errs.Conflict:
			return o.showEdit(w, r, http.StatusConflict, k, &f)
		}
		return done(w, r, err, r.PathValue("id"), "counselling."+k.name+".saved")
	}
}

// compare lists where what was typed differs from what is stored.
func (f form) compare(stored counselling.Input) []difference {
	var all []difference
	typed := f.answers(f.questions...)
	for _, q := range f.questions {
		yours, theirs := q.of(typed), q.of(stored)
		if yours != theirs {
			all = append(all, difference{"#f-" + q.field(), label(f.p, q.field()), f.answer(q, yours), f.answer(q, theirs)})
		}
	}
	return all
}

// of is a question's part of a cell.
func (q question) of(in counselling.Input) string {
	if q.prefix == "" {
		return in[q.column]
	}
	var own []string
	for _, code := range strings.Fields(in[q.column]) {
		if strings.HasPrefix(code, q.prefix) || code == codelist.Declined {
			own = append(own, code)
		}
	}
	return strings.Join(own, " ")
}

// answer is a cell in words, also where it names a centre.
func (f form) answer(q question, cell string) string {
	if q.control == centre {
		for _, s := range f.sites {
			if s.Value == cell {
				return s.Label
			}
		}
	}
	return answer(f.p, q, cell)
}

// answer is a cell in words.
func answer(p *i18n.Printer, q question, cell string) string {
	switch {
	case cell == "" || cell == codelist.Declined:
		return p.Code("", cell)
	case q.control == date:
		if day, err := clock.ParseDay(cell); err == nil {
			return p.Date(day)
		}
	case q.control == yesNo:
		return p.Code("bool", cell)
	case q.control == choice || q.control == typed || q.control == radio:
		return p.Code(q.codes(), cell)
	case q.control == ticks:
		return words(p, q.column, strings.Fields(cell))
	}
	return cell
}

// words are the labels of codes, one after the other.
func words(p *i18n.Printer, list string, codes []string) string {
	labels := make([]string, len(codes))
	for i, code := range codes {
		labels[i] = p.Code(list, code)
	}
	return strings.Join(labels, " · ")
}

// version is the record's as the form was made; one that cannot be read fits none.
func version(f *web.Form) int64 {
	n, err := strconv.ParseInt(f.Get("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// removal is what the page asks before something is deleted.
type removal struct {
	form
	part
	url, back string
	rows      []ui.Row
	conflict  bool
}

func (o *office) deleteForm(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		return o.showDelete(w, r, http.StatusOK, k)
	}
}

func (o *office) showDelete(w http.ResponseWriter, r *http.Request, status int, k part) error {
	d, err := o.recordable(r)
	if err != nil {
		return err
	}
	stored, version, ok := k.stored(d, r.PathValue("part"))
	if !ok {
		return errs.Missing()
	}
	f, err := o.formOf(r, web.NewForm("version", strconv.FormatInt(version, 10)), nil)
	if err == nil {
		f.sites, err = o.contactSites(r, d)
	}
	if err != nil {
		return err
	}
	v := removal{form: f, part: k, url: k.url(r, "delete"), back: k.url(r, "edit"), conflict: status == http.StatusConflict}
	for _, q := range k.questions {
		if cell := q.of(stored); cell != "" {
			v.rows = append(v.rows, ui.Row{Label: label(f.p, q.field()), Value: f.answer(q, cell)})
		}
	}
	page := web.Page(r, f.p.T("counselling."+k.name+".delete"))
	page.Crumbs = caseCrumbs(f.p, d.Row.ID)
	return web.Render(w, r, status, v.view(page))
}

func (o *office) delete(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := o.readForm(r, nil)
		if err != nil {
			return err
		}
		if !f.OK() {
			return o.showDelete(w, r, http.StatusBadRequest, k)
		}
		err = k.remove(o.cases, r.Context(), r.PathValue("id"), r.PathValue("part"), version(f.Form), f.Get("key"))
		if errs.KindOf(err) == errs.Conflict {
			return o.showDelete(w, r, http.StatusConflict, k)
		}
		return done(w, r, err, r.PathValue("id"), "counselling."+k.name+".deleted")
	}
}
