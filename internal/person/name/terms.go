package name

import "slices"

// A name that is very common is still a good question together with another one: beside every part an index has every two
// parts of a name as one term, so that nobody has to look through all Mohammeds for the one called Haddad.

// How much of a name is indexed: the longest names have some eight parts.
const (
	mostParts  = 16
	mostPaired = 8
)

// Stored are the terms of a name to put into an index: of its parts and of every two of them.
func Stored(text string) []string {
	parts := Parts(text)
	var terms []string
	for _, p := range parts {
		terms = append(terms, p.stored()...)
	}
	parts = paired(parts)
	for i := range parts {
		for k := range i {
			terms = append(terms, pairs(parts[k], parts[i])...)
		}
	}
	return unique(terms)
}

// paired are the parts of which two at a time become a term.
func paired(parts []Part) []Part {
	parts = WithoutParticles(parts)
	return parts[:min(len(parts), mostPaired)]
}

// pairs are the terms of two parts in any order, in what both have: sounds or consonants without vowels.
func pairs(a, b Part) []string {
	var terms []string
	for _, v := range a.variants {
		for _, w := range b.variants {
			if v.abjad && w.abjad {
				terms = joined(terms, "a:", v.consonants, w.consonants)
			} else {
				terms = joined(terms, "S:", v.sounds, w.sounds)
			}
		}
	}
	return terms
}

func joined(terms []string, prefix string, as, bs []string) []string {
	for _, a := range as {
		for _, b := range bs {
			if a != "" && b != "" {
				terms = append(terms, prefix+min(a, b)+"+"+max(a, b))
			}
		}
	}
	return terms
}

// Asked are the conditions for finding a name, however it is spelled: of each set an index must have one term.
func Asked(text string) [][]string {
	parts := paired(Parts(text))
	var sets [][]string
	if len(parts) < 2 || !allSounded(parts) {
		for _, p := range parts {
			sets = append(sets, unique(p.asked()))
		}
		return sets
	}
	for i := range parts {
		next := (i + 1) % len(parts) // the last one makes a pair with the first
		set := askedPair(parts[min(i, next)], parts[max(i, next)])
		if !slices.ContainsFunc(sets, func(other []string) bool { return slices.Equal(other, set) }) {
			sets = append(sets, set)
		}
	}
	return sets
}

func allSounded(parts []Part) bool {
	for _, p := range parts {
		if !p.sounded() {
			return false
		}
	}
	return true
}

// askedPair finds two parts where they are written with vowels and where they are not. Two pieces of one word may also
// be written as one.
func askedPair(a, b Part) []string {
	terms := pairs(a, b)
	for _, v := range a.variants {
		for _, w := range b.variants {
			terms = joined(terms, "a:", v.consonants, w.consonants)
		}
	}
	if a.whole != "" && a.whole == b.whole {
		s := spell(a.whole)
		terms = prefixed(prefixed(terms, "S:", s.sounds), "a:", s.consonants)
	}
	return unique(terms)
}

// Exact are the conditions that only the same spelling meets.
func Exact(text string) [][]string {
	var sets [][]string
	for _, p := range paired(Parts(text)) {
		sets = append(sets, p.exact)
	}
	return sets
}
