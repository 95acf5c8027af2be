package office

import (
	"strconv"
	"strings"
)

// cents reads an amount in euros as it is typed, "1.234,50", "149.5", "400 €", as a cell in cents; nothing is no amount.
// One or two digits behind the last separator are cents, other separators stand between thousands.
func cents(typed string) (cell string, ok bool) {
	s := strings.NewReplacer(" ", "", "\u00A0", "", "\u202F", "", "€", "", "'", "").Replace(typed)
	if s == "" {
		return "", typed == ""
	}
	whole, part := s, ""
	if i := strings.LastIndexAny(s, ".,"); i >= 0 && len(s)-i-1 <= 2 {
		whole, part = s[:i], s[i+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	digits := whole + (part + "00")[:2]
	n, err := strconv.ParseInt(digits, 10, 32)
	if err != nil || n < 0 || digits[0] == '+' || whole+part == "" {
		return typed, false
	}
	return strconv.FormatInt(n, 10), true
}

// euros writes a cell in cents for a field: "149,50"; what is no amount stays.
func euros(cell string) string {
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		return cell
	}
	text := strconv.FormatInt(n/100, 10)
	if n%100 != 0 {
		text += "," + strconv.FormatInt(n%100+100, 10)[1:]
	}
	return text
}

// amount is a cell in cents for reading: "149,50 €".
func (s *scene) amount(cell string) string {
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		return cell
	}
	return s.euros(n)
}

// euros are cents for reading.
func (s *scene) euros(cents int64) string {
	digits := 2
	if cents%100 == 0 {
		digits = 0
	}
	return s.p.Decimal(float64(cents)/100, digits) + "\u00A0€"
}
