// Package dbtest runs a test on every engine: a SQLite file and a temporary PostgreSQL, both with the schema.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/pgtest"
	"openiq/migrations"
)

// Each runs fn as a subtest on each engine, on an empty database of its own.
func Each(t *testing.T, c clock.Clock, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t, c)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t, c)) })
}

// SQLite opens a new SQLite database with the schema.
func SQLite(t testing.TB, c clock.Clock) *db.DB {
	t.Helper()
	file, err := template()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path, c)
}

// Postgres opens a new PostgreSQL database with the schema.
func Postgres(t testing.TB, c clock.Clock) *db.DB {
	t.Helper()
	return open(t, pgtest.Copy(t, "schema_"+schema(), fill), c)
}

// Open opens a database, brings its schema up and closes it after the test. A second call on the same dsn is a second
// instance beside the first.
func Open(t testing.TB, dsn string, c clock.Clock) *db.DB {
	t.Helper()
	d := open(t, dsn, c)
	if err := d.Migrate(context.Background(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	return d
}

func open(t testing.TB, dsn string, c clock.Clock) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), dsn, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}
