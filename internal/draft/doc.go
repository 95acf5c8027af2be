// Package draft keeps what somebody has typed into a form and not saved yet, so that a closed browser, a lost line or
// an ended session costs nothing.
//
// What holds always:
//
//   - A draft belongs to one account and one form as it was opened: its key is the form's idempotency key, so that the
//     draft, the form that it fills again and the command that saves it are one thing. Nobody else reads it, whatever
//     their role; another account's draft looks like one that does not exist.
//   - Its fields are sealed for that account and key. Outside the seal are the form's address and name only, which hold
//     ids and message keys and nothing personal.
//   - The later version stays, by the number that the page gives each; an older one that arrives late is ignored. Once
//     the form is saved its draft is gone, and a late one is refused.
//   - It is gone [Life] after its last change, and the oldest go when an account has more than [Most].
//
// A draft is no record: it may be wrong, unfinished or never meant to be saved. So it leaves no entry in the audit
// trail, and neither does reading it, since only who typed it can.
//
// # Across a sign-in
//
// A form that arrives after the session ended is sealed with the server's key, handed back in the page that asks to
// sign in, and becomes a draft after that ([Service.Pack], [Service.Unpack]). Whose it is must be certain, because
// what is typed about a client must not show up in the account of whoever signs in next at this computer. A form that
// can become a draft says so itself: it was given out with the mark of the account that opened it ([Service.Owner]),
// which nobody can make without the key; it holds when the session was revoked, its cookie deleted or the browser
// restarted. Any other form is of the account whose session's cookie came with it. Where neither is known nothing is
// kept, and the reader is told. What is sealed opens for its account only, within [CarriedFor], for this purpose only;
// opening it twice makes one draft, and never replaces one saved later.
package draft
