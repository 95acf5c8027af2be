package crypt_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"openiq/internal/platform/crypt"
)

func newKeys(t testing.TB) (*crypt.Keys, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := crypt.Generate(path); err != nil {
		t.Fatal(err)
	}
	k, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return k, path
}

func TestSealAndOpen(t *testing.T) {
	k, path := newKeys(t)
	sealed, err := k.Seal("mail", "jo@example.org")
	if err != nil || strings.Contains(sealed, "example") {
		t.Fatal(sealed, err)
	}
	if text, err := k.Open("mail", sealed); err != nil || text != "jo@example.org" {
		t.Errorf("opened %q, %v", text, err)
	}
	again, err := k.Seal("mail", "jo@example.org")
	if err != nil || again == sealed {
		t.Error("sealing twice gives the same text")
	}
	loaded, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := loaded.Open("mail", sealed); err != nil || text != "jo@example.org" {
		t.Errorf("after loading again: %q, %v", text, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	k, _ := newKeys(t)
	other, _ := newKeys(t)
	sealed, err := k.Seal("mail", "jo@example.org")
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(sealed)
	changed[len(changed)/2] ^= 1
	for name, open := range map[string]func() (string, error){
		"another purpose": func() (string, error) { return k.Open("name", sealed) },
		"another key":     func() (string, error) { return other.Open("mail", sealed) },
		"a changed text":  func() (string, error) { return k.Open("mail", string(changed)) },
		"no sealed text":  func() (string, error) { return k.Open("mail", "jo@example.org") },
	} {
		if text, err := open(); err == nil {
			t.Errorf("%s: opened %q", name, text)
		}
	}
}

func TestHash(t *testing.T) {
	k, path := newKeys(t)
	other, _ := newKeys(t)
	loaded, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := k.Hash("mail", "jo@example.org")
	if len(sum) != 43 || loaded.Hash("mail", "jo@example.org") != sum {
		t.Errorf("%q is not the same after loading the key again", sum)
	}
	for name, different := range map[string]string{
		"text": k.Hash("mail", "jo@example.com"), "purpose": k.Hash("name", "jo@example.org"),
		"key": other.Hash("mail", "jo@example.org"), "border": k.Hash("mailj", "o@example.org"),
	} {
		if different == sum {
			t.Errorf("another %s gives the same hash", name)
		}
	}
}

func TestGenerateNeverOverwrites(t *testing.T) {
	_, path := newKeys(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := crypt.Generate(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Error("the key has changed")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestLoadRefuses(t *testing.T) {
	_, path := newKeys(t)
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := crypt.Load(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %04o: %v", mode, err)
		}
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"empty": "", "other JSON": `{"seal":{},"hash":{}}`, "text": "c2VjcmV0", "half": `{"seal":{"primaryKeyId":1}}`,
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := crypt.Load(file); err == nil {
			t.Errorf("%s was loaded", name)
		}
	}
	if _, err := crypt.Load(filepath.Join(dir, "nowhere")); err == nil || !strings.Contains(err.Error(), "no key file") {
		t.Errorf("no file: %v", err)
	}
	if _, err := crypt.Load(dir); err == nil {
		t.Error("a directory was loaded")
	}
}
