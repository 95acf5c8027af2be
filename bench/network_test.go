package bench

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"openiq/internal/account"
	"openiq/internal/app"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/ident"
)

// network is a filled database, made once and kept between runs.
type network struct {
	dsn, key string
}

func scale() string { return cmp.Or(os.Getenv("OPENIQ_BENCH_SCALE"), "1") }

// filled gives the network of the scale asked for. It is filled by the program's own demo command.
func filled(b *testing.B) network {
	b.Helper()
	folder := filepath.Join(os.TempDir(), "openiq-bench-"+scale())
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.Fatal(err)
	}
	n := network{dsn: cmp.Or(os.Getenv("OPENIQ_BENCH_DB"), filepath.Join(folder, "demo.db")), key: filepath.Join(folder, "key")}
	b.Setenv("OPENIQ_KEY_FILE", n.key)
	if status := app.Main([]string{"demo", "--no-serve", "--db", n.dsn, "--scale", scale()}, os.Stdin, io.Discard, os.Stderr); status != 0 {
		b.Fatal("the demo could not be filled")
	}
	return n
}

// open opens the database as the program does.
func (n network) open(b *testing.B) *db.DB {
	b.Helper()
	d, err := db.Open(context.Background(), n.dsn, clock.System)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	return d
}

// program is the whole program over the database.
func (n network) program(b *testing.B, d *db.DB) *app.Program {
	b.Helper()
	keys, err := crypt.Load(n.key)
	if err != nil {
		b.Fatal(err)
	}
	p, err := app.New(d, keys, slog.New(slog.NewJSONHandler(io.Discard, nil)), "")
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// copied is a copy of a SQLite network that a benchmark may write into; PostgreSQL is written into as it is.
func (n network) copied(b *testing.B) network {
	b.Helper()
	if strings.HasPrefix(n.dsn, "postgres") {
		return n
	}
	from, err := os.Open(n.dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	n.dsn = filepath.Join(b.TempDir(), "copy.db")
	to, err := os.Create(n.dsn)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		b.Fatal(err)
	}
	if err := to.Sync(); err != nil { // or the first commits measured would write the copy
		b.Fatal(err)
	}
	if err := to.Close(); err != nil {
		b.Fatal(err)
	}
	return n
}

// hire adds a counsellor of a centre, with the password of the demo's people, and gives the address to sign in with.
func (n network) hire(b *testing.B, site string) (email string) {
	b.Helper()
	keys, err := crypt.Load(n.key)
	if err != nil {
		b.Fatal(err)
	}
	ctx := db.WithActor(authz.AsSystem(context.Background(), "bench"), "bench")
	accounts := account.New(n.open(b), keys)
	email = strings.ToLower(ident.Token()) + "@bench.example"
	link, err := accounts.Add(ctx, email, account.Assignment{Role: account.Counsellor, Scope: authz.Scope{Kind: authz.Site, ID: site}})
	if err == nil {
		_, err = accounts.UseLink(ctx, link.Token, app.DemoPassword)
	}
	if err != nil {
		b.Fatal(err)
	}
	return email
}
