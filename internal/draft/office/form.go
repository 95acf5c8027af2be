package office

import (
	"context"
	"net/http"
	"net/url"

	"openiq/internal/draft"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

var _ web.Drafts = (*Office)(nil)

// Fill fills a form from ?draft=KEY; see [web.Drafts].
func (o *Office) Fill(r *http.Request, f *web.Form) (resumed bool, err error) {
	key := r.URL.Query().Get("draft")
	if key == "" || r.Method == http.MethodPost {
		return false, nil
	}
	d, err := o.drafts.Get(r.Context(), key)
	if err != nil {
		return false, err
	}
	if d.Name == "" || d.Path != r.URL.EscapedPath() {
		return false, errs.New(errs.NotFound, "draft.error.missing")
	}
	f.Values = d.Values
	f.Set(ui.DraftKey, d.Key)
	return true, nil
}

// Show is what a form's page needs; see [web.Drafts].
func (o *Office) Show(r *http.Request, f *web.Form, name string) (ui.Draft, error) {
	actor := authz.From(r.Context())
	if actor == nil {
		return ui.Draft{}, nil
	}
	shown := ui.Draft{Path: r.URL.EscapedPath(), Name: name, Owner: o.drafts.Owner(actor.ID)}
	if r.Method == http.MethodPost {
		return o.keep(r, f, shown), nil
	}
	there, err := o.drafts.At(r.Context(), shown.Path)
	if err != nil {
		return ui.Draft{}, err
	}
	p, today := web.P(r), o.drafts.Today()
	for _, d := range there {
		switch {
		case d.Key == f.Get(ui.DraftKey):
			shown.Word = p.T("draft.saved", "Time", p.Time(d.Saved))
		case d.Name != "":
			shown.Others = append(shown.Others, ui.OtherDraft{When: when(p, d.Saved, today), Continue: continueURL(d), Discard: draftURL(d.Key, "/discard")})
		}
	}
	return shown, nil
}

// keep stores a form that was refused. When that fails the page says so and is shown all the same: what was typed
// stands in it.
func (o *Office) keep(r *http.Request, f *web.Form, shown ui.Draft) ui.Draft {
	d := read(f)
	if d.Path == "" {
		d.Path = shown.Path
	}
	d.Name, shown.Path = shown.Name, d.Path
	p := web.P(r)
	shown.Word, shown.Lost = p.T("draft.lost"), true
	if mark := f.Get(ui.DraftOwner); mark != "" && mark != shown.Owner {
		shown.Owner, shown.Word = mark, p.T("draft.error.other_form")
		return shown
	}
	result, err := o.drafts.Save(r.Context(), d, draft.Latest)
	switch {
	case errs.KindOf(err) == errs.Invalid:
		shown.Word = says(p, err)
	case err == nil && result.State == draft.Finished:
		shown.Word = p.T("draft.error.finished")
	case err == nil:
		shown.Word, shown.Lost = p.T("draft.saved", "Time", p.Time(result.At)), false
	}
	return shown
}

// Done forgets the draft of a form that is saved; see [web.Drafts].
func (o *Office) Done(ctx context.Context, key string) error { return o.drafts.Done(ctx, key) }

// read takes a posted form apart: what it says about its draft, and what was typed.
func read(f *web.Form) draft.Draft {
	d := draft.Draft{Key: f.Get(ui.DraftKey), Path: f.Get(ui.DraftPath), Name: f.Get(ui.DraftName), Values: url.Values{}}
	for name, values := range f.Values {
		switch name {
		case ui.DraftKey, ui.DraftPath, ui.DraftName, ui.DraftOwner, ui.DraftSeq:
		default:
			d.Values[name] = values
		}
	}
	return d
}

// continueURL is the address of the page that goes on with a draft.
func continueURL(d draft.Draft) string {
	if d.Name == "" {
		return draftURL(d.Key, "")
	}
	return d.Path + "?draft=" + d.Key
}

// when says when a draft was changed last; of today the time is enough.
func when(p *i18n.Printer, at clock.Instant, today clock.Day) string {
	if at.Day() == today {
		return p.T("draft.of_today", "Time", p.Time(at))
	}
	return p.T("draft.of", "When", p.InstantShort(at))
}
