package finder

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How says in which way a word of a query led to a word of a label, the surest first.
type How uint8

// The ways.
const (
	Exact      How = iota // as it stands
	Gender                // without what tells the gender
	Beginning             // as the beginning of a word
	Typo                  // with one typing error
	Compound              // as a part of it, or the other way round
	Sound                 // by its consonants, in another script
	waysNumber = iota
)

var hows = [waysNumber]string{"exact", "gender", "beginning", "typo", "compound", "sound"}

// String is the code of a way.
func (h How) String() string { return hows[h] }

// quality of a way: how much of a word's weight it brings.
var quality = [waysNumber]float32{1, 0.96, 0.93, 0.88, 0.75, 0.84}

const (
	leastTypo   = 4  // letters: in shorter words an error makes another word
	mostTypo    = 40 // letters
	leastPrefix = 2
	leastPart   = 4 // letters of the last part of a compound
	leastFirst  = 3 // letters of the first
	mostWords   = 3000

	longestEnding = 3 // letters
)

// candidate is a word of the vocabulary that a word of the query may mean.
type candidate struct {
	word    uint32
	quality float32
	how     How
}

// candidates collects what a word may mean, each word of the vocabulary once, in its surest way.
type candidates struct {
	x    *Index
	all  []candidate
	best map[uint32]int // place in all
}

func (c *candidates) add(w uint32, q float32, how How) {
	if i, known := c.best[w]; !known {
		c.best[w] = len(c.all)
		c.all = append(c.all, candidate{w, q, how})
	} else if c.all[i].quality < q {
		c.all[i] = candidate{w, q, how}
	}
}

func (c *candidates) reset() {
	clear(c.best)
	c.all = c.all[:0]
}

// of are the candidates for a word, and whether it stands in the vocabulary; last says that it may not be finished yet.
func (c *candidates) of(w string, last bool) (exact bool) {
	c.reset()
	at, exact := c.x.find(w)
	if exact {
		c.add(at, quality[Exact], Exact)
	}
	c.gender(w)
	c.beginning(w, at, last)
	c.typo(w)
	if exact {
		return true
	}
	c.ending(w)
	c.sound(w)
	return false
}

func (c *candidates) gender(w string) {
	s := stem(w)
	c.x.stems.with(hash(s), func(id uint32) {
		if stem(c.x.word(id)) == s {
			c.add(id, quality[Gender], Gender)
		}
	})
}

func (c *candidates) beginning(w string, at uint32, last bool) {
	n := utf8.RuneCountInString(w)
	if n < leastPrefix {
		return
	}
	most := uint32(mostWords)
	for id := at; id < uint32(len(c.x.words)) && id-at < most; id++ {
		text := c.x.word(id)
		if !strings.HasPrefix(text, w) {
			return
		}
		q := quality[Beginning]
		if !last {
			q -= 0.05
		}
		c.add(id, q-0.12*(1-float32(len(w))/float32(len(text))), Beginning)
	}
}

// ending finds the words that one begins with: it may have an ending that they have not.
func (c *candidates) ending(w string) {
	n := len(w)
	for cut := 1; cut <= longestEnding && n > 0; cut++ {
		_, size := utf8.DecodeLastRuneInString(w[:n])
		if n -= size; utf8.RuneCountInString(w[:n]) < leastTypo {
			return
		}
		if id, ok := c.x.find(w[:n]); ok {
			c.add(id, quality[Gender]-0.08*float32(cut), Gender)
		}
	}
}

// typo finds words that are one letter more, less or other, or two neighbours swapped, apart.
func (c *candidates) typo(w string) {
	if n := utf8.RuneCountInString(w); n < leastTypo || n > mostTypo {
		return
	}
	try := func(s string) {
		c.x.typos.with(hash(s), func(id uint32) {
			if oneApart(w, c.x.word(id)) {
				c.add(id, quality[Typo], Typo)
			}
		})
	}
	try(w)
	leftOut(w, try)
}

// oneApart says whether a word becomes the other one by one letter put in, left out or replaced, or two neighbours swapped.
func oneApart(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	switch len(y) - len(x) {
	case 0:
		return i == len(x) || slices.Equal(x[i+1:], y[i+1:]) ||
			i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
	case 1:
		return slices.Equal(x[i:], y[i+1:])
	}
	return false
}

// sound finds words of other scripts with the same consonants.
func (c *candidates) sound(w string) {
	script := scriptOf(w)
	heard := sounds(w)
	if script == arabic { // what was taken for the article may belong to a foreign word: اليكتريكر
		heard = append(heard, sounds(article+w)...)
	}
	for _, s := range heard {
		c.x.sounds.with(hash(s), func(id uint32) {
			if text := c.x.word(id); scriptOf(text) != script {
				// The longer the consonants that agree, and the more alike the vowels, the less it is chance.
				c.add(id, quality[Sound]-0.25/float32(len(s))-0.25*(1-vowels(w, text)), Sound)
			}
		})
	}
}

// script is a family of writing in which the same letters are read alike.
type script uint8

const (
	latin script = iota
	cyrillic
	arabic
	greek
	otherScript
)

func scriptOf(w string) script {
	r, _ := utf8.DecodeRuneInString(w)
	switch {
	case r < 0x250:
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Arabic, r):
		return arabic
	case unicode.Is(unicode.Greek, r):
		return greek
	}
	return otherScript
}

// compound finds the parts of a word that is made of several, as Intensivpflegerin, or whose space was left out. The last
// part says what it is; where nobody knows what stands before it, it is a candidate for the whole.
func (c *candidates) compound(w string) (first, last string) {
	for i, r := range w {
		if i < leastFirst || len(w)-i < leastPart || r == utf8.RuneError || !c.knows(w[i:]) {
			continue
		}
		for _, link := range []string{"", "s", "n", "en", "es", "er"} {
			if first, ok := strings.CutSuffix(w[:i], link); ok && len(first) >= leastFirst {
				if _, known := c.x.find(first); known {
					return first, w[i:]
				}
			}
		}
		if last == "" {
			last = w[i:]
		}
	}
	if last != "" {
		c.part(last, quality[Compound])
	}
	return "", ""
}

// knows says whether the vocabulary has a word, whatever its gender.
func (c *candidates) knows(w string) bool {
	_, known := c.x.find(w)
	s := stem(w)
	c.x.stems.with(hash(s), func(id uint32) { known = known || stem(c.x.word(id)) == s })
	return known
}

// part adds the words that are a part, whatever their gender.
func (c *candidates) part(w string, q float32) {
	if id, ok := c.x.find(w); ok {
		c.add(id, q, Compound)
	}
	s := stem(w)
	c.x.stems.with(hash(s), func(id uint32) {
		if stem(c.x.word(id)) == s {
			c.add(id, q-0.02, Compound)
		}
	})
}
