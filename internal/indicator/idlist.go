package indicator

import "encoding/binary"

// idList keeps many short ids without a header for each. It only ever grows.
type idList struct {
	text   []byte // each id with its length in front
	starts []uint32
}

func (l *idList) add(id []byte) {
	l.starts = append(l.starts, uint32(len(l.text)))
	l.text = append(binary.AppendUvarint(l.text, uint64(len(id))), id...)
}

// at is the i-th id, as bytes that must not be changed.
func (l *idList) at(i uint32) []byte {
	rest := l.text[l.starts[i]:]
	length, n := binary.Uvarint(rest)
	return rest[n : n+int(length)]
}
