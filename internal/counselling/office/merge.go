package office

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"

	"openiq/internal/counselling"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// When two people correct a record at once, whoever saves second chooses field by field. The form carries the version it was
// made from, and of each text a digest, since old texts are not compared by version: so it is known who changed what. Where
// only one of them did, that is chosen already.

const (
	mine   = "mine"
	theirs = "theirs"
)

// choosing is a field in which what was typed and what is stored now differ.
type choosing struct {
	question
	mine, theirs string // in words
}

// mergeField is the field in which somebody chooses between the versions of another one.
func mergeField(q question) string { return "merge_" + q.field() }

// baseField has the digest of a text as the form was made.
func baseField(text string) string { return "was_" + text }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// base notes what the form is made from.
func (v correction) base(stored counselling.Input) {
	v.Set("version", strconv.FormatInt(v.version, 10))
	for _, name := range counselling.TextsOf(v.of) {
		v.Set(baseField(name), digest(stored[name]))
	}
}

// textsDiffer says whether somebody else changed a text that was changed in the form too.
func (v correction) textsDiffer(in counselling.Input) bool {
	return slices.ContainsFunc(counselling.TextsOf(v.of), func(name string) bool {
		_, changed := in[name]
		return changed && digest(v.stored[name]) != v.Get(baseField(name))
	})
}

// chosen puts into the form what somebody chose between two versions. What was chosen from the other version is what that
// was when the choice was made.
func (o *office) chosen(r *http.Request, v *correction) error {
	if !v.Values.Has("merging") {
		return nil
	}
	then, err := o.storedAt(r, v)
	if err != nil {
		return err
	}
	for _, q := range v.form.questions {
		if !slices.Contains(v.All("merging"), q.field()) {
			continue
		}
		switch v.Get(mergeField(q)) {
		case mine:
		case theirs:
			v.Values[q.field()] = fill([]question{q}, then).Values[q.field()]
		default:
			v.Fault(mergeField(q), "writing.error.choose")
		}
	}
	return nil
}

// storedAt is the record as it was when the form was made, with the texts of now. A version that never was has nothing.
func (o *office) storedAt(r *http.Request, v *correction) (counselling.Input, error) {
	row, err := o.cases.Version(r.Context(), v.Held, v.of, v.id, version(v.Form))
	if errs.KindOf(err) == errs.NotFound && err != nil {
		return counselling.Input{}, nil
	}
	if err != nil {
		return nil, err
	}
	return withTexts(cells(v.of, row), v.Detail, v.of, v.id), nil
}

// conflict leads to the page on which somebody chooses, or says what else happened meanwhile.
func (o *office) conflict(w http.ResponseWriter, r *http.Request, v correction, why error) error {
	if sentBefore(why) {
		v.Set("key", ident.Token()) // the form as it is now is another one
	}
	now, err := o.correcting(r, v.part, v.form)
	if err != nil {
		return o.lost(w, r, v.form, err)
	}
	if v = now; version(v.Form) == v.version && !v.textsDiffer(v.typed()) { // about the person, not about the record
		v.conflicts(why)
		return o.showEdit(w, r, http.StatusConflict, v)
	}
	base, err := o.storedAt(r, &v)
	if err != nil {
		return err
	}
	typed := v.answers(v.form.questions...)
	for _, q := range v.form.questions {
		m, t := q.of(typed), q.of(v.stored)
		if q.column == "site_id" && m == v.Site() {
			m = ""
		}
		if m == t {
			continue
		}
		v.merge = append(v.merge, choosing{q, v.answer(q, m), v.answer(q, t)})
		v.Set(mergeField(q), v.preselected(q, m, t, q.of(base)))
	}
	if len(v.merge) == 0 { // both did the same
		return o.saved(w, r, v.form, v.Row.ID, "counselling."+v.name+".saved")
	}
	v.base(v.stored)
	return o.showMerge(w, r, http.StatusConflict, v)
}

// preselected is the version that only one of two people changed; empty where both did.
func (v correction) preselected(q question, m, t, base string) string {
	mineChanged, theirsChanged := m != base, t != base
	if q.text {
		was := v.Get(baseField(q.column))
		mineChanged, theirsChanged = digest(m) != was, digest(t) != was
	}
	switch {
	case !theirsChanged:
		return mine
	case !mineChanged:
		return theirs
	}
	return ""
}

// showAgain shows a form that was refused: the one for choosing, if something was not chosen.
func (o *office) showAgain(w http.ResponseWriter, r *http.Request, v correction) error {
	if !slices.ContainsFunc(v.form.questions, func(q question) bool { return v.Field(v.p, mergeField(q), "").Error != "" }) {
		return o.showEdit(w, r, http.StatusBadRequest, v)
	}
	typed := v.answers(v.form.questions...)
	for _, q := range v.form.questions {
		if slices.Contains(v.All("merging"), q.field()) {
			v.merge = append(v.merge, choosing{q, v.answer(q, q.of(typed)), v.answer(q, q.of(v.stored))})
		}
	}
	return o.showMerge(w, r, http.StatusBadRequest, v)
}

func (o *office) showMerge(w http.ResponseWriter, r *http.Request, status int, v correction) error {
	page := web.Page(r, v.p.T("counselling.conflict.title"))
	page.Crumbs = caseCrumbs(v.p, v.Row.ID)
	return web.Render(w, r, status, v.mergeView(page))
}

// options are the two versions of a field.
func (c choosing) options(p *i18n.Printer) []ui.Option {
	return []ui.Option{
		{Value: mine, Label: p.T("counselling.conflict.yours") + ": " + c.mine},
		{Value: theirs, Label: p.T("counselling.conflict.stored") + ": " + c.theirs},
	}
}

// lostForm is the page for what was typed about something that is not there any more.
type lostForm struct {
	form
	back ui.NavItem
}

// lost shows what somebody typed about a record that was deleted meanwhile, with the way back; why says what happened. What
// nobody typed anything about is simply not there.
func (o *office) lost(w http.ResponseWriter, r *http.Request, f form, why error) error {
	rows := f.typedRows()
	if errs.KindOf(why) != errs.NotFound || len(rows) == 0 {
		return why
	}
	f.word = f.p.T("writing.lost_text")
	v := lostForm{form: f, back: listCrumb(f.p)}
	if d, err := o.cases.Get(r.Context(), r.PathValue("id")); err == nil {
		v.back = ui.NavItem{Label: f.p.T("counselling.case", "Code", d.Row.ID), URL: caseURL(d.Row.ID)}
	}
	return web.Render(w, r, http.StatusNotFound, v.view(web.Page(r, f.p.T("writing.lost")), rows))
}
