// Package office has the pages of the staff's accounts: signing in and out, choosing a password, one's own account, the
// administration of all accounts, and the table of who may do what. It also tells every other page who asks.
//
// A page that needs a sign-in is shown after it. A form that is sent when the session is over, whyever it is, goes along
// sealed in the page that asks to sign in, and is there again afterwards for the same account and no other: see
// [Carrier] and package openiq/internal/draft.
package office
