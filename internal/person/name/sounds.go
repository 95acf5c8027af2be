package name

import (
	"slices"
	"strings"
	"unicode"
)

// mostReadings is in how many ways a part is read at most.
const mostReadings = 8

// extend appends each option to each reading so far; no option leaves them as they are.
func extend(readings, options []string) []string {
	if len(options) == 0 {
		return readings
	}
	out := make([]string, 0, len(readings)*len(options))
	for _, o := range options {
		for _, r := range readings {
			if len(out) < mostReadings {
				out = append(out, r+o)
			}
		}
	}
	return out
}

// spell is how a part sounds. Its symbols are capitals for consonants and small letters for vowels.
func spell(text string) spelling {
	var s spelling
	if isArabic(text) {
		s.abjad = true
		for _, reading := range arabic(text) {
			s.consonants = append(s.consonants, consonants(ending(reading)))
		}
	} else {
		s.abjad = unicode.Is(unicode.Hebrew, first(text))
		for _, reading := range latin(romanise(heard.Replace(text))) {
			if reading == "" { // a script that nobody can read here
				continue
			}
			reading = ending(single(reading))
			s.sounds = append(s.sounds, vowels(reading)...)
			s.consonants = append(s.consonants, consonants(reading))
		}
	}
	s.sounds, s.consonants = unique(s.sounds), unique(s.consonants)
	return s
}

// single makes one of two equal consonants side by side: how often one is written says nothing.
func single(reading string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range reading {
		if r != last || isVowel(r) {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// ending hardens the last consonant, as German, Turkish and Russian do: Ahmed and Ahmet, Zeyneb and Zeynep, Ivanov and Ivanoff.
func ending(reading string) string {
	for _, pair := range [...][2]string{{"D", "T"}, {"B", "P"}, {"W", "F"}} {
		if stem, found := strings.CutSuffix(reading, pair[0]); found {
			return stem + pair[1]
		}
	}
	return reading
}

func isVowel(r rune) bool { return r >= 'a' && r <= 'z' }

// consonants is a reading without its vowels, but for a sign that it begins with one. V and w go as well: Arabic script
// writes them like u.
func consonants(reading string) string {
	var b strings.Builder
	for i, r := range reading {
		switch {
		case i == 0 && isVowel(r):
			b.WriteByte('A')
		case i > 0 && r == 'W', isVowel(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// vowels is a reading with what is left of its vowels: O for a rounded one (o, u), E for another one; the last of all, which
// tells most names apart (Jamal and Jamil, Maria and Mario), more exactly as A, I or O. An e can be both A and I.
func vowels(reading string) []string {
	out := []string{""}
	rounded := false
	for at := 0; at < len(reading); {
		if !isVowel(rune(reading[at])) {
			out = extend(out, []string{reading[at : at+1]})
			at++
			continue
		}
		end := at
		for end < len(reading) && isVowel(rune(reading[end])) {
			end++
		}
		group := reading[at:end]
		rest := reading[end:]
		switch {
		case at == 0:
			out = extend(out, []string{firstVowel(group)})
			if rest == "" {
				out = extend(out, finalVowel(group))
			}
		case rest == "":
			out = extend(out, finalVowel(group))
		case strings.ContainsFunc(rest, isVowel):
			out = extend(out, []string{innerVowel(group)})
		default:
			out = extend(out, lastVowel(group, rounded))
		}
		rounded = strings.ContainsAny(group, "ou")
		at = end
	}
	return out
}

func innerVowel(group string) string {
	if strings.ContainsAny(group, "ou") {
		return "O"
	}
	return "E"
}

// firstVowel also tells Ayoub from Ab.
func firstVowel(group string) string {
	one := innerVowel(group[:1])
	if len(group) > 2 && innerVowel(group) != one {
		return one + innerVowel(group)
	}
	return one
}

// finalVowel is for the end of a word, where an e is heard as a (Fatemeh, Aische).
func finalVowel(group string) []string {
	switch group[len(group)-1] {
	case 'i', 'y':
		return []string{"I"}
	case 'o', 'u':
		return []string{"O"}
	case 'e':
		switch {
		case strings.HasSuffix(group, "ee"):
			return []string{"I"}
		case strings.ContainsAny(group, "iy"):
			return []string{"A", "I"}
		}
	}
	return []string{"A"}
}

// lastVowel is for the last syllable with a consonant after it. After a rounded vowel it is often heard as one itself: Yunus,
// Younes; Yusuf, Yousef.
func lastVowel(group string, afterRounded bool) []string {
	var options []string
	switch {
	case strings.ContainsAny(group, "ou"):
		return []string{"O"}
	case strings.ContainsAny(group, "iy") || strings.Contains(group, "ee"):
		options = []string{"I"}
	case strings.Contains(group, "e"):
		options = []string{"A", "I"}
	default:
		return []string{"A"}
	}
	if afterRounded {
		options = append(options, "O")
	}
	return slices.Clip(options)
}
