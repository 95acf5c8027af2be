// Package ident makes the ids of records and the random tokens of forms and sessions.
//
// Ids are made by the program, never by the database, so that any number of instances can record at the same time;
// they begin with the time, so that records made one after the other lie one after the other on disk.
package ident

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"strings"

	"openiq/internal/platform/clock"
)

// alphabet is Crockford's: digits and capitals in byte order, without I, L, O and U, which are misread aloud.
var alphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// New makes an id of 16 characters: 40 bits of time in units of 64 ms (until 4200), 40 random bits.
func New(now clock.Instant) string {
	var b [10]byte
	binary.BigEndian.PutUint64(b[:8], uint64(now/64_000)<<24)
	random := b[5:]
	_, _ = rand.Read(random) // never fails since Go 1.24
	return alphabet.EncodeToString(b[:])
}

// Token makes an unguessable token of 26 characters (128 random bits and two more).
func Token() string { return rand.Text() }

// IsToken says whether a text may be a token: 26 characters of base 32.
func IsToken(s string) bool {
	return len(s) == 26 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
