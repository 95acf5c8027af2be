package pgtest_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"openiq/internal/platform/db/pgtest"
)

// fillOne makes a table with one row, once.
func fillOne(dsn string) error {
	conn, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		return err
	}
	defer conn.Close(context.Background())
	_, err = conn.Exec(context.Background(), "CREATE TABLE one (n INTEGER); INSERT INTO one VALUES (1)")
	return err
}

func rowsOf(t *testing.T, dsn string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(context.Background(), "SELECT COUNT(*) FROM one").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(context.Background(), "INSERT INTO one VALUES (2)"); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCopiesAreAlikeAndApart(t *testing.T) {
	key := "copied_" + strings.ToLower(rand.Text())
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if n := rowsOf(t, pgtest.Copy(t, key, fillOne)); n != 1 {
				t.Errorf("%d rows", n)
			}
		})
	}
	all.Wait()
}

func TestWhatCannotBeFilledIsNoTemplate(t *testing.T) {
	key, broken := "broken_"+strings.ToLower(rand.Text()), errors.New("broken")
	inner := &failing{TB: t}
	func() {
		defer func() { _ = recover() }()
		pgtest.Copy(inner, key, func(string) error { return broken })
	}()
	if !inner.failed {
		t.Error("a template that could not be filled is copied")
	}
}

// failing notes a fatal error instead of ending the test.
type failing struct {
	testing.TB
	failed bool
}

func (f *failing) Fatalf(string, ...any) { f.failed = true; panic("fatal") }
