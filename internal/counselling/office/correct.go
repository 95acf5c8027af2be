package office

import (
	"context"
	"maps"
	"net/http"
	"slices"
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
	of        *record.Type
	questions []question
	current   func(d *counselling.Detail, id string) (in counselling.Input, version int64, ok bool)
	correct   func(s *counselling.Service, ctx context.Context, caseID, id string, version int64, in counselling.Input, key string) error
	remove    func(s *counselling.Service, ctx context.Context, caseID, id string, version int64, key string) error // nil: it cannot be deleted
}

var (
	theFacts = part{
		name: "facts", of: counselling.Cases, questions: situation,
		current: func(d *counselling.Detail, _ string) (counselling.Input, int64, bool) {
			return cells(counselling.Cases, d.Row), d.Row.Version, true
		},
		correct: func(s *counselling.Service, ctx context.Context, caseID, _ string, version int64, in counselling.Input, key string) error {
			return s.CorrectCase(ctx, caseID, version, in, key)
		},
	}
	theContact = part{
		name: "contact", of: counselling.Contacts, questions: aboutContact,
		current: func(d *counselling.Detail, id string) (counselling.Input, int64, bool) {
			if c := d.Contact(id); c != nil {
				return contactCells(c), c.Version, true
			}
			return nil, 0, false
		},
		correct: (*counselling.Service).CorrectContact,
		remove:  (*counselling.Service).DeleteContact,
	}
	theQualification = part{
		name: "qualification", of: counselling.Qualifications, questions: whatLearned,
		current: func(d *counselling.Detail, id string) (counselling.Input, int64, bool) {
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
		"contents": strings.Join(c.Contents, " "), "site_id": c.Site, "language": c.Language, "interpreter": c.WithHelp}
	if c.Minutes > 0 {
		in["minutes"] = strconv.FormatInt(c.Minutes, 10)
	}
	return in
}

// withTexts are a stored record and its texts, for those who may know them.
func withTexts(in counselling.Input, d *counselling.Detail, t *record.Type, id string) counselling.Input {
	if d.Who != nil {
		in = maps.Clone(in)
		for _, name := range counselling.TextsOf(t) {
			in[name] = d.Who.Text(id, name)
		}
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

// id of the record that a request corrects.
func (k part) id(r *http.Request) string {
	if k.of == counselling.Cases {
		return r.PathValue("id")
	}
	return r.PathValue("part")
}

// correction is a form for correcting with the case it belongs to.
type correction struct {
	form
	part
	*counselling.Detail
	id                      string // of the record
	version                 int64  // as it is stored now
	caseURL, url, removeURL string // removeURL: empty where it cannot be deleted
	merge                   []choosing
}

// correcting is the record of a request with what is stored; NotFound when it is not there (any more).
func (o *office) correcting(r *http.Request, k part, f form) (v correction, err error) {
	v = correction{form: f, part: k, id: k.id(r), caseURL: caseURL(r.PathValue("id")), url: k.url(r, "edit")}
	if v.Detail, err = o.recordable(r); err == nil {
		err = o.cases.Reveal(r.Context(), v.Held)
	}
	if err != nil {
		return v, err
	}
	stored, version, ok := k.current(v.Detail, v.id)
	if !ok {
		return v, errs.New(errs.NotFound, "writing.error.deleted")
	}
	v.stored, v.version = withTexts(stored, v.Detail, k.of, v.id), version
	v.form.questions = k.questions
	if v.Who == nil {
		v.form.questions = slices.DeleteFunc(slices.Clone(k.questions), func(q question) bool { return q.text })
	}
	if k.remove != nil {
		v.removeURL = k.url(r, "delete")
	}
	v.sites, v.days = contactSites(v.Held), daysOf(v.Detail, v.today)
	if k.of == counselling.Contacts {
		v.days = []clock.Day{v.Contact(v.id).HeldOn}
		v.sites = withSite(v.sites, v.Structure, v.Contact(v.id).Site)
		v.onDay()
	}
	switch k.of {
	case counselling.Qualifications:
		v.occupations, err = o.occupationsOf(r, v.Site())
	case counselling.Referrals:
		v.sites, err = o.measureOptions(r, v.Detail)
	}
	return v, err
}

// daysOf are the days on one of which what stands in a case must have been valid: the one of its first conversation, when
// it was asked, and today, when it is corrected.
func daysOf(d *counselling.Detail, today clock.Day) []clock.Day {
	return []clock.Day{recordedOn(d, today), today}
}

// recordedOn is the day on which a case was told about.
func recordedOn(d *counselling.Detail, today clock.Day) clock.Day {
	if n := len(d.Contacts); n > 0 {
		return d.Contacts[n-1].HeldOn
	}
	if at, ok := counselling.Cases.Int(d.Row, "registered_at"); ok {
		return clock.Instant(at).Day()
	}
	return today
}

func (o *office) editForm(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := o.openForm(r, k.questions, func(form) {})
		if err != nil {
			return err
		}
		v, err := o.correcting(r, k, f)
		if err != nil {
			return err
		}
		if !v.Values.Has("version") { // no draft
			key := v.Get("key")
			v.Form = fill(v.form.questions, v.stored)
			v.Set("key", key)
			v.base(v.stored)
		}
		return o.showEdit(w, r, http.StatusOK, v)
	}
}

func (o *office) showEdit(w http.ResponseWriter, r *http.Request, status int, v correction) error {
	if err := o.keepDraft(r, &v.form, "counselling."+v.name+".edit"); err != nil {
		return err
	}
	page := web.Page(r, v.p.T("counselling."+v.name+".edit"))
	page.Crumbs = caseCrumbs(v.p, v.Row.ID)
	return web.Render(w, r, status, v.view(page))
}

func (o *office) edit(k part) web.Func {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := o.readForm(r, k.questions)
		if err != nil {
			return err
		}
		v, err := o.correcting(r, k, f)
		if err != nil {
			return o.lost(w, r, f, err)
		}
		err = o.chosen(r, &v)
		in := v.typed()
		switch {
		case err != nil:
		case !v.OK():
		case v.textsDiffer(in):
			err = errs.New(errs.Conflict, "error.conflict")
		default:
			err = k.correct(o.cases, r.Context(), v.Row.ID, v.id, version(v.Form), in, v.Get("key"))
		}
		switch {
		case v.refused(err):
			return o.showAgain(w, r, v)
		case errs.KindOf(err) == errs.NotFound:
			return o.lost(w, r, v.form, err)
		case errs.KindOf(err) == errs.Conflict:
			return o.conflict(w, r, v, err)
		case err != nil:
			return err
		}
		return o.saved(w, r, v.form, v.Row.ID, "counselling."+k.name+".saved")
	}
}

// typed is what somebody typed, without the texts that are as they were: those need no new version.
func (v correction) typed() counselling.Input {
	in := v.answers(v.form.questions...)
	for _, name := range counselling.TextsOf(v.of) {
		if in[name] == v.stored[name] {
			delete(in, name)
		}
	}
	return in
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
		for _, s := range f.options(q) {
			if s.Value == cell {
				return s.Label
			}
		}
	}
	return answer(f.p, q, cell, f.day())
}

// answer is a cell in words. A code is founded on the provision that was in force on a day.
func answer(p *i18n.Printer, q question, cell string, on clock.Day) string {
	switch {
	case cell == "" || cell == codelist.Declined:
		return p.Code("", cell)
	case q.control == date:
		if day, err := clock.ParseDay(dayOfInstant(cell)); err == nil {
			return p.Date(day)
		}
	case q.control == yesNo:
		return p.Code("bool", cell)
	case q.control == choice || q.control == typed || q.control == radio:
		return cited(p, q.codes(), cell, on)
	case q.control == ticks:
		return words(p, q.column, strings.Fields(cell))
	case q.control == tongues:
		return words(p, "language", strings.Fields(cell))
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

// difference is a field in two versions, in words.
type difference struct{ field, label, yours, stored string }

// typedRows are what somebody typed into a form, in words.
func (f form) typedRows() []ui.Row {
	in := f.answers(f.questions...)
	var rows []ui.Row
	for _, q := range f.questions {
		if cell := q.of(in); cell != "" {
			rows = append(rows, ui.Row{Label: label(f.p, q.field()), Value: f.answer(q, cell)})
		}
	}
	return rows
}
