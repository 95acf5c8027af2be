package finder

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unsafe"
)

// format is raised with every change of what an index is made of or of how words are compared: an older snapshot is then
// made anew.
const format = "openiq finder 2\n" // as long as two numbers of 64 bits, for what follows to lie well

// ErrFormat is what Restore gives for bytes that another version of the program wrote.
var ErrFormat = errors.New("finder: a snapshot in another format")

// Snapshot is the index as bytes.
func (x *Index) Snapshot() []byte {
	var b bytes.Buffer
	b.WriteString(format)
	number(&b, len(x.langs))
	for _, lang := range x.langs {
		section(&b, []byte(lang))
	}
	section(&b, []byte(x.texts))
	section(&b, []byte(x.letters))
	section(&b, bytesOf(x.labels))
	section(&b, bytesOf(x.totals))
	section(&b, bytesOf(x.words))
	section(&b, bytesOf(x.postings))
	section(&b, bytesOf(x.typos))
	section(&b, bytesOf(x.sounds))
	section(&b, bytesOf(x.stems))
	return b.Bytes()
}

// Restore reads an index back, which goes on using the bytes: nobody may change them. They must begin at a whole number of
// 64 bits, as memory that was made for them does. ErrFormat when another version of the program or another kind of machine wrote it, or when it
// is cut short.
func Restore(snapshot []byte) (*Index, error) {
	r := reader{rest: snapshot}
	if string(r.take(len(format))) != format || uintptr(unsafe.Pointer(unsafe.SliceData(snapshot)))%word64 != 0 {
		return nil, ErrFormat
	}
	x := &Index{}
	for range r.number() {
		x.langs = append(x.langs, string(r.section()))
	}
	x.texts, x.letters = textOf(&r), textOf(&r)
	x.labels, x.totals = valuesOf[label](&r), valuesOf[float32](&r)
	x.words, x.postings = valuesOf[word](&r), valuesOf[uint32](&r)
	x.typos, x.sounds, x.stems = valuesOf[uint64](&r), valuesOf[uint64](&r), valuesOf[uint64](&r)
	if r.short || len(r.rest) > 0 || len(x.labels) != len(x.totals) {
		return nil, ErrFormat
	}
	x.entitle()
	return x, nil
}

func number(b *bytes.Buffer, n int) { b.Write(binary.LittleEndian.AppendUint64(nil, uint64(n))) }

// section writes a part with its length, and fills up to a whole number of 64 bits: parts are used where they lie.
func section(b *bytes.Buffer, part []byte) {
	number(b, len(part))
	b.Write(part)
	b.Write(make([]byte, padding(len(part))))
}

const word64 = 8

func padding(n int) int { return (word64 - n%word64) % word64 }

// bytesOf are the bytes of values without pointers, as this machine has them: a million of them one by one would take
// longer than a start may.
func bytesOf[T label | word | float32 | uint32 | uint64](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), len(values)*int(unsafe.Sizeof(values[0])))
}

// valuesOf are the values of a section, where it lies.
func valuesOf[T label | word | float32 | uint32 | uint64](r *reader) []T {
	part := r.section()
	var one T
	size := int(unsafe.Sizeof(one))
	if len(part)%size != 0 {
		r.short = true
	}
	if len(part) == 0 || r.short {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(part))), len(part)/size)
}

func textOf(r *reader) string {
	part := r.section()
	return unsafe.String(unsafe.SliceData(part), len(part))
}

// reader takes parts of a snapshot; short says that it ended too early.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.short = true
		return nil
	}
	part := r.rest[:n]
	r.rest = r.rest[n:]
	return part
}

func (r *reader) number() int {
	if b := r.take(word64); b != nil {
		return int(binary.LittleEndian.Uint64(b))
	}
	return 0
}

func (r *reader) section() []byte {
	n := r.number()
	part := r.take(n)
	r.take(padding(n))
	return part
}
