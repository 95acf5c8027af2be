// Package office keeps what is typed into the forms of all faces: by a script every few seconds, by the button "Save
// draft", and whenever a form is refused. It has the list of one's drafts, and carries a form across a sign-in.
//
// # How a form keeps its drafts
//
// A face demands [openiq/internal/platform/web.Drafts], which this package's [Office] is; app plugs it in. The form has an idempotency key
// in its field "key" (package ident) and is shown and posted at one address. Then
//
//	// GET
//	f := web.NewForm()
//	resumed, err := o.drafts.Fill(r, f)     // ?draft=KEY: everything typed, key and version included
//	if !resumed { f.Set("key", ident.Token()); … } // what the form begins with
//
//	// GET, and a POST that is refused: both show the form, the second keeps it
//	d, err := o.drafts.Show(r, f, "counselling.contact.new") // the form's name, as a message key
//
//	// POST, after the command
//	err = o.drafts.Done(r.Context(), f.Get("key"))
//
// and on the page
//
//	@ui.DraftNotice(d)                    // "You have a draft of 10:32"
//	<form method="post" …>
//		… <input type="hidden" name="key" …>
//		@ui.Actions() {
//			@ui.Submit(ui.Primary, …)  // first: it is what the Enter key presses
//			@ui.SaveDraft(d)
//		}
//		@ui.DraftKeeper(d)            // hidden fields, the word about the draft, the script
//	</form>
//
// A form that is shown at another address than it is posted to names the former when it is shown; it is kept for that.
// What decides about a form must stand in its fields, since its address is kept without a query. Passwords are never
// kept, files neither.
//
// # Across a sign-in
//
// The sign-in hands every form that arrives without a session to [Office.Pack] and, after signing in, to
// [Office.Unpack]. A form that keeps drafts is filled again to be checked and saved. Any other becomes a draft without
// a name, which can only be sent as it was. Whose it may be, and why, says package draft.
package office
