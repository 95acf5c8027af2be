package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"openiq/internal/platform/clock"
)

// entry is one row of the audit trail.
type entry struct {
	n                                      int64
	at                                     clock.Instant
	actor, command, kind, subject, details string
}

// link is one block of a tenant's chain: the entries first to last.
type link struct {
	first, last int64
	sealed      clock.Instant
	hash        string // hexadecimal
}

// version begins every block, so that another way of computing can be told from this one.
const version = "openiq audit 1"

// block computes a link's hash from the entries added to it. The encoding is unambiguous: numbers have eight bytes,
// big-endian, and texts have their length in front.
type block struct {
	sum hash.Hash
	buf []byte
}

func newBlock(previous, tenant string, first, last int64, sealed clock.Instant) *block {
	b := &block{sum: sha256.New()}
	b.text(version)
	b.text(previous)
	b.text(tenant)
	b.number(first)
	b.number(last)
	b.number(int64(sealed))
	return b
}

func (b *block) number(n int64) { b.buf = binary.BigEndian.AppendUint64(b.buf, uint64(n)) }

func (b *block) text(s string) {
	b.number(int64(len(s)))
	b.buf = append(b.buf, s...)
}

func (b *block) add(e *entry) {
	b.number(e.n)
	b.number(int64(e.at))
	for _, s := range [...]string{e.actor, e.command, e.kind, e.subject, e.details} {
		b.text(s)
	}
	b.sum.Write(b.buf)
	b.buf = b.buf[:0]
}

func (b *block) hash() string {
	b.sum.Write(b.buf)
	return hex.EncodeToString(b.sum.Sum(nil))
}
