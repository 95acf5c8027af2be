package crypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"fmt"
)

// DataKey seals what belongs to one owner, usually a person. It is made by [Keys.NewDataKey] and kept wrapped; without
// the wrapped key nothing that it sealed can be read any more, by nobody. It is safe for concurrent use.
type DataKey struct {
	owner string
	aead  cipher.AEAD
}

// Wrapped is a data key as the database keeps it.
type Wrapped struct {
	Epoch uint32 // the epoch key that it was wrapped with
	Key   []byte
}

const (
	dataKeyBytes = 32 // AES-256
	nonceBytes   = 12
)

// NewDataKey makes the key of an owner, whose id it is bound to, and wraps it with the newest epoch key.
func (k *Keys) NewDataKey(owner string) (*DataKey, Wrapped, error) {
	raw := make([]byte, dataKeyBytes)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	wrapped, err := k.wrap(owner, raw)
	if err != nil {
		return nil, Wrapped{}, err
	}
	key, err := newDataKey(owner, raw)
	return key, wrapped, err
}

// Unwrap is the data key of an owner. A key wrapped for another owner, or with an epoch key that is gone, is an error.
func (k *Keys) Unwrap(owner string, wrapped []byte) (*DataKey, error) {
	raw, err := k.unwrap(owner, wrapped)
	if err != nil {
		return nil, err
	}
	return newDataKey(owner, raw)
}

// Rewrap wraps an owner's data key with the newest epoch key; what it sealed stays as it is.
func (k *Keys) Rewrap(owner string, wrapped []byte) (Wrapped, error) {
	raw, err := k.unwrap(owner, wrapped)
	if err != nil {
		return Wrapped{}, err
	}
	return k.wrap(owner, raw)
}

func newDataKey(owner string, raw []byte) (*DataKey, error) {
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("reading a data key: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	return &DataKey{owner: owner, aead: aead}, err
}

// Seal encrypts text for a purpose. Sealing the same text twice gives two different results.
func (d *DataKey) Seal(purpose string, text []byte) []byte {
	sealed := make([]byte, nonceBytes, nonceBytes+len(text)+d.aead.Overhead())
	_, _ = rand.Read(sealed)
	return d.aead.Seal(sealed, sealed, text, d.bound(purpose))
}

// Open decrypts what Seal made for the same owner and purpose; anything else is an error.
func (d *DataKey) Open(purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) < nonceBytes {
		return nil, fmt.Errorf("opening %s: not sealed", purpose)
	}
	text, err := d.aead.Open(nil, sealed[:nonceBytes], sealed[nonceBytes:], d.bound(purpose))
	if err != nil {
		return nil, fmt.Errorf("opening %s: sealed with another key, for another purpose, or changed", purpose)
	}
	return text, nil
}

// bound is what a sealed text is tied to. The length in front keeps owner and purpose apart.
func (d *DataKey) bound(purpose string) []byte { return pair(d.owner, purpose) }

func pair(a, b string) []byte {
	out := make([]byte, 0, 8+len(a)+len(b))
	out = binary.BigEndian.AppendUint64(out, uint64(len(a)))
	return append(append(out, a...), b...)
}
