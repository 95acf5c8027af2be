package crypt_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"openiq/internal/platform/crypt"
)

func newDataKey(t testing.TB, k *crypt.Keys, owner string) (*crypt.DataKey, crypt.Wrapped) {
	t.Helper()
	key, wrapped, err := k.NewDataKey(owner)
	if err != nil {
		t.Fatal(err)
	}
	return key, wrapped
}

func opens(key *crypt.DataKey, sealed []byte) bool {
	text, err := key.Open("name", sealed)
	return err == nil && string(text) == "Ada"
}

func TestADataKeyOpensWhatItSealed(t *testing.T) {
	k, path := newKeys(t)
	key, wrapped := newDataKey(t, k, "p1")
	sealed := key.Seal("name", []byte("Ada"))
	if slices.Equal(sealed, key.Seal("name", []byte("Ada"))) {
		t.Error("sealing twice gives the same")
	}
	loaded, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := loaded.Unwrap("p1", wrapped.Key)
	if err != nil || !opens(again, sealed) {
		t.Error("not opened after loading again", err)
	}
}

func TestADataKeyRefuses(t *testing.T) {
	k, _ := newKeys(t)
	foreign, _ := newKeys(t)
	key, wrapped := newDataKey(t, k, "p1")
	other, _ := newDataKey(t, k, "p1")
	sealed := key.Seal("name", []byte("Ada"))
	changed := slices.Clone(sealed)
	changed[len(changed)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another purpose": func() ([]byte, error) { return key.Open("note", sealed) },
		"another key":     func() ([]byte, error) { return other.Open("name", sealed) },
		"changed":         func() ([]byte, error) { return key.Open("name", changed) },
		"half":            func() ([]byte, error) { return key.Open("name", sealed[:5]) },
	} {
		if text, err := open(); err == nil {
			t.Errorf("%s: opened %q", name, text)
		}
	}
	for name, unwrap := range map[string]func() (*crypt.DataKey, error){
		"another owner":    func() (*crypt.DataKey, error) { return k.Unwrap("p2", wrapped.Key) },
		"half":             func() (*crypt.DataKey, error) { return k.Unwrap("p1", wrapped.Key[:3]) },
		"another key file": func() (*crypt.DataKey, error) { return foreign.Unwrap("p1", wrapped.Key) },
	} {
		if _, err := unwrap(); err == nil {
			t.Errorf("%s: unwrapped", name)
		}
	}
}

// The border between owner and purpose must not be movable.
func TestOwnerAndPurposeAreKeptApart(t *testing.T) {
	k, _ := newKeys(t)
	key, wrapped := newDataKey(t, k, "p1")
	if _, err := k.Unwrap("p", wrapped.Key); err == nil {
		t.Error("unwrapped for another owner")
	}
	sealed := key.Seal("name", []byte("Ada"))
	if _, err := key.Open("1name", sealed); err == nil {
		t.Error("opened for another purpose")
	}
}

// The parts of the key file that renewal works on, beside the keys themselves.
func renew(t *testing.T, path string, at time.Time) {
	t.Helper()
	if err := crypt.Renew(path, at); err != nil {
		t.Fatal(err)
	}
}

func epochsOf(t *testing.T, k *crypt.Keys) []crypt.Epoch {
	t.Helper()
	list, err := k.Epochs()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestARenewedKeyWrapsAtOnceAndTheOldOneUnwraps(t *testing.T) {
	k, path := newKeys(t)
	key, before := newDataKey(t, k, "p1")
	sealed := key.Seal("name", []byte("Ada"))
	renew(t, path, time.Now().Add(time.Hour))
	_, after := newDataKey(t, k, "p2")
	if after.Epoch == before.Epoch {
		t.Error("a process under way wraps with the old key")
	}
	if old, err := k.Unwrap("p1", before.Key); err != nil || !opens(old, sealed) {
		t.Error("what was wrapped before is lost", err)
	}
	moved, err := k.Rewrap("p1", before.Key)
	if err != nil || moved.Epoch != after.Epoch {
		t.Fatal(moved.Epoch, err)
	}
	if key, err := k.Unwrap("p1", moved.Key); err != nil || !opens(key, sealed) {
		t.Error("rewrapping changed the key", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// A process that has not wrapped anything since must still read what another one wrapped with the new key.
func TestAnotherProcessReadsTheNewKey(t *testing.T) {
	here, path := newKeys(t)
	there, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	renew(t, path, time.Now().Add(time.Hour))
	_, wrapped := newDataKey(t, there, "p1")
	if _, err := here.Unwrap("p1", wrapped.Key); err != nil {
		t.Error(err)
	}
}

func TestDropDestroysOldKeysThatNobodyNeeds(t *testing.T) {
	k, path := newKeys(t)
	_, first := newDataKey(t, k, "p1")
	start := epochsOf(t, k)[0].Made
	renew(t, path, start.Add(24*time.Hour))
	_, second := newDataKey(t, k, "p2")
	renew(t, path, start.Add(48*time.Hour))
	drop := func(after time.Duration, used map[uint32]bool, want int) {
		t.Helper()
		if n, err := crypt.Drop(path, start.Add(after), used); n != want || err != nil {
			t.Errorf("dropped %d, %v; want %d", n, err, want)
		}
	}
	day := 24 * time.Hour
	drop(90*day, nil, 0)
	drop(200*day, map[uint32]bool{first.Epoch: true, second.Epoch: true}, 0)
	drop(200*day, map[uint32]bool{second.Epoch: true}, 1)
	if list := epochsOf(t, k); len(list) != 2 || list[0].ID != second.Epoch {
		t.Errorf("left: %v", list)
	}
	if _, err := k.Unwrap("p1", first.Key); !errors.Is(err, crypt.ErrNoEpoch) {
		t.Errorf("unwrapped with a key that is destroyed: %v", err)
	}
	drop(2000*day, nil, 1)
	drop(2000*day, nil, 0) // the newest stays
}

func TestTheNewestKeyIsLastThoughAClockWasSetBack(t *testing.T) {
	k, path := newKeys(t)
	before := epochsOf(t, k)[0]
	for i, at := range []time.Time{before.Made.Add(-time.Hour), before.Made, before.Made.Add(time.Millisecond)} {
		renew(t, path, at)
		list := epochsOf(t, k)
		if len(list) != i+2 || list[0].ID != before.ID || !list[i+1].Made.After(list[i].Made) {
			t.Errorf("%v", list)
		}
	}
}

// without takes fields out of a key file.
func without(t *testing.T, path string, fields ...string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]json.RawMessage
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		delete(file, f)
	}
	if content, err = json.Marshal(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAnOldKeyFileGetsItsFirstEpochOnce(t *testing.T) {
	k, path := newKeys(t)
	sealed, err := k.Seal("mail", "jo@example.org")
	if err != nil {
		t.Fatal(err)
	}
	without(t, path, "epochs", "made")
	loaded := make([]*crypt.Keys, 4)
	var all sync.WaitGroup
	for i := range loaded {
		all.Go(func() {
			var err error
			if loaded[i], err = crypt.Load(path); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	_, wrapped := newDataKey(t, loaded[0], "p1")
	for _, k := range loaded {
		if text, err := k.Open("mail", sealed); err != nil || text != "jo@example.org" {
			t.Errorf("opened %q, %v", text, err)
		}
		if _, err := k.Unwrap("p1", wrapped.Key); err != nil || len(epochsOf(t, k)) != 1 {
			t.Error("the processes have different keys", err)
		}
	}
}

func TestAKeyFileWithoutItsDatesIsRefused(t *testing.T) {
	_, path := newKeys(t)
	without(t, path, "made")
	if _, err := crypt.Load(path); err == nil {
		t.Error("loaded")
	}
}

func TestAChangeThatWasBrokenOffIsNamed(t *testing.T) {
	_, path := newKeys(t)
	if err := os.WriteFile(path+".lock", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := crypt.Renew(path, time.Now()); err == nil || !strings.Contains(err.Error(), path+".lock") {
		t.Errorf("got %v", err)
	}
}

func TestHash64(t *testing.T) {
	k, path := newKeys(t)
	loaded, err := crypt.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if k.Hash64("name", "ada") != loaded.Hash64("name", "ada") || k.Hash64("name", "ada") == k.Hash64("mail", "ada") ||
		k.Hash64("name", "ada") == k.Hash64("name", "adb") {
		t.Error("the hash does not follow key, purpose and text")
	}
}

func BenchmarkUnwrapAndOpen(b *testing.B) {
	k, _ := newKeys(b)
	key, wrapped := newDataKey(b, k, "0123456789ABCDEF")
	sealed := key.Seal("label", []byte("Lovelace, Ada"))
	for b.Loop() {
		key, err := k.Unwrap("0123456789ABCDEF", wrapped.Key)
		if err == nil {
			_, err = key.Open("label", sealed)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewDataKeyAndSeal(b *testing.B) {
	k, _ := newKeys(b)
	for b.Loop() {
		key, _ := newDataKey(b, k, "0123456789ABCDEF")
		key.Seal("label", []byte("Lovelace, Ada"))
	}
}

func BenchmarkHash64(b *testing.B) {
	k, _ := newKeys(b)
	for b.Loop() {
		k.Hash64("name", "lovelace")
	}
}
