package office

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"openiq/internal/draft"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// save keeps a form as it is: for the script, which wants a word, or for the button, which leads back to the form.
func (o *Office) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if !o.drafts.Owns(r.Context(), f.Get(ui.DraftOwner)) {
		err = errs.New(errs.Forbidden, "draft.error.other_form")
	}
	d := read(f)
	if d.Name == "" {
		return errs.New(errs.Invalid, "error.bad_request")
	}
	if f.Values.Has(ui.DraftSeq) {
		return o.saveVersion(w, r, d, f.Get(ui.DraftSeq), err)
	}
	if err != nil {
		return err
	}
	result, err := o.drafts.Save(r.Context(), d, draft.Latest)
	if err != nil {
		return err
	}
	if result.State == draft.Finished {
		web.Flash(w, r, ui.Warning, "draft.error.finished")
		web.Redirect(w, r, d.Path)
		return nil
	}
	web.Flash(w, r, ui.Success, "draft.kept")
	web.Redirect(w, r, continueURL(d))
	return nil
}

// answer is what the script hears.
type answer struct {
	Text string `json:"text"`          // for the reader
	Seq  int64  `json:"seq,omitempty"` // of the version that is there
}

// saveVersion answers the script: 200 kept, 409 a later one is there, 410 the form is saved already, 403 opened by
// another account, 400 or 413 not to be kept. refused is what is wrong already.
func (o *Office) saveVersion(w http.ResponseWriter, r *http.Request, d draft.Draft, number string, refused error) error {
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || seq <= draft.Latest {
		return errs.New(errs.Invalid, "error.bad_request")
	}
	p := web.P(r)
	if refused != nil {
		return reply(w, web.StatusOf(refused), answer{Text: says(p, refused)})
	}
	result, err := o.drafts.Save(r.Context(), d, seq)
	switch {
	case isTooLarge(err):
		return reply(w, http.StatusRequestEntityTooLarge, answer{Text: says(p, err)})
	case err != nil:
		return err
	case result.State == draft.Finished:
		return reply(w, http.StatusGone, answer{Text: p.T("draft.error.finished")})
	}
	status := http.StatusOK
	if result.State == draft.Older {
		status = http.StatusConflict
	}
	return reply(w, status, answer{p.T("draft.saved", "Time", p.Time(result.At)), result.Seq})
}

func reply(w http.ResponseWriter, status int, a answer) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(a)
}

func isTooLarge(err error) bool {
	var e *errs.Error
	return errors.As(err, &e) && e.Key == draft.ErrTooLarge
}

// says is an error of ours in words.
func says(p *i18n.Printer, err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return p.T("error.internal")
	}
	return p.T(e.Key, e.Args...)
}
