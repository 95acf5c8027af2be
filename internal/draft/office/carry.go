package office

import (
	"context"
	"errors"
	"mime"
	"net/http"

	"openiq/internal/draft"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// Pack seals a form that was posted without a session, to be handed back in the page that asks to sign in. former is
// the account whose session ended, as far as that is known. Nothing sealed and no error: there was nothing typed. The
// error is Invalid with a word about why it could not be kept.
func (o *Office) Pack(r *http.Request, former string) (sealed string, err error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && kind == "multipart/form-data" {
		return "", errs.New(errs.Invalid, "draft.error.upload")
	}
	f, err := web.ReadForm(r)
	if large := new(http.MaxBytesError); errors.As(err, &large) || web.StatusOf(err) == http.StatusRequestEntityTooLarge {
		return "", errs.New(errs.Invalid, draft.ErrTooLarge, "Max", draft.MaxSize>>10)
	}
	if err != nil {
		return "", err
	}
	d := read(f)
	if len(d.Values) == 0 {
		return "", nil
	}
	if d.Values.Has("password") {
		return "", errs.New(errs.Invalid, "draft.error.password")
	}
	owner := f.Get(ui.DraftOwner)
	if owner == "" && former != "" {
		owner = o.drafts.Owner(former)
	}
	if owner == "" {
		return "", errs.New(errs.Invalid, "draft.error.unknown")
	}
	if d.Name == "" {
		d.Path = r.URL.RequestURI()
	}
	if !ident.IsToken(d.Key) {
		d.Key = ident.Token()
	}
	return o.drafts.Pack(owner, d)
}

// Unpack makes what was sealed a draft of the account that signs in, and tells where to go on and what to say there.
// The error is Conflict when it is another account's and Invalid when it cannot be opened any more, with a word.
func (o *Office) Unpack(ctx context.Context, account, sealed string) (next, word string, err error) {
	d, state, err := o.drafts.Unpack(ctx, account, sealed)
	switch {
	case err != nil:
		return "", "", err
	case state == draft.Finished && d.Name == "":
		return ui.Drafts, "draft.carried_done", nil
	case state == draft.Finished:
		return d.Path, "draft.carried_done", nil
	case d.Name == "":
		return continueURL(d), "draft.carried_unnamed", nil
	}
	return continueURL(d), "draft.carried", nil
}
