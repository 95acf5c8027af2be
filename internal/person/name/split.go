package name

import (
	"strings"
	"unicode"
)

// split takes apart what is written as one word here and as several there: Chinese characters, and Arabic names made of two,
// like Abdulrahman (servant of the Merciful), Nuruddin (light of the faith) and Habibullah (beloved of God).
func split(piece string) []string {
	switch {
	case piece == "":
		return nil
	case isHan(piece):
		return strings.Split(piece, "")
	case strings.HasPrefix(piece, "abd"):
		return splitServant(piece)
	case strings.HasPrefix(piece, "عبد"):
		return splitArabicServant(piece)
	case unicode.Is(unicode.Cyrillic, first(piece)):
		if parts := split(romanise(piece)); len(parts) > 1 {
			return parts
		}
	}
	for _, s := range suffixes {
		if piece == s.ending {
			return []string{s.part}
		}
		if stem, found := strings.CutSuffix(piece, s.ending); found && len([]rune(stem)) >= 3 {
			return []string{stem, s.part}
		}
	}
	return []string{piece}
}

// suffixes are the second parts of Arabic names with the article in front, as they are heard and as they are written.
var suffixes = []struct{ ending, part string }{
	{"الدين", "دين"}, {"الدین", "دین"}, {"الله", "له"}, {"اللہ", "لہ"},
	{"oullah", "lah"}, {"ullah", "lah"}, {"ollah", "lah"}, {"allah", "lah"}, {"ulla", "lah"},
	{"ouddine", "din"}, {"uddin", "din"}, {"eddine", "din"}, {"eddin", "din"}, {"addin", "din"}, {"oddin", "din"}, {"udin", "din"},
}

// least letters that are a name after "abd" and the article: else it is a name like Abdi or Abdo.
const leastServant = 3

// splitServant knows the article as it is heard: Abdulaziz, Abdelkader, Abdurrahman, Abderrahmane, Abdirahman, Abd.
func splitServant(piece string) []string {
	rest := strings.TrimPrefix(piece, "abd")
	after := strings.TrimLeft(rest, "aeiou")
	if vowels := len(rest) - len(after); after == "" || vowels == 0 || vowels > 2 {
		return []string{piece}
	}
	switch {
	case after == "l" || len(after) == 1:
		return []string{"abd"}
	case after[0] == 'l' || after[0] == after[1]:
		after = after[1:]
	}
	switch {
	case after == "la":
		after = "lah"
	case len(after) < leastServant:
		return []string{piece}
	}
	return []string{"abd", after}
}

func splitArabicServant(piece string) []string {
	rest := strings.TrimPrefix(piece, "عبد")
	rest = strings.TrimPrefix(rest, "ال")
	if len([]rune(rest)) < 2 {
		return []string{piece}
	}
	return []string{"عبد", rest}
}
