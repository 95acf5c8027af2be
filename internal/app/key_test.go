package app

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/ident"
	"openiq/internal/programme"
)

func TestKeyMakesAFileOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.key")
	var complaint bytes.Buffer
	if status := Main([]string{"key", path}, nil, io.Discard, &complaint); status != exitOK {
		t.Fatalf("exit status %d: %s", status, &complaint)
	}
	t.Setenv(keyEnv, path)
	if _, err := loadKeys(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if status := Main([]string{"key", path}, nil, io.Discard, &complaint); status != exitFailed || complaint.Len() == 0 {
		t.Errorf("a second key for the same file: exit status %d, said %q", status, &complaint)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the key was changed: %v", err)
	}
}

// Whoever was recorded before a renewal can be read after it, also by the program that is running.
func TestKeyRenewKeepsEverybodyReadable(t *testing.T) {
	folder := t.TempDir()
	dsn, path := filepath.Join(folder, "test.db"), filepath.Join(folder, "master.key")
	t.Setenv(keyEnv, path)
	run := func(args ...string) (out, complaint bytes.Buffer) {
		t.Helper()
		if status := Main(args, nil, &out, &complaint); status != exitOK {
			t.Fatalf("%v: exit status %d: %s", args, status, &complaint)
		}
		return out, complaint
	}
	run("key", path)
	run("init", "--db", dsn)
	d, err := db.Open(context.Background(), dsn, clock.System)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	keys, err := loadKeys()
	if err != nil {
		t.Fatal(err)
	}
	ctx := authz.AsSystem(db.WithActor(context.Background(), "test"), "test")
	vault, place := person.New(d, keys, programme.New(d)), authz.Target{Network: "n1", Site: "s1"}
	subject := person.Subject{Tenant: "n1", ID: ident.New(clock.InstantOf(clock.System.Now()))}
	note := person.Change{Texts: map[string]person.Texts{subject.ID: {"notes": "Kommt wieder."}}}
	if err := vault.Apply(ctx, place, subject, note, ident.Token()); err != nil {
		t.Fatal(err)
	}

	out, progress := run("key", "renew", "--db", dsn)
	if !strings.Contains(progress.String(), "wrapped 1 of 1 keys") || !strings.Contains(out.String(), "0 old ones are destroyed") {
		t.Errorf("said %q and %q", &progress, &out)
	}
	if epochs, err := keys.Epochs(); err != nil || len(epochs) != 2 {
		t.Errorf("epochs %v, %v", epochs, err)
	}
	p, err := vault.Get(ctx, place, subject)
	if err != nil || p.Text(subject.ID, "notes") != "Kommt wieder." {
		t.Errorf("%+v, %v", p, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
