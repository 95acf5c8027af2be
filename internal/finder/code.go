package finder

import (
	"crypto/rand"
	"math/big"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// alphabet has 31 digits and capitals without those that are misread for others. 31 is a prime: the check character finds
// every single wrong character and every two that were exchanged.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTWXYZ"

// codeLength counts the check character, too. 31 to the 7th are 27 thousand million codes: of a hundred thousand codes kept
// at a time nobody guesses one.
const codeLength = 8

// newCode is a random code. Random bytes never fail since Go 1.24.
func newCode() string {
	most := big.NewInt(int64(len(alphabet)))
	code := make([]byte, codeLength-1, codeLength)
	for i := range code {
		n, err := rand.Int(rand.Reader, most)
		if err != nil {
			panic(err)
		}
		code[i] = alphabet[n.Int64()]
	}
	return string(append(code, alphabet[(len(alphabet)-weighted(string(code)))%len(alphabet)]))
}

// weighted is the sum of the characters' numbers, each by its place, modulo 31: the last of eight counts once, the one before
// it twice, and so on. It is 0 for a whole code.
func weighted(code string) int {
	sum := 0
	for i := range len(code) {
		sum += (codeLength - i) * strings.IndexByte(alphabet, code[i])
	}
	return sum % len(alphabet)
}

// misread are characters that are taken for others when they are read out or copied.
var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// ParseCode reads a code as people type it: in small letters, with spaces, hyphens or dots, O for 0, I or L for 1. ok is false
// where it cannot be one.
func ParseCode(typed string) (code string, ok bool) {
	if len(typed) > 100 {
		return "", false
	}
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n-‐‑‒–—_.·", r) {
			return -1
		}
		return r
	}, strings.ToUpper(norm.NFKC.String(typed)))
	code = misread.Replace(plain)
	if len(code) != codeLength || strings.Trim(code, alphabet) != "" || weighted(code) != 0 {
		return "", false
	}
	return code, true
}

// Spaced writes a code in two groups, as it is easier to read.
func Spaced(code string) string {
	if len(code) != codeLength {
		return code
	}
	return code[:codeLength/2] + "-" + code[codeLength/2:]
}
