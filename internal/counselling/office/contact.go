package office

import (
	"net/http"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// beginContact fills in how a conversation is usually held: today, in person, in German.
func beginContact(f form) {
	for name, value := range map[string]string{"held_on": f.today.String(), "form": "at_centre", "language": "de", "opened": f.today.String()} {
		f.Set(name, value)
	}
}

func (o *office) contactForm(w http.ResponseWriter, r *http.Request) error {
	h, err := o.recordableCase(r)
	if err != nil {
		return err
	}
	f, err := o.openForm(r, newContact, func(f form) {
		beginContact(f)
		if next, planned := counselling.Cases.Day(h.Row, "follow_up_on"); planned && next > f.today {
			f.Set("follow_up_on", next.String())
		}
	})
	if err != nil {
		return err
	}
	f.begin = "themes"
	return o.showContact(w, r, http.StatusOK, h, f)
}

// aboutCase tells a form of a contact what it offers for a case.
func (f *form) aboutCase(h *counselling.Held) {
	f.sites = contactSites(h)
	f.onDay()
}

func (o *office) showContact(w http.ResponseWriter, r *http.Request, status int, h *counselling.Held, f form) error {
	f.aboutCase(h)
	err := o.addModules(r, h, &f)
	if err == nil {
		err = o.noteAgreed(r, f, h)
	}
	if err == nil {
		err = o.keepDraft(r, &f, "counselling.contact.new")
	}
	if err != nil {
		return err
	}
	page := web.Page(r, f.p.T("counselling.contact.new"))
	page.Crumbs = caseCrumbs(f.p, h.Row.ID)
	return web.Render(w, r, status, contactView(page, h.Row.ID, f))
}

// addModules gives a form the text modules of the centre in charge.
func (o *office) addModules(r *http.Request, h *counselling.Held, f *form) (err error) {
	f.modules, err = o.cases.TextModules(r.Context(), h.Site())
	return err
}

func (o *office) recordContact(w http.ResponseWriter, r *http.Request) error {
	f, err := o.readForm(r, newContact)
	if err != nil {
		return err
	}
	h, err := o.recordableCase(r)
	if err != nil {
		return o.lost(w, r, f, err)
	}
	f.aboutCase(h)
	if f.Get("do") == doInsert {
		if err := o.addModules(r, h, &f); err != nil {
			return err
		}
		f.insertModule()
		return o.showContact(w, r, http.StatusOK, h, f)
	}
	if err := o.noteAgreed(r, f, h); err != nil {
		return err
	}
	in := f.answers(newContact...)
	if f.notYesterday(); f.OK() {
		_, err = o.cases.RecordContact(r.Context(), h.Row.ID, in, f.Get("key"))
	}
	switch {
	case f.refused(err):
		return o.showContact(w, r, http.StatusBadRequest, h, f)
	case f.conflicts(err):
		return o.showContact(w, r, http.StatusConflict, h, f)
	case err != nil:
		return o.lost(w, r, f, err)
	}
	return o.saved(w, r, f, h.Row.ID, "counselling.contact.saved")
}

// recordableCase is the case of the address without what was recorded about it, for those who may record for it. Whoever may
// not finds none.
func (o *office) recordableCase(r *http.Request) (*counselling.Held, error) {
	h, err := o.cases.ForRecording(r.Context(), r.PathValue("id"))
	if errs.KindOf(err) == errs.Forbidden {
		err = errs.Missing()
	}
	return h, err
}

// recordable is the case of the address with all that was recorded about it, for those who may record for it.
func (o *office) recordable(r *http.Request) (*counselling.Detail, error) {
	d, err := o.cases.Get(r.Context(), r.PathValue("id"))
	if err == nil && !d.MayRecord {
		err = errs.Missing()
	}
	return d, err
}

// done leads to the case, with a word about what happened.
func done(w http.ResponseWriter, r *http.Request, err error, caseID, message string) error {
	if err != nil {
		return err
	}
	web.Flash(w, r, ui.Success, message)
	web.Redirect(w, r, caseURL(caseID))
	return nil
}

// heldWords say in a line how a conversation is held.
func (f form) heldWords(questions []question) string {
	words := ""
	for _, q := range questions {
		cell := f.Get(q.field())
		switch {
		case cell == "":
			continue
		case q.control == date:
			if day, err := clock.ParseDay(isoDate(cell)); err == nil {
				cell = f.p.Date(day)
			}
		case q.control == tongues:
			cell = f.languages(cell)
		default:
			cell = f.answer(q, cell)
		}
		if words != "" {
			words += " · "
		}
		words += cell
	}
	return words
}

// wrongIn says whether something is wrong with some of the questions.
func (f form) wrongIn(questions []question) bool {
	for _, q := range questions {
		if f.Field(f.p, q.field(), "").Error != "" {
			return true
		}
	}
	return false
}
