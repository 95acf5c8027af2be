// Package migrations holds the schema's numbered steps, one SQL text for SQLite and PostgreSQL.
package migrations

import "embed"

// Files are the steps.
//
//go:embed *.sql
var Files embed.FS
