package pgtest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func query[T any](t *testing.T, dsn, sql string) T {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var value T
	if err := conn.QueryRow(context.Background(), sql).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestEachDatabaseIsEmptyAndItsOwn(t *testing.T) {
	const tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
	a, b := DSN(t), DSN(t)
	if err := execute(a, "CREATE TABLE only_here (id text)"); err != nil {
		t.Fatal(err)
	}
	if n := query[int](t, a, tables); n != 1 {
		t.Errorf("the first database has %d tables, want 1", n)
	}
	if n := query[int](t, b, tables); n != 0 {
		t.Errorf("the second database has %d tables, want none", n)
	}
}

func TestDatabaseIsDroppedWithTheTest(t *testing.T) {
	var dsn string
	t.Run("user", func(t *testing.T) {
		dsn = DSN(t)
		// A connection left open must not keep the database alive.
		if _, err := pgx.Connect(context.Background(), dsn); err != nil {
			t.Fatal(err)
		}
	})
	if err := execute(dsn, "SELECT 1"); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("connecting to the dropped database: %v, want that it does not exist", err)
	}
}

func TestServerIsHostile(t *testing.T) {
	dsn := DSN(t)
	if !query[bool](t, dsn, "SELECT 'a' < 'B' AND 'ä' < 'b'") {
		t.Error("text sorts byte by byte: an ordering bug would stay hidden")
	}
	if zone := query[string](t, dsn, "SELECT current_setting('timezone')"); zone == "Europe/Berlin" || zone == "UTC" {
		t.Errorf("the time zone is %s: a zone bug would stay hidden", zone)
	}
}

func TestCloseStopsTheServerAndRemovesItsDirectory(t *testing.T) {
	t.Setenv("TMPDIR", temporary(t))
	server, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	if err := execute(server.URL(), "SELECT 1"); err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if err := execute(server.URL(), "SELECT 1"); err == nil {
		t.Error("the server still answers after Close")
	}
	if left := entries(t, os.Getenv("TMPDIR")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// envAbandon makes this test binary start a server and die without stopping it.
const envAbandon = "PGTEST_ABANDON"

func TestMain(m *testing.M) {
	if os.Getenv(envAbandon) != "" {
		server, err := Start()
		if err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Stdout.WriteString(strconv.Itoa(server.port))
		self, _ := os.FindProcess(os.Getpid())
		self.Kill()
		select {}
	}
	os.Exit(m.Run())
}

func TestServerEndsWithAKilledProcess(t *testing.T) {
	tmp := temporary(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envAbandon+"=1", "TMPDIR="+tmp)
	cmd.Stderr = os.Stderr
	out, _ := cmd.Output()
	port, err := strconv.Atoi(string(out))
	if err != nil {
		t.Fatalf("the process said %q, want a port", out)
	}
	for deadline := time.Now().Add(time.Minute); len(entries(t, tmp)) != 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %v", entries(t, tmp))
		}
	}
	if err := execute((&Server{port: port}).URL(), "SELECT 1"); err == nil {
		t.Error("the server still answers after its process was killed")
	}
}

func TestMissingPostgresIsAnError(t *testing.T) {
	_, err := binaries([]string{t.TempDir(), "/nowhere"})
	if err == nil || !strings.Contains(err.Error(), "apt-get install postgresql-15") {
		t.Errorf("got %v, want an error that says what to install", err)
	}
}

func TestServerThatCannotStartSaysWhy(t *testing.T) {
	// A server that ends at once, in place of the real one.
	bin := temporary(t)
	for name, script := range map[string]string{"initdb": "exit 0", "postgres": "echo the disk is full; exit 1"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	who, err := account()
	if err != nil {
		t.Fatal(err)
	}
	_, err = start(bin, who)
	if err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("got %v, want the server's own words", err)
	}
}

// temporary is a directory that the server's user may enter, unlike t.TempDir.
func temporary(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgtest-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

func entries(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
