package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/migrations"
)

// template is a SQLite file with the schema. Bringing the schema up takes longer than most tests: it is done once in a
// process, and each test gets a copy.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "openiq-schema-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "schema.db")
	if err := fill(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// fill brings the schema of an empty database up.
func fill(dsn string) error {
	d, err := db.Open(context.Background(), dsn, clock.Fixed(time.Unix(0, 0)))
	if err != nil {
		return err
	}
	return errors.Join(d.Migrate(context.Background(), migrations.Files), d.Close())
}

// schema names the present state of the migrations.
var schema = sync.OnceValue(func() string {
	sum := sha256.New()
	err := fs.WalkDir(migrations.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		sum.Write(text)
		return err
	})
	if err != nil {
		panic(err) // the files are in the program
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
})
