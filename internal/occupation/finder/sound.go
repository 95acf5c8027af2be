package finder

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// sounds are the consonants of a word as they sound, whatever its script: ممرض, mumarrid and momarez have one in common, and
// so have инженер and inzhener. Vowels, which Arabic does not write and transliteration writes in many ways, are left out.
// Where a letter can be heard in two ways, there are several.
func sounds(word string) []string {
	readings := []string{""}
	for i := 0; i < len(word); {
		heard, n := soundAt(word, i)
		i += n
		var next []string
		for _, before := range readings {
			for _, s := range heard {
				if s == "" || !strings.HasSuffix(before, s) { // doubled letters are one
					s = before + s
				} else {
					s = before
				}
				if !slices.Contains(next, s) && len(next) < mostReadings {
					next = append(next, s)
				}
			}
		}
		readings = next
	}
	return slices.DeleteFunc(readings, func(s string) bool { return len(s) < leastSound })
}

const (
	mostReadings = 4
	leastSound   = 2 // consonants: less says nothing
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
	return silent, n
}

type group struct {
	letters string
	heard   []string
}

// groups are letters that sound together, by their first byte, the longer ones first.
var groups = func() (byFirst [256][]group) {
	for _, g := range []group{
		{"tsch", of("c")}, {"schtsch", of("s")}, {"shch", of("s")}, {"sch", of("s")}, {"dsch", of("g")}, {"stsch", of("s")},
		{"sh", of("s")}, {"ch", of("c", "h", "s")}, {"zh", of("g")}, {"kh", of("h")}, {"gh", of("g", "k")}, {"th", of("t", "s")}, {"dh", of("d", "z")},
		{"ph", of("f")}, {"ck", of("k")}, {"ts", of("c")}, {"tz", of("c")}, {"dj", of("g")}, {"dz", of("g", "z")}, {"cz", of("c")}, {"sz", of("s")},
		{"ce", of("s")}, {"ci", of("s")}, {"qu", of("k")}, {"дж", of("g")}, {"тс", of("c")},
	} {
		byFirst[g.letters[0]] = append(byFirst[g.letters[0]], g)
	}
	for _, all := range byFirst {
		slices.SortStableFunc(all, func(a, b group) int { return len(b.letters) - len(a.letters) })
	}
	return byFirst
}()

func of(heard ...string) []string { return heard }

// first are letters that are heard at the beginning of a word only.
var first = map[rune][]string{'y': of("y"), 'j': of("g", "y"), 'w': of("v"), 'ي': of("y"), 'و': of("v"), 'я': of("y"), 'ю': of("y"), 'є': of("y"), 'и': silent}

// letters are what single letters sound like; those that are not here are silent.
var letters = func() map[rune][]string {
	m := map[rune][]string{}
	for heard, all := range map[string]string{
		"b": "bбبβ", "p": "pпپπ", "d": "dдدδ", "t": "tтتطτ", "k": "kqкقكκ", "g": "gгغجگжγ", "f": "fфفφ", "v": "vвڤ", "h": "hхحخهχ",
		"l": "lлلλ", "m": "mмمμ", "n": "nнنν", "r": "rрرρ", "s": "sсسصшщشσşš", "z": "zзزژζ", "c": "цчچ",
	} {
		for _, r := range all {
			m[r] = of(heard)
		}
	}
	m['c'], m['j'], m['x'] = of("k", "c", "g"), of("g", ""), of("ks", "h")
	m['w'], m['و'], m['ψ'], m['ξ'] = of("v", ""), of("", "v"), of("ps"), of("ks")
	m['ث'], m['ذ'], m['ظ'], m['ض'] = of("t", "s"), of("d", "z"), of("z", "d"), of("d", "z")
	m['θ'], m['h'], m['ه'] = of("t"), of("h", ""), of("h", "")
	m['7'], m['5'], m['6'], m['9'] = of("h"), of("h"), of("t"), of("s", "k") // as Arabic is typed on a telephone
	return m
}()
