// Package pgtest gives tests empty PostgreSQL databases of their own.
//
// The first call in a test binary starts a temporary server from the installed
// binaries; it lives as long as the process and leaves nothing behind, however
// the process ends. If OPENIQ_TEST_POSTGRES holds the URL of a running server,
// that one is used: "make test" starts one for the whole run.
//
// The server is hostile on purpose where production may differ from the
// developer's machine: it sorts by German rules and not byte by byte, and its
// time zone is far from Berlin. A query that relies on either fails here.
//
// A missing PostgreSQL fails the test. It never skips it.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// EnvServer names the environment variable with the URL of a server to use
// instead of starting one. Its user must be allowed to create databases.
const EnvServer = "OPENIQ_TEST_POSTGRES"

// DSN creates an empty database and returns its postgres:// URL. The database
// is dropped when the test ends, even with connections still open.
func DSN(t testing.TB) string {
	t.Helper()
	server, err := serverURL()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	// template0: a template that nobody can be connected to at this moment.
	return copied(t, server, "template0")
}

// copied creates a database like another one, which is dropped when the test ends.
func copied(t testing.TB, server, template string) string {
	t.Helper()
	name := databaseName(t.Name())
	if err := execute(server, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatalf("pgtest: create a database: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("pgtest: drop the database: %v", err)
		}
	})
	return withDatabase(server, name)
}

// ownServer is the server of this process, started when first asked for. It
// stays referenced here, and so alive, until the process ends.
var ownServer = sync.OnceValues(Start)

// serverURL is the URL of the server given by the environment, or of one's own.
func serverURL() (string, error) {
	if given := os.Getenv(EnvServer); given != "" {
		if _, err := pgx.ParseConfig(given); err != nil {
			return "", fmt.Errorf("%s: %w", EnvServer, err)
		}
		return given, nil
	}
	server, err := ownServer()
	if err != nil {
		return "", err
	}
	return server.URL(), nil
}

// databaseName makes a unique name that still tells which test it belongs to.
func databaseName(test string) string {
	readable := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		default:
			return '_'
		}
	}, strings.ToLower(test))
	const most = 30 // PostgreSQL cuts names at 63 bytes; the random part has 26.
	return "t_" + readable[:min(len(readable), most)] + "_" + strings.ToLower(rand.Text())
}

// withDatabase returns the server's URL with the database replaced.
func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err) // serverURL has parsed it.
	}
	u.Path = "/" + name
	return u.String()
}

// execute runs one statement on a connection of its own.
func execute(server, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}
