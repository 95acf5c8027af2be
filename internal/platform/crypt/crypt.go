package crypt

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"sync/atomic"

	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Keys are the loaded master keys. They are safe for concurrent use.
type Keys struct {
	seal   tink.AEAD
	hash   *prf.Set
	path   string
	epochs atomic.Pointer[epochs]
}

// Path is the file the keys were loaded from.
func (k *Keys) Path() string { return k.path }

// Seal encrypts text for a purpose, as printable text. Sealing the same text twice gives two different results.
func (k *Keys) Seal(purpose, text string) (string, error) {
	sealed, err := k.seal.Encrypt([]byte(text), []byte(purpose))
	if err != nil {
		return "", fmt.Errorf("sealing %s: %w", purpose, err)
	}
	return base64.RawStdEncoding.EncodeToString(sealed), nil
}

// Open decrypts what Seal made for the same purpose; anything else is an error.
func (k *Keys) Open(purpose, sealed string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("opening %s: %w", purpose, err)
	}
	text, err := k.seal.Decrypt(raw, []byte(purpose))
	if err != nil {
		return "", fmt.Errorf("opening %s: sealed with another key, for another purpose, or changed", purpose)
	}
	return string(text), nil
}

// hashBytes is the length of a hash: 256 bits.
const hashBytes = 32

// Hash is the keyed hash of text for a purpose, in 43 characters: always the same for the same text, key and purpose.
func (k *Keys) Hash(purpose, text string) string {
	return base64.RawURLEncoding.EncodeToString(k.sum(purpose, text, hashBytes))
}

// Hash64 is Hash cut down to 64 bits, for an index of many: rarely, two texts share one.
func (k *Keys) Hash64(purpose, text string) int64 {
	return int64(binary.BigEndian.Uint64(k.sum(purpose, text, 8)))
}

func (k *Keys) sum(purpose, text string, length uint32) []byte {
	sum, err := k.hash.ComputePrimaryPRF(pair(purpose, text), length)
	if err != nil {
		panic("crypt: " + err.Error()) // only for a length that the key cannot give
	}
	return sum
}
