package db

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/pgtest"
	"openiq/internal/platform/errs"
	"openiq/migrations"
)

var noon = clock.Fixed(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))

func opened(t *testing.T, dsn string) *DB {
	t.Helper()
	d, err := Open(context.Background(), dsn, noon)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(context.Background(), migrations.Files); err != nil {
		t.Fatal(err)
	}
	return d
}

// keep stores a row of about 4,000 bytes.
func keep(d *DB, id string) error {
	_, err := d.Write(context.Background(), Command{Name: "test.keep", Tenant: Federal, Key: id}, func(tx *Tx) (string, error) {
		tx.Audit(Entry{Kind: "test", ID: id})
		_, err := tx.Exec("INSERT INTO session (token_hash, account_id, data, created_at, expires_at) VALUES ($1, 'a', $2, 0, 0)", id, strings.Repeat("x", 4000))
		return id, err
	})
	return err
}

func stored(t *testing.T, d *DB) (n int) {
	t.Helper()
	if err := d.Row(context.Background(), "SELECT COUNT(*) FROM session").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAFullDiskLosesNothingAcknowledged limits the file's pages, which SQLite reports as a full disk.
func TestAFullDiskLosesNothingAcknowledged(t *testing.T) {
	d := opened(t, filepath.Join(t.TempDir(), "full.db"))
	limit := func(pages int) {
		if _, err := d.Write(context.Background(), Command{Name: "test.limit"}, func(tx *Tx) (string, error) {
			var now int
			return "", tx.Row(context.Background(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)).Scan(&now)
		}); err != nil {
			t.Fatal(err)
		}
	}
	limit(150)
	acknowledged := 0
	var err error
	for err == nil && acknowledged < 1000 {
		if err = keep(d, fmt.Sprint("r", acknowledged)); err == nil {
			acknowledged++
		}
	}
	if errs.KindOf(err) != errs.Unavailable || !strings.Contains(err.Error(), "error.disk_full") || acknowledged == 0 {
		t.Fatalf("after %d rows: %v", acknowledged, err)
	}
	if n := stored(t, d); n != acknowledged {
		t.Errorf("%d rows are stored, %d were acknowledged", n, acknowledged)
	}
	limit(100_000)
	if err := keep(d, "later"); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestALostServerSaysSo stops PostgreSQL under the program.
func TestALostServerSaysSo(t *testing.T) {
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	d := opened(t, server.URL())
	if err := keep(d, "before"); err != nil {
		t.Fatal(err)
	}
	server.Close()
	if err := keep(d, "after"); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("got %v", err)
	}
	if _, err := d.Query(context.Background(), "SELECT 1"); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("reading: %v", err)
	}
}
