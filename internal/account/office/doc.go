// Package office has the pages of the staff's accounts: signing in and out, choosing a password, one's own account, the
// administration of all accounts, and the table of who may do what. It also tells every other page who asks.
package office
