package ui

import "openiq/web"

// The fields in which a form says whose draft it is. They belong to none of its questions.
const (
	DraftKey   = "key"         // the form's idempotency key; the face puts it on the page
	DraftPath  = "draft_path"  // where the form is shown
	DraftName  = "draft_name"  // message key of what it is called
	DraftOwner = "draft_owner" // the mark of the account that opened it
	DraftSeq   = "draft_seq"   // number of the version, from the script only
)

// Where drafts are saved, by the button and by the script, and listed.
const Drafts = "/drafts"

// Draft is what a form needs so that nothing typed into it gets lost; see web.Drafts. The parts show nothing for the
// zero Draft: nobody is signed in for whom something could be kept.
type Draft struct {
	Path, Name, Owner string
	Word              string // what the reader should know about this form's draft; may be empty
	Lost              bool   // Word says that it could not be kept
	Others            []OtherDraft
}

// OtherDraft is a draft that was begun in the same form.
type OtherDraft struct {
	When     string // in words
	Continue string // address of the form with what was typed
	Discard  string // address to send to
}

func draftScript() string { return web.Assets().URL("draft.js") }
