package db

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
)

// Tx is a transaction of [DB.Write].
type Tx struct {
	session *session
	now     clock.Instant
	job     *job
}

// Entry is one audit entry: what was done to which record. It names nobody but the actor.
type Entry struct {
	Tenant string // the command's when empty
	Kind   string // "case", "project", "account", …
	ID     string // the record's id
	Detail string // what changed, as short text or JSON, without personal data

	actor, command string
}

// Now is the transaction's time; every fact stored in it carries this one instant.
func (tx *Tx) Now() clock.Instant { return tx.now }

// At sets the transaction's time for the import of old records, audit entries included; [DB.Write] callers elsewhere
// leave it alone. It has no effect on the entries of a command that shares its commit.
func (tx *Tx) At(at clock.Instant) { tx.now = at }

// Today is the day of Now in Europe/Berlin.
func (tx *Tx) Today() clock.Day { return tx.now.Day() }

// Actor is who does it.
func (tx *Tx) Actor() string { return tx.job.actor }

// Tenant is the command's tenant.
func (tx *Tx) Tenant() string { return tx.job.cmd.Tenant }

// Audit notes what this command did. It is stored with the change.
func (tx *Tx) Audit(e Entry) {
	if e.Tenant == "" {
		e.Tenant = tx.job.cmd.Tenant
	}
	e.actor, e.command = tx.job.actor, tx.job.cmd.Name
	tx.job.entries = append(tx.job.entries, e)
}

// Exec changes rows and tells how many.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	tx.job.writes++
	n, err := tx.session.exec(query, args)
	return n, translate(err)
}

// Query reads rows; the context is the transaction's own.
func (tx *Tx) Query(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := tx.session.query(query, args)
	return rows, translate(err)
}

// Row reads one row.
func (tx *Tx) Row(_ context.Context, query string, args ...any) *sql.Row {
	return tx.session.row(query, args)
}

// Insert stores many rows of a table, several a statement.
func (tx *Tx) Insert(table string, columns []string, rows [][]any) error {
	for len(rows) > 0 {
		// A few lengths, so that few texts are prepared; the first divides the chunks of an import.
		n := 50
		for _, less := range []int{8, 1} {
			if n > len(rows) {
				n = less
			}
		}
		args := make([]any, 0, n*len(columns))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if _, err := tx.Exec(tx.session.db.engine.insert(table, columns, n), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// Analyze tells PostgreSQL to look at tables that grew much: until it does so by itself, a minute later, it would plan
// for tables without anything in them. SQLite's plans do not depend on it.
func (tx *Tx) Analyze(tables ...string) error {
	if tx.session.db.engine == sqlite {
		return nil
	}
	for _, table := range tables {
		if _, err := tx.Exec("ANALYZE " + table); err != nil {
			return err
		}
	}
	return nil
}

// insert is the text that stores n rows.
func (e engine) insert(table string, columns []string, n int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	arg := 0
	for row := range n {
		if row > 0 {
			b.WriteByte(',')
		}
		for i := range columns {
			b.WriteByte("(,"[min(i, 1)])
			arg++
			if e == sqlite {
				b.WriteByte('?') // by position: SQLite would look names up one by one
			} else {
				b.WriteByte('$')
				b.WriteString(strconv.Itoa(arg))
			}
		}
		b.WriteByte(')')
	}
	return b.String()
}

type actorKey struct{}

// WithActor says who acts: an account's id, or "cli" and the like for the machine.
func WithActor(ctx context.Context, actor string) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom is who acts; empty when nobody was named.
func ActorFrom(ctx context.Context) string {
	actor, _ := ctx.Value(actorKey{}).(string)
	return actor
}
