package app

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
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
