package web

import (
	"context"
	"net/http"

	"openiq/internal/platform/web/ui"
)

// Drafts keeps what is typed into forms until it is saved. Faces demand it; the room draft has it, and app plugs it in.
// See openiq/internal/draft/office for how a form uses it.
type Drafts interface {
	// Fill fills a form that is opened again (?draft=KEY) with what was typed, its key included, and says that it did:
	// the page then adds nothing of its own. The error is NotFound for a draft that is gone, another's or another form's.
	Fill(r *http.Request, f *Form) (resumed bool, err error)

	// Show is what the form's page needs; name is the message key of what the form is called. A form that is shown in
	// answer to a POST was refused, and is kept.
	Show(r *http.Request, f *Form, name string) (ui.Draft, error)

	// Done forgets the draft of a form that is saved, by its key.
	Done(ctx context.Context, key string) error
}
