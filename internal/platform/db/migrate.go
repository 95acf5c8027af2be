package db

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// idDomain gives PostgreSQL the type of ids: compared byte by byte, as SQLite does by itself.
const idDomain = `DO $$ BEGIN CREATE DOMAIN id_text AS text COLLATE "C"; EXCEPTION WHEN duplicate_object THEN NULL; END $$`

// Migrate brings the schema to the newest of the numbered steps; a second call changes nothing.
func (d *DB) Migrate(ctx context.Context, steps fs.FS) error {
	dialect := database.DialectSQLite3
	if d.engine == postgres {
		dialect = database.DialectPostgres
		if _, err := d.write.ExecContext(ctx, idDomain); err != nil {
			return fmt.Errorf("upgrading the schema: %w", err)
		}
	}
	provider, err := goose.NewProvider(dialect, d.write, steps)
	if err != nil {
		return fmt.Errorf("upgrading the schema: %w", err)
	}
	if _, err = provider.Up(ctx); err != nil {
		return fmt.Errorf("upgrading the schema: %w", translate(err))
	}
	return nil
}

// Ready says whether the schema is there, as an error that tells what to do.
func (d *DB) Ready(ctx context.Context) error {
	var n int
	if err := d.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM import_lock").Scan(&n); err != nil || n != 1 {
		return fmt.Errorf("the database has no OpenIQ schema; run: openiq init --db DB")
	}
	return nil
}
