package finder

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCodesAreReadHoweverTheyAreTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := newCode()
		typed := code
		if rapid.Bool().Draw(t, "small") {
			typed = strings.ToLower(typed)
		}
		typed = strings.NewReplacer("0", rapid.SampledFrom([]string{"0", "O", "o"}).Draw(t, "nought"), "1", rapid.SampledFrom([]string{"1", "I", "l"}).Draw(t, "one")).Replace(typed)
		at := rapid.IntRange(0, len(typed)).Draw(t, "at")
		typed = typed[:at] + rapid.SampledFrom([]string{"", " ", "-", " – ", "\t", "\u00a0"}).Draw(t, "gap") + typed[at:]
		if got, ok := ParseCode(typed); !ok || got != code {
			t.Fatalf("%q is read as %q, want %s", typed, got, code)
		}
	})
}

// TestSlipsAreFound changes one character, or exchanges two: neither may be a code any more.
func TestSlipsAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := []byte(newCode())
		i := rapid.IntRange(0, codeLength-1).Draw(t, "i")
		j := rapid.IntRange(0, codeLength-1).Draw(t, "j")
		before := string(code)
		if i == j {
			code[i] = alphabet[rapid.IntRange(0, len(alphabet)-1).Draw(t, "other")]
		} else {
			code[i], code[j] = code[j], code[i]
		}
		if _, ok := ParseCode(string(code)); ok != (string(code) == before) {
			t.Fatalf("%s for %s", code, before)
		}
	})
}

func TestWhatIsNoCode(t *testing.T) {
	good := newCode()
	for _, typed := range []string{"", " ", good[:7], good + "0", "UUUUUUUU", "VVVVVVVV", "ÄÖÜßÄÖÜß", "'; DROP TABLE finder_code; --", strings.Repeat(good, 20), "\xff\xfe", "../../x", good + "\x00"} {
		if code, ok := ParseCode(typed); ok {
			t.Errorf("%q is taken for the code %s", typed, code)
		}
	}
	if code, ok := ParseCode("00000000"); !ok || code != "00000000" {
		t.Error("eight noughts have a check character that is right")
	}
}

func TestCodesDifferAndAreWritten(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		code := newCode()
		if seen[code] || len(code) != codeLength || strings.ContainsAny(code, "ILOUV") {
			t.Fatalf("%s is a repeat or no code", code)
		}
		seen[code] = true
	}
	if got := Spaced("ABCD2345"); got != "ABCD-2345" {
		t.Error(got)
	}
}
