package exchange

import (
	"hash/maphash"
	"strings"
)

// key stands for an id: 128 bits of a hash with random seeds. Of millions of ids only keys are kept, which the garbage
// collector need not look at.
type key [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func keyOf(id string) key {
	return key{maphash.String(seeds[0], id), maphash.String(seeds[1], id)}
}

// pairKey stands for two ids; neither contains a control character.
func pairKey(a, b string) key { return keyOf(a + "\x00" + b) }

// entry is what is kept of a row of the bundle.
type entry struct {
	line    int32
	tenant  int32 // index in names; unknownTenant for a broken row
	site    int32 // of a case: index in names
	fresh   bool  // the record is new
	advised bool  // of a case: a contact is in the bundle
}

const unknownTenant = -1

// names keeps few different strings as numbers.
type names struct {
	list  []string
	index map[string]int32
}

func (n *names) number(s string) int32 {
	if i, ok := n.index[s]; ok {
		return i
	}
	if n.index == nil {
		n.index = map[string]int32{}
	}
	s = strings.Clone(s) // it may be cut from a long record
	i := int32(len(n.list))
	n.list = append(n.list, s)
	n.index[s] = i
	return i
}
