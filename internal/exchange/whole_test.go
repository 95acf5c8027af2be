package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

// large is a good bundle with some chunks of contacts.
func large(rows int) bundle {
	var cases, contacts strings.Builder
	cases.WriteString("id,site_id\nc1,s1\nc2,s2\n")
	contacts.WriteString("id,case_id,held_on,form,themes\n")
	for i := range rows {
		fmt.Fprintf(&cases, "l%d,s%d\n", i, 1+i%2)
		fmt.Fprintf(&contacts, "l%d,l%d,2018-01-01,phone,recognition\n", i, i)
	}
	return good.with(bundle{"cases.csv": cases.String(), "contacts.csv": contacts.String()})
}

// nothing checks that no part of an import was stored.
func nothing(t *testing.T, d *db.DB) {
	t.Helper()
	for _, table := range []string{"rounds", "projects", "cases", "contacts", "case_summary", "audit_entry", "change_number"} {
		if n := count(t, d, "SELECT COUNT(*) FROM "+table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}
}

func TestTheSameBundleTwiceAtOnce(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, first *db.DB) {
		instances := []*db.DB{first, dbtest.Open(t, first.DSN(), clock.Fixed(now))}
		reports := make([]Report, 4)
		var wg sync.WaitGroup
		for i := range reports {
			wg.Go(func() {
				var err error
				if reports[i], err = Import(ctx, instances[i%2], large(600).fs(), Options{}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		stored, unchanged := 0, 0
		for _, r := range reports {
			for _, f := range r.Files {
				stored, unchanged = stored+f.New, unchanged+f.Unchanged
				if f.Changed != 0 {
					t.Errorf("%+v", f)
				}
			}
		}
		if stored == 0 || unchanged != 3*stored || count(t, first, "SELECT COUNT(*) FROM contacts") != 600 {
			t.Errorf("%d stored, %d unchanged", stored, unchanged)
		}
	})
}

func TestACancelledImportLeavesNothing(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		stopping, stop := context.WithCancel(ctx)
		defer stop()
		_, err := Import(stopping, d, large(3000).fs(), Options{Progress: func(file string, rows int) {
			if file == "contacts.csv" {
				stop()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		nothing(t, d)
		if _, err := Import(ctx, d, large(600).fs(), Options{}); err != nil {
			t.Errorf("the next import: %v", err)
		}
	})
}

// victim names the database of the import that is to be killed.
const victim = "OPENIQ_TEST_VICTIM"

// TestMain lets the test binary be the process that is killed in the middle of an import.
func TestMain(m *testing.M) {
	if dsn := os.Getenv(victim); dsn != "" {
		importAndWait(dsn)
	}
	os.Exit(m.Run())
}

// importAndWait stores most of a bundle, says so and waits for its end.
func importAndWait(dsn string) {
	d, err := db.Open(ctx, dsn, clock.Fixed(now))
	if err == nil {
		_, err = Import(ctx, d, large(3000).fs(), Options{Progress: func(file string, rows int) {
			if file == "contacts.csv" && rows > 2000 {
				fmt.Println("in the middle")
				_, _ = io.Copy(io.Discard, os.Stdin) // also ends with the test
				os.Exit(1)
			}
		}})
	}
	fmt.Println("not killed:", err)
	os.Exit(1)
}

func TestAKilledImportLeavesNothing(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		process := exec.Command(os.Args[0])
		process.Env = append(os.Environ(), victim+"="+d.DSN())
		if _, err := process.StdinPipe(); err != nil {
			t.Fatal(err)
		}
		out, err := process.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		said := make([]byte, len("in the middle"))
		if _, err := io.ReadFull(out, said); err != nil || string(said) != "in the middle" {
			t.Errorf("%q, %v", said, err)
		}
		if err := process.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = process.Wait() // killed
		nothing(t, d)
		if _, err := Import(ctx, d, large(600).fs(), Options{}); err != nil {
			t.Errorf("the next import: %v", err)
		}
	})
}
