package crypt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"

	"openiq/internal/platform/clock"
)

// keyFile is the content of a key file: Tink's own JSON for each keyset, and when each epoch key was made.
type keyFile struct {
	Seal   json.RawMessage      `json:"seal"`
	Hash   json.RawMessage      `json:"hash"`
	Epochs json.RawMessage      `json:"epochs,omitempty"`
	Made   map[uint32]time.Time `json:"made,omitempty"`
}

// Generate makes a new key file that only its owner may read. A file that is already there is left alone: the error
// is then fs.ErrExist, because overwriting a key would lose everything sealed with it.
func Generate(path string) error {
	file, err := newKeyFile()
	if err != nil {
		return err
	}
	return file.write(path)
}

func newKeyFile() (*keyFile, error) {
	seal, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	hash, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return nil, err
	}
	var file keyFile
	if file.Seal, err = clearText(seal); err != nil {
		return nil, err
	}
	if file.Hash, err = clearText(hash); err != nil {
		return nil, err
	}
	return &file, file.addEpoch(clock.System.Now())
}

// write makes a file that was not there before, whole or not at all.
func (f *keyFile) write(path string) error {
	content, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("making the key file: %w", err)
	}
	_, err = out.Write(content)
	if err == nil {
		err = out.Sync()
	}
	if closing := out.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(path) // half a key is worse than none
		return fmt.Errorf("making the key file: %w", err)
	}
	return nil
}

// change replaces a key file by one that was changed. The lock beside it keeps two changes from losing one another.
func change(path string, edit func(*keyFile) error) error {
	unlock, err := lock(path)
	if err != nil {
		return err
	}
	defer unlock()
	file, _, err := readKeyFile(path)
	if err != nil {
		return err
	}
	if err := edit(file); err != nil {
		return fmt.Errorf("changing the key file: %w", err)
	}
	next := path + ".new"
	_ = os.Remove(next) // of a change that was broken off
	if err := file.write(next); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("changing the key file: %w", err)
	}
	return syncFolder(path)
}

// patience is how long a change waits for another one, which takes milliseconds.
const patience = 5 * time.Second

// lock makes a file beside the key file that only one can make.
func lock(path string) (unlock func(), err error) {
	name := path + ".lock"
	for waited := time.Duration(0); ; waited += patience / 100 {
		held, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			return func() { _ = os.Remove(name) }, held.Close()
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("changing the key file: %w", err)
		}
		if waited >= patience {
			return nil, fmt.Errorf("the key file is being changed; if no program does so any more, remove %s", name)
		}
		time.Sleep(patience / 100)
	}
}

// syncFolder makes a rename last.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	err = folder.Sync()
	return errors.Join(err, folder.Close())
}

func clearText(h *keyset.Handle) ([]byte, error) {
	var b bytes.Buffer
	err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b))
	return b.Bytes(), err
}

// Load reads a key file. It refuses one that others than its owner may read, and says how to mend that. A file from the
// time before there were epoch keys gets its first one; copies of it on other machines must then be replaced by it.
func Load(path string) (*Keys, error) {
	file, info, err := readKeyFile(path)
	if err == nil && file.Epochs == nil {
		if err = firstEpoch(path); err == nil {
			file, info, err = readKeyFile(path)
		}
	}
	if err != nil {
		return nil, err
	}
	k, err := file.keys(info)
	if err != nil {
		return nil, fmt.Errorf("%s is not a key file", path)
	}
	k.path = path
	return k, nil
}

func readKeyFile(path string) (*keyFile, os.FileInfo, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no key file at %s", path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the key file: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("reading the key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s is not a file", path)
	}
	if mode := info.Mode(); mode.Perm()&0o077 != 0 {
		return nil, nil, fmt.Errorf("the key file %s has mode %04o: others than its owner can read it; run: chmod 600 %s", path, mode.Perm(), path)
	}
	var file keyFile
	err = json.NewDecoder(f).Decode(&file)
	if err == nil {
		_, err = file.master()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s is not a key file", path) // without the cause, which could quote the key
	}
	return &file, info, nil
}

func (f *keyFile) keys(info os.FileInfo) (*Keys, error) {
	k, err := f.master()
	if err != nil {
		return nil, err
	}
	e, err := f.epochs(info)
	k.epochs.Store(e)
	return k, err
}

// master are the keys that never change.
func (f *keyFile) master() (*Keys, error) {
	seal, err := read(f.Seal)
	if err != nil {
		return nil, err
	}
	hash, err := read(f.Hash)
	if err != nil {
		return nil, err
	}
	k := &Keys{}
	if k.seal, err = aead.New(seal); err != nil {
		return nil, err
	}
	k.hash, err = prf.NewPRFSet(hash)
	return k, err
}

func read(raw json.RawMessage) (*keyset.Handle, error) {
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
}
