package office

import (
	"errors"
	"net/http"
	"slices"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// What the buttons of a form ask for, in its field "do"; nothing: save it.
const (
	doInsert   = "insert"   // a text module into the notes
	doMore     = "more"     // one more qualification
	doRegister = "register" // save without a conversation
)

// formOf is a form with its questions and a fresh key, for a reader.
func (o *office) formOf(r *http.Request, typed *web.Form, questions []question) (form, error) {
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return form{}, err
	}
	if !isKey(typed.Get("key")) {
		typed.Set("key", ident.Token())
	}
	return form{Form: typed, p: web.P(r), today: d.Today(), questions: questions, catalogue: o.catalogue, candidates: map[string][]ui.Option{}}, nil
}

// readForm reads a posted form. One without a key of ours is shown again: nobody could tell its repetition.
func (o *office) readForm(r *http.Request, questions []question) (form, error) {
	typed, err := web.ReadForm(r)
	if err != nil {
		return form{}, err
	}
	if !isKey(typed.Get("key")) {
		typed.Fault("key", "counselling.error.key")
	}
	return o.formOf(r, typed, questions)
}

// isKey says whether a text may be a form's key.
func isKey(s string) bool { return ident.IsToken(s) }

// openForm is a form that somebody opens: as a draft has it, or as begin fills it in.
func (o *office) openForm(r *http.Request, questions []question, begin func(f form)) (form, error) {
	typed := web.NewForm()
	resumed, err := o.drafts.Fill(r, typed)
	if err != nil {
		return form{}, err
	}
	f, err := o.formOf(r, typed, questions)
	if err == nil && !resumed {
		begin(f)
	}
	return f, err
}

// keepDraft tells a form about its drafts; one that was refused is kept. name is the message key of what it is called.
func (o *office) keepDraft(r *http.Request, f *form, name string) (err error) {
	f.draft, err = o.drafts.Show(r, f.Form, name)
	return err
}

// saved leads to the case after a form was saved, whose draft nobody needs any more.
func (o *office) saved(w http.ResponseWriter, r *http.Request, f form, caseID, message string) error {
	if err := o.drafts.Done(r.Context(), f.Get("key")); err != nil {
		return err
	}
	return done(w, r, nil, caseID, message)
}

// refused says whether to show the form again: something was wrong before the command or is now.
func (f form) refused(err error) bool {
	return f.Absorb(err) || err == nil && !f.OK()
}

// conflicts says whether to show the form again because of what happened meanwhile, and notes what that was.
func (f *form) conflicts(err error) bool {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Conflict {
		return false
	}
	f.word, f.kept = f.p.T(e.Key, e.Args...), f.p.T("writing.kept")
	if sentBefore(err) {
		f.kept = f.p.T("writing.sent_before")
	}
	return true
}

// sentBefore says that a form was stored already, and was changed and sent again since, as from a page that one went back to.
func sentBefore(err error) bool {
	var e *errs.Error
	return errors.As(err, &e) && e.Key == "error.sent_before"
}

// onDay makes the form one of the day of its conversation: lists offer what was valid then.
func (f *form) onDay() {
	if day, err := clock.ParseDay(isoDate(f.Get("held_on"))); err == nil && day <= f.today {
		f.days = []clock.Day{day}
	}
}

// notYesterday asks about the day of a conversation that was filled in on an earlier day than today: the page may have
// stayed open over night.
func (f form) notYesterday() {
	opened := f.Get("opened")
	f.Set("opened", f.today.String())
	if opened != "" && opened != f.today.String() && isoDate(f.Get("held_on")) == opened {
		f.Fault("held_on", "writing.error.opened")
	}
}

// insertModule puts the chosen text module at the end of the notes.
func (f form) insertModule() {
	i := slices.IndexFunc(f.modules, func(m counselling.TextModule) bool { return m.ID == f.Get("module") })
	if i < 0 {
		return
	}
	text := f.Get(counselling.TextNotes)
	if text != "" {
		text += "\n"
	}
	f.Set(counselling.TextNotes, text+f.modules[i].Body)
	f.Set("module", "")
}

// contactSites are the centres at which a contact of a case may have been held: those of the project in charge.
func contactSites(h *counselling.Held) []ui.Option {
	own := h.Structure.Site(h.Site())
	if own == nil {
		return nil
	}
	return siteOptions(h.Structure, h.Structure.SitesOf(own.ProjectID))
}
