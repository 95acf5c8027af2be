package crypt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
)

// keyFile is the content of a key file: Tink's own JSON for each keyset.
type keyFile struct {
	Seal json.RawMessage `json:"seal"`
	Hash json.RawMessage `json:"hash"`
}

// Generate makes a new key file that only its owner may read. A file that is already there is left alone: the error
// is then fs.ErrExist, because overwriting a key would lose everything sealed with it.
func Generate(path string) error {
	content, err := newKeyFile()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("making the key file: %w", err)
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(path) // half a key is worse than none
		return fmt.Errorf("making the key file: %w", err)
	}
	return nil
}

func newKeyFile() ([]byte, error) {
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
	return json.MarshalIndent(file, "", "  ")
}

func clearText(h *keyset.Handle) ([]byte, error) {
	var b bytes.Buffer
	err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b))
	return b.Bytes(), err
}

// Load reads a key file. It refuses one that others than its owner may read, and says how to mend that.
func Load(path string) (*Keys, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no key file at %s", path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	if mode := info.Mode(); mode.Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the key file %s has mode %04o: others than its owner can read it; run: chmod 600 %s", path, mode.Perm(), path)
	}
	var file keyFile
	if err := json.NewDecoder(f).Decode(&file); err != nil {
		return nil, fmt.Errorf("%s is not a key file", path) // without the cause, which could quote the key
	}
	k, err := file.keys()
	if err != nil {
		return nil, fmt.Errorf("%s is not a key file", path)
	}
	return k, nil
}

func (f keyFile) keys() (*Keys, error) {
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
