package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// templates are the databases of this process that others are copied from: whether they are there.
var templates sync.Map // name → func() error, which makes it

// Copy creates a database that has what fill put into a first one, and returns its URL. The key names what that is, in
// small letters, digits and "_": whoever comes first with a key on a server fills, the others copy, also from other
// processes. It is dropped when the test ends; the first one stays for as long as the server.
func Copy(t testing.TB, key string, fill func(dsn string) error) string {
	t.Helper()
	server, err := serverURL()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	once, _ := templates.LoadOrStore(key, sync.OnceValue(func() error { return makeTemplate(server, key, fill) }))
	if err := once.(func() error)(); err != nil {
		t.Fatalf("pgtest: make the template %s: %v", key, err)
	}
	return copied(t, server, key)
}

// makeTemplate fills a database under a name of its own and gives it the template's name only then: others never copy half.
func makeTemplate(server, key string, fill func(dsn string) error) error {
	if there, err := exists(server, key); err != nil || there {
		return err
	}
	name := key + "_" + strings.ToLower(rand.Text())
	if err := execute(server, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return err
	}
	if err := fill(withDatabase(server, name)); err != nil {
		return err
	}
	const duplicate = "42P04"
	err := execute(server, "ALTER DATABASE "+name+" RENAME TO "+key)
	if refused := new(pgconn.PgError); errors.As(err, &refused) && refused.Code == duplicate {
		return execute(server, "DROP DATABASE "+name) // somebody else was faster
	}
	return err
}

// exists asks the server and not the database itself: nobody may be connected to what is copied.
func exists(server, name string) (there bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return false, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, "SELECT COUNT(*) > 0 FROM pg_database WHERE datname = $1", name).Scan(&there)
	return there, err
}
