package finder

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A query longer than this many bytes or words is cut: nobody names an occupation with more.
const (
	maxBytes = 400
	maxWords = 12
)

// genderEnd is how German writes both genders at once: Lehrer*in, Pfleger/-in, Ärzt:innen, Koch (m/w/d).
var genderEnd = regexp.MustCompile(`(?i)([*:_]|/-?|\(-?)in(nen)?\)?(\b|$)|\([mwfdx](/[mwfdx])*\)`)

// folded are letters that decomposition leaves alone but that people type in another way.
var folded = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ı", "i", "þ", "th", "ð", "d", "ħ", "h",
	"ё", "е", "й", "и", "ї", "і", "ґ", "г", "ў", "у", "ъ", "", "ь", "", "’", "", "ʼ", "", "'", "", "`", "", "´", "",
	"أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ى", "ي", "ی", "ي", "ې", "ي", "ة", "ه", "ۀ", "ه", "ھ", "ه", "ؤ", "و", "ئ", "ي", "ء", "",
	"ک", "ك", "ـ", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u200f", "", "ς", "σ",
)

// words cuts a text into words as they are compared: without capitals, accents, vowel signs and punctuation.
func words(text string) []string {
	if len(text) > maxBytes {
		text = text[:maxBytes]
	}
	text = folded.Replace(strings.ToLower(genderEnd.ReplaceAllString(strings.ToValidUTF8(text, " "), "")))
	if !ascii(text) {
		text = folded.Replace(norm.NFKD.String(text))
	}
	var all []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 && len(all) < maxWords {
			all = append(all, withoutArticle(word.String()))
		}
		word.Reset()
	}
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r): // an accent or a vowel sign
		case unicode.IsLetter(r), unicode.IsDigit(r):
			word.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return all
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

const article = "ال"

// withoutArticle takes the Arabic article off: المهندس is مهندس.
func withoutArticle(word string) string {
	if rest, ok := strings.CutPrefix(word, article); ok && len(rest) >= 6 {
		return rest
	}
	return word
}

// stem is a word without what tells the gender or number of who does it; the word itself where there is nothing to take.
func stem(word string) string {
	for _, ending := range endings {
		if rest, ok := strings.CutSuffix(word, ending.from); ok && len(rest) >= ending.least {
			return rest + ending.to
		}
	}
	return word
}

// endings are cut from words, the longer ones first. They are those that pairs of titles in the catalogue's languages differ in.
var endings = []struct {
	from, to string
	least    int // bytes that must be left
}{
	{"innen", "", 4}, {"frauen", "mann", 3}, {"leute", "mann", 3}, {"frau", "mann", 3}, {"manner", "mann", 3},
	{"schwester", "pfleger", 5}, {"pflegerin", "pfleger", 0},
	{"erin", "er", 3}, {"orin", "or", 3}, {"eurin", "eur", 3}, {"istin", "ist", 3}, {"entin", "ent", 3}, {"antin", "ant", 3}, {"arztin", "arzt", 0},
	{"login", "loge", 3}, {"ologin", "ologe", 3}, {"in", "", 5},
	{"euse", "eur", 3}, {"trice", "teur", 3}, {"iere", "ier", 3}, {"ienne", "ien", 3},
	{"adora", "ador", 3}, {"tora", "tor", 3}, {"iera", "iero", 3}, {"oare", "or", 3}, {"itoare", "itor", 3},
	{"ница", "ник", 6}, {"телка", "тель", 6}, {"телька", "тель", 6},
}
