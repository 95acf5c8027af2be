package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"openiq/internal/platform/errs"
)

// Lengths of a password in characters. There are no rules of composition: NIST SP 800-63B advises against them.
const (
	MinPassword = 12
	MaxPassword = 200
)

//go:embed common_passwords.txt
var commonPasswords string

var common = func() map[string]bool {
	all := map[string]bool{}
	for _, p := range strings.Fields(commonPasswords) {
		all[p] = true
	}
	return all
}()

// checkPassword notes in wrong why a password may not be chosen.
func checkPassword(password, email string, wrong *errs.Fields) {
	n := utf8.RuneCountInString(password)
	folded := strings.ToLower(password)
	local, _, _ := strings.Cut(email, "@")
	switch {
	case n < MinPassword:
		wrong.Add("password", "account.error.password_short", "min", MinPassword)
	case n > MaxPassword:
		wrong.Add("password", "error.too_long", "max", MaxPassword)
	case folded == email || folded == local:
		wrong.Add("password", "account.error.password_email")
	case common[folded]:
		wrong.Add("password", "account.error.password_common")
	}
}

// cost are argon2id's parameters.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// owasp is the OWASP Password Storage Cheat Sheet's minimum for argon2id: 19 MiB, two passes, one thread.
var owasp = cost{memory: 19 * 1024, passes: 2, threads: 1}

const (
	saltBytes = 16
	sumBytes  = 32
)

// hasher computes password hashes, only so many at a time: each takes its memory and a processor.
type hasher struct {
	cost  cost
	slots chan struct{}
	dummy string // what a password is compared with when there is no account
}

func newHasher(c cost) *hasher {
	h := &hasher{cost: c, slots: make(chan struct{}, max(1, runtime.NumCPU()))}
	h.dummy = encode(c, make([]byte, saltBytes), make([]byte, sumBytes)) // nothing hashes to zeros
	return h
}

// hash is password's hash with its parameters, in the usual form $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	sum, err := h.compute(ctx, h.cost, password, salt)
	if err != nil {
		return "", err
	}
	return encode(h.cost, salt, sum), nil
}

// matches says whether password has this hash. With an empty hash the answer is no, after the same work.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	if hash == "" {
		hash = h.dummy
	}
	c, salt, want, err := decode(hash)
	if err != nil {
		return false, err
	}
	sum, err := h.compute(ctx, c, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, want) == 1, nil
}

func (h *hasher) compute(ctx context.Context, c cost, password string, salt []byte) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, sumBytes), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

var encoding = base64.RawStdEncoding

func encode(c cost, salt, sum []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.threads,
		encoding.EncodeToString(salt), encoding.EncodeToString(sum))
}

func decode(hash string) (c cost, salt, sum []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, fmt.Errorf("account: a stored password hash is not argon2id")
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil {
		return c, nil, nil, fmt.Errorf("account: a stored password hash has broken parameters")
	}
	if salt, err = encoding.DecodeString(parts[4]); err != nil {
		return c, nil, nil, fmt.Errorf("account: a stored password hash has a broken salt")
	}
	if sum, err = encoding.DecodeString(parts[5]); err != nil || len(sum) != sumBytes {
		return c, nil, nil, fmt.Errorf("account: a stored password hash has a broken sum")
	}
	return c, salt, sum, nil
}
