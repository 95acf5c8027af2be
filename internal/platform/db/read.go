package db

import (
	"context"
	"database/sql"

	"openiq/internal/platform/clock"
)

// Reader reads; [DB], [Snapshot] and [Tx] are readers.
type Reader interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	Row(ctx context.Context, query string, args ...any) *sql.Row
}

// Query reads rows on its own snapshot.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if d.engine == postgres { // pgx prepares and caches by itself
		rows, err := d.read.QueryContext(ctx, query, args...)
		return rows, translate(err)
	}
	stmt, err := d.prepared(ctx, query)
	if err != nil {
		return nil, translate(err)
	}
	// A cancellable context costs the driver a goroutine a statement.
	rows, err := stmt.QueryContext(context.WithoutCancel(ctx), args...)
	return rows, translate(err)
}

// Bulk reads whole tables without leaving their pages in the memory of the program, as the mapped file of the other
// readers would.
func (d *DB) Bulk() Reader { return bulk{d.bulk} }

type bulk struct{ pool *sql.DB }

func (b bulk) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := b.pool.QueryContext(ctx, query, args...)
	return rows, translate(err)
}

func (b bulk) Row(ctx context.Context, query string, args ...any) *sql.Row {
	return b.pool.QueryRowContext(ctx, query, args...)
}

// Row reads one row; a missing one shows as sql.ErrNoRows when it is scanned.
func (d *DB) Row(ctx context.Context, query string, args ...any) *sql.Row {
	if d.engine == postgres {
		return d.read.QueryRowContext(ctx, query, args...)
	}
	if stmt, err := d.prepared(ctx, query); err == nil {
		return stmt.QueryRowContext(context.WithoutCancel(ctx), args...)
	}
	return d.read.QueryRowContext(ctx, query, args...) // shows the error of preparing when scanned
}

func (d *DB) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := d.prepped.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := d.read.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	if first, loaded := d.prepped.LoadOrStore(query, s); loaded {
		_ = s.Close()
		return first.(*sql.Stmt), nil
	}
	return s, nil
}

// Prepare checks that the engine understands a query; the tests call it for every query there is.
func (d *DB) Prepare(ctx context.Context, query string) error {
	s, err := d.write.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	return s.Close()
}

// Snapshot reads several times from one state of the database.
type Snapshot struct{ tx *sql.Tx }

// Query reads rows of the snapshot.
func (s Snapshot) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := s.tx.QueryContext(context.WithoutCancel(ctx), query, args...)
	return rows, translate(err)
}

// Row reads one row of the snapshot.
func (s Snapshot) Row(ctx context.Context, query string, args ...any) *sql.Row {
	return s.tx.QueryRowContext(context.WithoutCancel(ctx), query, args...)
}

// Snapshot calls fn with a reader that sees one unchanging state.
func (d *DB) Snapshot(ctx context.Context, fn func(Reader) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if d.engine == postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(context.WithoutCancel(ctx), opts)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = tx.Rollback() }()
	return fn(Snapshot{tx})
}

// Each calls fn for every row and closes rows; it is the one way to loop over a result.
func Each(rows *sql.Rows, err error, fn func() error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := fn(); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

var selectLastChange = SQL(`SELECT COALESCE(MAX(at), 0) FROM change_number`)

// LastChange is when something was stored last; 0 in a new database.
func LastChange(ctx context.Context, r Reader) (clock.Instant, error) {
	var at int64
	err := r.Row(ctx, selectLastChange).Scan(&at)
	return clock.Instant(at), translate(err)
}
