package i18n

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	xmessage "golang.org/x/text/message"
	"golang.org/x/text/number"
)

// numberFormat has what CLDR says about a language's numbers, read once because asking costs more than writing.
// Digits are the European ones in every language: figures are compared with German letters and tables.
type numberFormat struct {
	group   string
	decimal string
	percent *xmessage.Printer
}

func newNumberFormat(tag language.Tag) numberFormat {
	if latin, err := tag.SetTypeForKey("nu", "latn"); err == nil {
		tag = latin
	}
	printer := xmessage.NewPrinter(tag)
	sample := printer.Sprint(number.Decimal(1234567.5, number.Scale(1)))
	return numberFormat{group: between(sample, '1', '2'), decimal: between(sample, '7', '5'), percent: printer}
}

func between(s string, from, to rune) string {
	_, s, _ = strings.Cut(s, string(from))
	s, _, _ = strings.Cut(s, string(to))
	return strings.TrimFunc(s, unicode.IsDigit)
}

// Number writes n with the language's grouping, as 139.412 in German.
func (p *Printer) Number(n int) string {
	var digits [20]byte
	plain := strconv.AppendInt(digits[:0], int64(n), 10)
	if len(plain) <= 3 {
		return string(plain)
	}
	var out [48]byte
	return string(p.numbers.appendGrouped(out[:0], plain))
}

func (f numberFormat) appendGrouped(out, plain []byte) []byte {
	if plain[0] == '-' {
		out, plain = append(out, "\u2212"...), plain[1:]
	}
	for i, d := range plain {
		if i > 0 && (len(plain)-i)%3 == 0 {
			out = append(out, f.group...)
		}
		out = append(out, d)
	}
	return out
}

// Decimal writes x with the given number of digits after the decimal sign.
func (p *Printer) Decimal(x float64, digits int) string {
	return p.numbers.percent.Sprint(number.Decimal(x, number.Scale(digits)))
}

// Percent writes a share of 0 to 1 as a percentage with one digit after the decimal sign.
func (p *Printer) Percent(share float64) string {
	return p.numbers.percent.Sprint(number.Percent(share, number.MinFractionDigits(1), number.MaxFractionDigits(1)))
}
