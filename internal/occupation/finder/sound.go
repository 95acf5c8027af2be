package finder

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// sounds are the consonants of a word as they sound, whatever its script: ممرض, mumarrid and momarez have one in common, and
// so have инженер and inzhener. Vowels, which Arabic does not write and transliteration writes in many ways, are left out,
// but for a sign that the word begins with one. Letters that some scripts cannot tell apart are one: p and b, f and v, s and
// z. Where a letter can be heard in several ways, there are several.
func sounds(word string) []string {
	readings := []string{""}
	arabicScript := scriptOf(word) == arabic
	double := false // nothing silent since the consonant before
	for i := 0; i < len(word); {
		heard, n := soundAt(word, i)
		var next []string
		for _, before := range readings {
			for _, s := range heard {
				// A letter written twice is one; in Arabic letters there is a vowel between.
				if !double || arabicScript || s == "" || !strings.HasSuffix(before, s) {
					s = before + s
				} else {
					s = before
				}
				if !slices.Contains(next, s) && len(next) < mostReadings {
					next = append(next, s)
				}
			}
		}
		readings, double = next, heard[0] != ""
		i += n
	}
	return slices.DeleteFunc(readings, func(s string) bool { return len(s) < leastSound })
}

const (
	mostReadings = 8
	leastSound   = 2 // less says nothing
)

var silent = []string{""}

// soundAt is what the letters at a place sound like, and how many bytes they are.
func soundAt(word string, i int) (heard []string, n int) {
	for _, g := range groups[word[i]] {
		if strings.HasPrefix(word[i:], g.letters) {
			return g.heard, len(g.letters)
		}
	}
	r, n := utf8.DecodeRuneInString(word[i:])
	if i == 0 {
		if s, ok := first[r]; ok {
			return s, n
		}
	}
	if s, ok := letters[r]; ok {
		return s, n
	}
	if i == 0 {
		return beginsOpen, n
	}
	return silent, n
}

// beginsOpen is the sign of a vowel at the beginning.
var beginsOpen = []string{"a"}

type group struct {
	letters string
	heard   []string
}

// groups are letters that sound together, by their first byte, the longer ones first.
var groups = func() (byFirst [256][]group) {
	for _, g := range []group{
		{"tsch", of("c")}, {"schtsch", of("s")}, {"shch", of("s")}, {"sch", of("s")}, {"dsch", of("g")},
		{"sh", of("s")}, {"ch", of("h", "c", "s")}, {"zh", of("g", "s")}, {"kh", of("h")}, {"gh", of("g", "k")}, {"th", of("t", "s")}, {"dh", of("d", "s")},
		{"ph", of("f")}, {"ck", of("k")}, {"ts", of("c")}, {"tz", of("c")}, {"dj", of("g")}, {"dz", of("g", "s")}, {"cz", of("c")}, {"sz", of("s")},
		{"ce", of("s", "c")}, {"ci", of("s", "c")}, {"qu", of("k")}, {"дж", of("g")}, {"тс", of("c")}, {"тц", of("c")}, {"تس", of("c", "ts")}, {"تش", of("c", "ts")},
	} {
		byFirst[g.letters[0]] = append(byFirst[g.letters[0]], g)
	}
	for _, all := range byFirst {
		slices.SortStableFunc(all, func(a, b group) int { return len(b.letters) - len(a.letters) })
	}
	return byFirst
}()

func of(heard ...string) []string { return heard }

// first are letters that are heard otherwise at the beginning of a word.
var first = map[rune][]string{'y': of("y", "a"), 'j': of("g", "y"), 'w': of("f"), 'ي': of("y", "a"), 'و': of("f", "a"), 'я': of("y", "a"), 'ю': of("y", "a"),
	'є': of("y", "a")}

// letters are what single letters sound like; those that are not here are silent.
var letters = func() map[rune][]string {
	m := map[rune][]string{}
	for heard, all := range map[string]string{
		"b": "bpбпبپβπ", "d": "dдدδ", "t": "tтتطτ", "k": "kqкقكκ", "g": "gґجگγ", "f": "fvфвفڤφ", "h": "hхحخχ",
		"l": "lлلλ", "m": "mмمμ", "n": "nнنν", "r": "rрرρ", "s": "sсзسصшщشσشزζ", "c": "чچ",
	} {
		for _, r := range all {
			m[r] = of(heard)
		}
	}
	m['c'], m['j'], m['x'], m['z'] = of("k", "c", "g"), of("g", ""), of("ks", "h"), of("s", "c")
	m['г'], m['ж'], m['ц'], m['غ'] = of("g", "h"), of("g", "s"), of("c", "s"), of("g", "k")
	m['w'], m['و'], m['ψ'], m['ξ'] = of("f", ""), of("", "f"), of("bs"), of("ks")
	m['ث'], m['ذ'], m['ظ'], m['ض'], m['ژ'] = of("t", "s"), of("d", "s"), of("s", "d"), of("d", "s"), of("g", "s")
	m['θ'], m['h'], m['ه'] = of("t"), of("h", ""), of("h", "", "t")
	m['2'], m['5'], m['6'], m['7'], m['9'] = of("", "k"), of("h"), of("t"), of("h"), of("s", "k") // as Arabic is typed on a telephone
	return m
}()

// vowels says how alike the vowels of two words are, 0 to 1; 1 where a script does not write them.
func vowels(a, b string) float32 {
	x, y := vowelsOf(a), vowelsOf(b)
	if scriptOf(a) == arabic || scriptOf(b) == arabic || len(x)+len(y) == 0 {
		return 1
	}
	return float32(common(x, y)) / float32(max(len(x), len(y)))
}

// vowelsOf are the vowels of a word by three kinds, those that transliteration takes for each other.
func vowelsOf(word string) []byte {
	var all []byte
	for _, r := range word {
		for i, kind := range [...]string{"aаяαά", "eiyіиеєыэєεηιυ", "ouоуюωο"} {
			if strings.ContainsRune(kind, r) && (len(all) == 0 || all[len(all)-1] != byte(i)) {
				all = append(all, byte(i))
			}
		}
	}
	return all
}

// common is the length of the longest common subsequence.
func common(a, b []byte) int {
	row := make([]int, len(b)+1)
	for i := range a {
		before := 0
		for j := range b {
			kept := row[j+1]
			if a[i] == b[j] {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			before = kept
		}
	}
	return row[len(b)]
}
