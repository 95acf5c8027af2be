package name

import "strings"

// place is where in a word a rule holds.
type place int

const (
	anywhere place = iota
	atStart
	atEnd
	atStartBeforeVowel
	beforeVowel
	beforeFront  // e, i, y
	beforeLiquid // l, r
)

// rule reads letters as sounds; several ones where languages disagree.
type rule struct {
	letters string
	where   place
	sounds  []string
}

// rules are tried in this order: longer ones and those for certain places first. Single letters are at the end.
var rules = []rule{
	{"schtsch", anywhere, []string{"S"}}, {"shtsh", anywhere, []string{"S"}}, {"dsch", anywhere, []string{"J"}},
	{"tsch", anywhere, []string{"S"}}, {"tch", anywhere, []string{"S"}}, {"tsh", anywhere, []string{"S"}},
	{"sch", anywhere, []string{"S"}}, {"sh", anywhere, []string{"S"}}, {"sz", anywhere, []string{"S"}},
	{"cz", anywhere, []string{"S"}}, {"cs", anywhere, []string{"S"}}, {"ts", anywhere, []string{"S"}}, {"tz", anywhere, []string{"S"}},
	{"dzh", anywhere, []string{"J"}}, {"dhj", anywhere, []string{"J", "D"}}, {"dj", anywhere, []string{"J"}}, {"xh", anywhere, []string{"J"}}, {"dz", anywhere, []string{"J", "S"}},
	{"jh", anywhere, []string{"S", "J"}}, {"zh", anywhere, []string{"S", "J"}},
	{"kh", beforeLiquid, []string{"G", "K"}}, {"kh", anywhere, []string{"G"}}, {"gh", anywhere, []string{"G", "K"}},
	{"ch", beforeLiquid, []string{"K", "G"}}, {"ch", anywhere, []string{"G", "S"}}, {"ck", anywhere, []string{"K"}}, {"qu", anywhere, []string{"K"}},
	{"th", anywhere, []string{"T", "S"}}, {"dh", anywhere, []string{"D", "S"}}, {"ph", anywhere, []string{"F"}}, {"bh", anywhere, []string{"B"}},
	{"dt", anywhere, []string{"T"}},
	{"ole", atStart, []string{"oLe", "aLe"}}, // Ukrainian Oleksandr, Oleksii, Olena are Russian Aleksandr, Aleksei, Elena
	{"ye", atStart, []string{"Ye", "e"}}, {"je", atStart, []string{"Ye", "e", "Je"}}, {"ie", atStart, []string{"Ye", "e"}},
	{"y", atStartBeforeVowel, []string{"Y"}}, {"j", atStart, []string{"Y", "J"}},
	{"ia", atStart, []string{"Ya"}}, {"io", atStart, []string{"Yo"}}, {"iu", atStart, []string{"Yu"}},
	{"x", atStart, []string{"S", "G"}},
	{"h", atEnd, nil},
	{"c", beforeFront, []string{"S", "J"}}, {"g", beforeVowel, []string{"G", "J"}}, {"j", anywhere, []string{"i", "J"}},
	{"b", anywhere, []string{"B"}}, {"c", anywhere, []string{"K", "S"}}, {"d", anywhere, []string{"D"}}, {"f", anywhere, []string{"F"}},
	{"g", anywhere, []string{"G"}}, {"h", anywhere, []string{"G"}}, {"k", anywhere, []string{"K"}}, {"l", anywhere, []string{"L"}},
	{"m", anywhere, []string{"M"}}, {"n", anywhere, []string{"N"}}, {"p", anywhere, []string{"P"}}, {"q", anywhere, []string{"K"}},
	{"r", anywhere, []string{"R"}}, {"s", anywhere, []string{"S"}}, {"t", anywhere, []string{"T"}}, {"v", anywhere, []string{"W"}},
	{"w", anywhere, []string{"W"}}, {"x", anywhere, []string{"KS"}}, {"y", anywhere, []string{"i"}}, {"z", anywhere, []string{"S"}},
}

// latin reads a word of the letters a to z as symbols.
func latin(text string) []string {
	text = endingsWithVowel(text)
	readings := []string{""}
	for at := 0; at < len(text); {
		if strings.IndexByte("aeiou", text[at]) >= 0 && !startsRule(text, at) {
			readings = extend(readings, []string{text[at : at+1]})
			at++
			continue
		}
		r := ruleAt(text, at)
		sounds := r.sounds
		if r.letters == "w" || r.letters == "v" {
			sounds = half(text, at)
		}
		readings = extend(readings, sounds)
		at += len(r.letters)
	}
	return readings
}

func startsRule(text string, at int) bool { return at == 0 && ruleAt(text, at).letters != "" }

func ruleAt(text string, at int) rule {
	for _, r := range rules {
		if strings.HasPrefix(text[at:], r.letters) && r.holds(text, at) {
			return r
		}
	}
	return rule{}
}

func (r rule) holds(text string, at int) bool {
	rest := text[at+len(r.letters):]
	switch r.where {
	case atStart:
		return at == 0 && rest != ""
	case atEnd:
		return rest == "" && at > 0
	case atStartBeforeVowel:
		return at == 0 && rest != "" && isLatinVowel(rest[0])
	case beforeVowel:
		return rest != "" && isLatinVowel(rest[0])
	case beforeFront:
		return rest != "" && strings.IndexByte("eiy", rest[0]) >= 0
	case beforeLiquid:
		return rest != "" && strings.IndexByte("lr", rest[0]) >= 0
	}
	return true
}

// half reads v and w, which after a vowel are half a vowel themselves: Dawud is Daud, Nowruz is Noruz; Pawlo is Pavlo.
func half(text string, at int) []string {
	after, before := at > 0 && isLatinVowel(text[at-1]), at+1 < len(text) && isLatinVowel(text[at+1])
	switch {
	case !after:
	case before && strings.IndexByte("ou", text[at+1]) >= 0 && text[at-1] != 'i':
		return []string{"u"}
	case !before && text[at] == 'w':
		return []string{"W", "u"}
	}
	return []string{"W"}
}

func isLatinVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// endingsWithVowel writes the vowel that is heard in Aleksandr, Petr and Badr.
func endingsWithVowel(text string) string {
	if stem, found := strings.CutSuffix(text, "r"); found && (strings.HasSuffix(stem, "d") || strings.HasSuffix(stem, "t")) {
		return stem + "er"
	}
	return text
}
