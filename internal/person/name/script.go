package name

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// exact is a part as it is compared letter by letter, in its own script.
func exact(text string) string {
	if unicode.Is(unicode.Latin, first(text)) {
		return romanise(germanLetters.Replace(text))
	}
	if isArabic(text) {
		return arabicForms.Replace(withoutMarks(text))
	}
	return withoutMarks(text)
}

func first(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}

// germanLetters are written out where a keyboard lacks them.
var germanLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// arabicForms are letters that are written one way here and another way there, or differ between Arabic and Persian.
var arabicForms = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ى", "ي", "ی", "ي", "ة", "ه", "ۀ", "ه", "ہ", "ه", "ک", "ك")

// withoutMarks removes accents and the Arabic signs for short vowels.
func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}

// heard are letters whose sound is lost where only the sign above or below them is left out.
var heard = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "š", "sh", "ş", "sh", "ș", "sh", "ś", "sh", "ŝ", "sh",
	"č", "tsh", "ç", "tsh", "ć", "tsh", "ž", "zh", "ż", "zh", "ź", "zh", "ğ", "g", "ı", "i", "đ", "dhj", "ð", "d", "þ", "th")

// romanise writes any script in Latin letters, a to z.
func romanise(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, strings.ToLower(unidecode.Unidecode(text)))
}

func isArabic(text string) bool { return unicode.Is(unicode.Arabic, first(text)) }

// arabicSounds are the letters of Arabic, Persian, Kurdish and Urdu as symbols of sounds; see sounds. Those that are read in
// two ways are alternatives. What is not here is no sound of its own.
var arabicSounds = map[rune][]string{
	'ب': {"B"}, 'پ': {"P"}, 'ت': {"T"}, 'ٹ': {"T"}, 'ط': {"T"}, 'ث': {"T", "S"}, 'د': {"D"}, 'ڈ': {"D"},
	'ذ': {"D", "S"}, 'ض': {"D", "S"}, 'ظ': {"D", "S"}, 'ز': {"S"}, 'س': {"S"}, 'ش': {"S"}, 'ص': {"S"}, 'ژ': {"S", "J"}, 'چ': {"S"},
	'ج': {"J"}, 'ح': {"G"}, 'خ': {"G"}, 'ه': {"G"}, 'ہ': {"G"}, 'غ': {"G", "K"}, 'گ': {"G"}, 'ق': {"K"}, 'ك': {"K"}, 'ک': {"K"},
	'ف': {"F"}, 'ڤ': {"W"}, 'ر': {"R"}, 'ڕ': {"R"}, 'ڑ': {"R"}, 'ل': {"L"}, 'ڵ': {"L"}, 'م': {"M"}, 'ن': {"N"}, 'ں': {"N"},
	'ا': {"a"}, 'أ': {"a"}, 'إ': {"a"}, 'آ': {"a"}, 'ٱ': {"a"}, 'ى': {"a"}, 'ة': {"a"}, 'ۀ': {"a"}, 'ە': {"a"}, 'ع': {"a"}, 'ئ': {"a"}, 'ؤ': {"a"},
	'ء': {"a"}, 'و': {"u"}, 'ۆ': {"u"}, 'ۇ': {"u"}, 'ي': {"i"}, 'ی': {"i"}, 'ێ': {"i"}, 'ے': {"i"},
}

// arabic is a word in Arabic script as symbols.
func arabic(text string) []string {
	letters := []rune(withoutMarksArabic(text))
	heard := []string{""}
	for i, r := range letters {
		options := arabicSounds[r]
		switch {
		case i == 0 && r == 'و':
			options = []string{"W"}
		case i == 0 && (r == 'ي' || r == 'ی'):
			options = []string{"Y"}
		case i > 0 && i == len(letters)-1 && (r == 'ه' || r == 'ہ'):
			options = nil // only a sign that the word ends in a vowel
		}
		heard = extend(heard, options)
	}
	return heard
}

// withoutMarksArabic keeps the letters with a hamza whole, unlike withoutMarks.
func withoutMarksArabic(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFC.String(text))
}
