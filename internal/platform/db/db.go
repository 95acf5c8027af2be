package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"openiq/internal/platform/clock"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine  engine
	clock   clock.Clock
	read    *sql.DB
	bulk    *sql.DB // see Bulk
	write   *sql.DB
	dsn     string
	prepped sync.Map // query text → *sql.Stmt, of readers
	writer  *session // SQLite's, kept between transactions; only serveWrites touches it
	jobs    chan *job
	stop    context.CancelFunc
	stopped chan struct{} // closed when the writer has ended
	done    sync.WaitGroup
}

// Open opens the SQLite file dsn names or, for a postgres:// URL, connects to PostgreSQL. It creates an empty SQLite
// file where there is none and does not touch the schema: see [DB.Migrate].
func Open(ctx context.Context, dsn string, c clock.Clock) (*DB, error) {
	d := &DB{clock: c, dsn: dsn, jobs: make(chan *job, 1024), stopped: make(chan struct{})}
	var err error
	if IsPostgres(dsn) {
		err = d.openPostgres(ctx, dsn)
	} else {
		err = d.openSQLite(ctx, dsn)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	background, stop := context.WithCancel(context.Background())
	d.stop = stop
	d.done.Add(1)
	go d.serveWrites(background)
	if d.engine == sqlite {
		d.done.Add(1)
		go d.checkpoint(background)
	}
	return d, nil
}

// IsPostgres says whether a data source is a URL of PostgreSQL and not a file.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Close waits for the write under way and closes the database.
func (d *DB) Close() error {
	d.stop()
	d.done.Wait()
	if d.writer != nil {
		_ = d.writer.conn.Close()
	}
	if d.engine != sqlite {
		return d.write.Close()
	}
	// Without readers all of the log can be copied back, so that the file alone is the whole database.
	err := errors.Join(d.read.Close(), d.bulk.Close())
	_, _ = d.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)") // it stays in the log where another program reads
	return errors.Join(err, d.write.Close())
}

// Engine is "sqlite" or "postgres", for messages.
func (d *DB) Engine() string { return string(d.engine) }

// DSN is what the database was opened with. It may hold a password: never log it.
func (d *DB) DSN() string { return d.dsn }

// Clock is the clock the database was opened with.
func (d *DB) Clock() clock.Clock { return d.clock }
