package name

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Part is one part of a name.
type Part struct {
	exact    []string // the first is the part's own; more where it is also part of a longer one
	variants []spelling
	particle bool
	whole    string // the word of which this is a piece, where it is one of several
}

// spelling is the sound of a part or of what it was joined to.
type spelling struct {
	sounds     []string
	consonants []string
	abjad      bool // written without vowels
}

// Parts are the parts of a whole name, in their order.
func Parts(text string) []Part {
	var parts []Part
	for _, word := range words(text) {
		parts = append(parts, word.parts()...)
	}
	return parts[:min(len(parts), mostParts)]
}

// Is says whether another part may be a spelling of this one.
func (p Part) Is(other Part) bool {
	stored := other.stored()
	return slices.ContainsFunc(p.asked(), func(term string) bool { return slices.Contains(stored, term) })
}

// stored are the terms of a part to put into an index.
func (p Part) stored() []string {
	terms := slices.Clone(p.exact)
	for _, v := range p.variants {
		if v.abjad {
			terms = prefixed(terms, "a:", v.consonants)
			continue
		}
		terms = prefixed(terms, "S:", v.sounds)
		terms = prefixed(terms, "c:", v.consonants)
	}
	return terms
}

// asked are the terms of which an index must have one to find this part, however it is spelled.
func (p Part) asked() []string {
	var terms []string
	for _, v := range p.variants {
		terms = prefixed(terms, "a:", v.consonants)
		if v.abjad {
			terms = prefixed(terms, "c:", v.consonants)
		} else {
			terms = prefixed(terms, "S:", v.sounds)
		}
	}
	if len(terms) == 0 { // of a script whose sounds nobody knows here
		return p.exact
	}
	return terms
}

// sounded says whether the part is written with vowels.
func (p Part) sounded() bool { return len(p.variants[0].sounds) > 0 }

// WithoutParticles leaves out "al", "bin", "van" and the like, which are often left out in writing; where there is nothing
// else they stay.
func WithoutParticles(parts []Part) []Part {
	rest := slices.DeleteFunc(slices.Clone(parts), func(p Part) bool { return p.particle })
	if len(rest) == 0 {
		return parts
	}
	return rest
}

// prefixed leaves out what nobody can read: letters that stand for no sound.
func prefixed(terms []string, prefix string, more []string) []string {
	for _, m := range more {
		if m != "" {
			terms = append(terms, prefix+m)
		}
	}
	return terms
}

func unique(terms []string) []string {
	slices.Sort(terms)
	return slices.Compact(terms)
}

// word is what stands between two spaces, in the pieces between which hyphens stand.
type word []string

// words splits a text into words of letters. Apostrophes vanish: O'Brien is OBrien. Whatever else is no letter separates.
func words(text string) []word {
	text = strings.ToLower(norm.NFKC.String(text))
	var out []word
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return !inWord(r) && !isHyphen(r) }) {
		pieces := strings.FieldsFunc(field, isHyphen)
		var w word
		for _, piece := range pieces {
			w = append(w, split(strings.Map(onlyLetters, piece))...)
		}
		if len(w) > 0 {
			out = append(out, w)
		}
	}
	return out
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || isApostrophe(r) }

func isApostrophe(r rune) bool { return strings.ContainsRune("'`´’‘ʼʻʾʿ", r) }

// isHyphen includes the non-joiner with which Persian keeps the parts of a name apart.
func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '\u200c' }

func onlyLetters(r rune) rune {
	if isApostrophe(r) || unicode.Is(unicode.Lm, r) { // also the Arabic stroke that stretches words
		return -1
	}
	return r
}

// parts of a word. Where it has several pieces, each of them may also stand for the whole: Anna-Maria finds Annamaria.
func (w word) parts() []Part {
	var out []Part
	whole := strings.Join(w, "")
	names := 0
	for i, piece := range w {
		p := Part{particle: particles[piece] || i+1 < len(w) && isArticle(piece, w[i+1])}
		if p.add(piece); !p.particle {
			names++
		}
		out = append(out, p)
	}
	if names < 2 {
		return out
	}
	for i, piece := range w {
		if !out[i].particle {
			out[i].add(whole)
			out[i].whole = whole
		}
		if len(w) > 2 && i > 0 && isHan(piece) { // the given name after a family name of one character
			out[i].add(strings.Join(w[1:], ""))
		}
	}
	return out
}

func (p *Part) add(text string) {
	if letters := exact(text); letters != "" {
		p.exact = append(p.exact, "=:"+letters)
	}
	p.variants = append(p.variants, spell(text))
	if rest := withoutArticle(text); rest != "" {
		p.variants = append(p.variants, spell(rest))
	}
}

// particles are small words that some write and others leave out.
var particles = set("al el ul as ar an ad at az ash ben bin ibn bint beni bani ould ait van von vom zu zum zur de del della di da do dos das du den der le la of af av e y und")

func set(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(text) {
		out[w] = true
	}
	return out
}

// isArticle tells the Arabic article that has taken on the next sound, as in ar-Rahman and ash-Shami.
func isArticle(piece, next string) bool {
	return len(piece) >= 2 && len(piece) <= 3 && strings.ContainsRune("aeu", rune(piece[0])) && strings.HasPrefix(next, piece[1:])
}

// withoutArticle is a word without the Arabic article in front of it: Almasri, المصري. Short rests are left alone, as are
// most of the names that only look like it.
func withoutArticle(text string) string {
	if rest, found := strings.CutPrefix(text, "ال"); found && len([]rune(rest)) >= 2 {
		return rest
	}
	for _, article := range []string{"al", "el"} {
		if rest, found := strings.CutPrefix(text, article); found && len(rest) >= 4 && isASCII(rest) {
			return rest
		}
	}
	return ""
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

func isHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
