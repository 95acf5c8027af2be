package translation

import "strings"

// Plural is a form of words beside a number, as CLDR calls it.
type Plural struct {
	Form    string
	Example int  // a number that takes the form
	Single  bool // Example is the only one, beside nothing: the words may do without the number
}

// Rule says which forms a language has for whole numbers. CLDR has more for fractions and for millions in some languages;
// the program counts people and things.
type Rule struct {
	Forms   []Plural        // in CLDR's order
	Index   func(n int) int // which of Forms a number takes
	Formula string          // the same for gettext, in C
}

func choose(conditions ...bool) int {
	for i, holds := range conditions {
		if holds {
			return i
		}
	}
	return len(conditions)
}

var (
	oneOther = Rule{[]Plural{{"one", 1, true}, {"other", 5, false}},
		func(n int) int { return choose(n == 1) }, "n != 1"}
	upToOne = Rule{[]Plural{{"one", 1, true}, {"other", 5, false}},
		func(n int) int { return choose(n <= 1) }, "n > 1"}
	slavic = Rule{[]Plural{{"one", 21, false}, {"few", 3, false}, {"many", 5, false}},
		func(n int) int {
			return choose(n%10 == 1 && n%100 != 11, n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14))
		}, "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"}
	polish = Rule{[]Plural{{"one", 1, true}, {"few", 3, false}, {"many", 5, false}},
		func(n int) int { return choose(n == 1, n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14)) },
		"n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"}
	romanian = Rule{[]Plural{{"one", 1, true}, {"few", 3, false}, {"other", 20, false}},
		func(n int) int { return choose(n == 1, n == 0 || n%100 >= 1 && n%100 <= 19) },
		"n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2"}
	arabic = Rule{[]Plural{{"zero", 0, true}, {"one", 1, true}, {"two", 2, true}, {"few", 3, false}, {"many", 11, false}, {"other", 100, false}},
		func(n int) int {
			return choose(n == 0, n == 1, n == 2, n%100 >= 3 && n%100 <= 10, n%100 >= 11)
		}, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"}
)

// rules are those of CLDR for cardinal numbers, by language without its variants.
var rules = map[string]Rule{
	"de": oneOther, "en": oneOther, "tr": oneOther, "es": oneOther, "fr": upToOne, "fa": upToOne,
	"uk": slavic, "ru": slavic, "pl": polish, "ro": romanian, "ar": arabic,
}

// RuleOf is the rule of a language; ok is false where none is known.
func RuleOf(lang string) (Rule, bool) {
	base, _, _ := strings.Cut(lang, "-")
	rule, ok := rules[base]
	return rule, ok
}

// has says whether the rule has a form.
func (r Rule) has(form string) bool {
	for _, p := range r.Forms {
		if p.Form == form {
			return true
		}
	}
	return false
}
