package finder

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"unicode/utf8"
)

// Label is a text that names an entry.
type Label struct {
	Entry int    // what it names, as its owner counts
	Lang  string // BCP 47
	Kind  Kind
	Text  string
}

// Kind says how surely a label names its entry.
type Kind uint8

// The kinds of labels.
const (
	Title Kind = iota // the entry's title
	Other             // another title for it
	Word              // an everyday word for it
)

// Index finds labels. It never changes.
type Index struct {
	langs  []string
	labels []label
	texts  string    // of all labels, one after the other
	totals []float32 // of each label: the weight of its words
	titles []uint32  // of each entry in each language: the label of its title, counted from 1

	words    []word // sorted
	letters  string // of all words, one after the other
	postings []uint32

	typos  table // of each word with one letter left out, and whole
	sounds table // of the consonants of each word
	stems  table // of each word without its gender
}

// label is a label in little room.
type label struct {
	Entry, End uint32 // End of its text; it begins where the one before ends
	Lang, Kind uint8
	Words      uint8 // how many, without repetitions
	_          uint8
}

// word is one of the vocabulary.
type word struct {
	End    uint32  // of its letters
	Labels uint32  // end of its postings: the labels that have it
	Weight float32 // how much it tells: rare words more than common ones
}

// table has words by the hash of something about them: the hash above, the word below, sorted.
type table []uint64

// Len is the number of labels.
func (x *Index) Len() int { return len(x.labels) }

func (x *Index) text(l uint32) string { return x.texts[x.labels[l].begin(x.labels, l):x.labels[l].End] }

func (label) begin(all []label, l uint32) uint32 {
	if l == 0 {
		return 0
	}
	return all[l-1].End
}

func (x *Index) word(w uint32) string {
	begin := uint32(0)
	if w > 0 {
		begin = x.words[w-1].End
	}
	return x.letters[begin:x.words[w].End]
}

// labelsOf are the labels that have a word.
func (x *Index) labelsOf(w uint32) []uint32 {
	begin := uint32(0)
	if w > 0 {
		begin = x.words[w-1].Labels
	}
	return x.postings[begin:x.words[w].Labels]
}

// find is the place of a word in the vocabulary, or where it would be.
func (x *Index) find(text string) (at uint32, found bool) {
	i, found := sort.Find(len(x.words), func(i int) int { return cmp.Compare(text, x.word(uint32(i))) })
	return uint32(i), found
}

// with calls for each word with the hash.
func (t table) with(hash uint32, do func(w uint32)) {
	low := uint64(hash) << 32
	i, _ := slices.BinarySearch(t, low)
	for ; i < len(t) && t[i]>>32 == uint64(hash); i++ {
		do(uint32(t[i]))
	}
}

// Build makes an index of labels. Labels without a single letter are left out.
func Build(labels []Label) *Index {
	x := &Index{}
	b := builder{index: x, langs: map[string]uint8{}, ids: map[string]uint32{}}
	for _, l := range labels {
		b.add(l)
	}
	b.finish()
	return x
}

type builder struct {
	index    *Index
	langs    map[string]uint8
	ids      map[string]uint32 // words in the order in which they came
	texts    []byte
	postings [][]uint32
}

func (b *builder) add(l Label) {
	var ids []uint32
	for _, w := range words(l.Text) {
		id, known := b.ids[w]
		if !known {
			id = uint32(len(b.ids))
			b.ids[w] = id
			b.postings = append(b.postings, nil)
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	lang, known := b.langs[l.Lang]
	if !known {
		lang = uint8(len(b.langs))
		b.langs[l.Lang] = lang
		b.index.langs = append(b.index.langs, l.Lang)
	}
	at := uint32(len(b.index.labels))
	b.texts = append(b.texts, l.Text...)
	b.index.labels = append(b.index.labels, label{Entry: uint32(l.Entry), End: uint32(len(b.texts)), Lang: lang, Kind: uint8(l.Kind), Words: uint8(len(ids))})
	for _, id := range ids {
		b.postings[id] = append(b.postings[id], at)
	}
}

// finish sorts the vocabulary and makes the tables.
func (b *builder) finish() {
	x := b.index
	x.texts = string(b.texts)
	sorted := make([]string, 0, len(b.ids))
	for w := range b.ids {
		sorted = append(sorted, w)
	}
	slices.Sort(sorted)
	x.words, x.totals = make([]word, len(sorted)), make([]float32, len(x.labels))
	var letters []byte
	for i, w := range sorted {
		in := b.postings[b.ids[w]]
		letters = append(letters, w...)
		x.postings = append(x.postings, in...)
		weight := weightOf(len(in), len(x.labels))
		x.words[i] = word{End: uint32(len(letters)), Labels: uint32(len(x.postings)), Weight: weight}
		for _, l := range in {
			x.totals[l] += weight
		}
		x.tabulate(uint32(i), w)
	}
	x.letters = string(letters)
	for _, t := range []table{x.typos, x.sounds, x.stems} {
		slices.Sort(t)
	}
	x.entitle()
}

// weightOf a word that n of all labels have.
func weightOf(n, all int) float32 { return float32(math.Log(1 + float64(all)/float64(n))) }

func (x *Index) tabulate(id uint32, w string) {
	entry := func(s string) uint64 { return uint64(hash(s))<<32 | uint64(id) }
	x.stems = append(x.stems, entry(stem(w)))
	for _, s := range sounds(w) {
		x.sounds = append(x.sounds, entry(s))
	}
	if n := utf8.RuneCountInString(w); n >= leastTypo-1 && n <= mostTypo {
		x.typos = append(x.typos, entry(w))
		leftOut(w, func(s string) { x.typos = append(x.typos, entry(s)) })
	}
}

// leftOut calls with a word without each of its letters.
func leftOut(w string, do func(string)) {
	var before rune
	for i, r := range w {
		if r != before { // of two equal neighbours, either may go
			do(w[:i] + w[i+utf8.RuneLen(r):])
		}
		before = r
	}
}

// hash is FNV-1a.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// Title is the title of an entry in a language; empty when it has none.
func (x *Index) Title(entry int, lang string) string {
	i := x.langOf(lang)
	if i < 0 || entry < 0 || entry*len(x.langs)+i >= len(x.titles) {
		return ""
	}
	if l := x.titles[entry*len(x.langs)+i]; l > 0 {
		return x.text(l - 1)
	}
	return ""
}

// entitle notes where the title of each entry is in each language.
func (x *Index) entitle() {
	last := uint32(0)
	for i := range x.labels {
		last = max(last, x.labels[i].Entry)
	}
	n := len(x.langs)
	x.titles = make([]uint32, (int(last)+1)*n)
	for i, l := range x.labels {
		if place := &x.titles[int(l.Entry)*n+int(l.Lang)]; Kind(l.Kind) == Title && *place == 0 {
			*place = uint32(i) + 1
		}
	}
}
