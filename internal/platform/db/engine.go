package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	_ "modernc.org/sqlite"             // registers "sqlite"
)

type engine string

const (
	sqlite   engine = "sqlite"
	postgres engine = "postgres"
)

// openSQLite opens one writer connection and a pool of read-only ones. Readers map the file into memory: otherwise
// they contend on the lock of a shared page cache.
func (d *DB) openSQLite(ctx context.Context, path string) error {
	d.engine = sqlite
	if strings.ContainsAny(path, "?#") {
		return fmt.Errorf("%q: the path of a database may not contain ? or #", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_ = f.Close()
	writer := pragmas(path, "journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(60000)", "foreign_keys(0)",
		"cache_size(-8192)", "wal_autocheckpoint(0)", "analysis_limit(400)")
	if d.write, err = sql.Open("sqlite", writer); err != nil {
		return err
	}
	d.write.SetMaxOpenConns(2) // the writer and the checkpointer
	if err = d.write.PingContext(ctx); err != nil {
		return err
	}
	reader := pragmas(path, "busy_timeout(10000)", "query_only(1)", "cache_size(-1024)", "mmap_size(2147483648)")
	if d.read, err = sql.Open("sqlite", reader); err != nil {
		return err
	}
	readers := max(4, 2*runtime.NumCPU())
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	if d.bulk, err = sql.Open("sqlite", pragmas(path, "busy_timeout(10000)", "query_only(1)", "cache_size(-2048)")); err != nil {
		return err
	}
	d.bulk.SetMaxIdleConns(-1)
	return d.read.PingContext(ctx)
}

func pragmas(path string, list ...string) string {
	q := url.Values{"_pragma": list}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// openPostgres connects to the first host that takes writes, so that a Patroni cluster needs no proxy.
func (d *DB) openPostgres(ctx context.Context, dsn string) error {
	d.engine = postgres
	u, err := url.Parse(dsn)
	if err != nil {
		return fmt.Errorf("the database's URL cannot be read") // without the URL: it may hold a password
	}
	q := u.Query()
	setDefault(q, "target_session_attrs", "read-write")
	setDefault(q, "connect_timeout", "2")
	setDefault(q, "application_name", "openiq")
	u.RawQuery = q.Encode()
	if d.write, err = sql.Open("pgx", u.String()); err != nil {
		return err
	}
	d.read, d.bulk = d.write, d.write
	conns := max(8, 4*runtime.NumCPU())
	d.write.SetMaxOpenConns(conns)
	d.write.SetMaxIdleConns(conns)
	d.write.SetConnMaxIdleTime(5 * time.Minute)
	return d.write.PingContext(ctx)
}

func setDefault(q url.Values, key, value string) {
	if !q.Has(key) {
		q.Set(key, value)
	}
}
