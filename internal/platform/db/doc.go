// Package db is the one door to the database: SQLite inside the program or PostgreSQL, one SQL text for both.
//
// Reading: [DB.Query] and [DB.Row] take SQL with $1 placeholders. Writing: only through [DB.Write], which
//
//   - fixes the transaction's time,
//   - refuses to commit a change without an audit entry,
//   - stores the command's idempotency key in the same transaction, so that a repeat returns the first answer,
//   - lets requests share a commit (nobody is answered before it),
//   - retries on serialization failure and lost leader.
//
// Every commit raises the change number of the tenants it touched in commit order; what is kept in memory follows that
// number and never ids, which are not in commit order across processes.
package db
