package person

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// How long the fields may be, in characters of any script.
var longest = map[string]int{"family_name": 200, "given_name": 200, "native_name": 200, "street": 200, "postcode": 12, "place": 100,
	"phone": 40, "email": 254, "born_on": 10, "birth_place": 100, "customer_number": 20, "adviser_name": 200, "adviser_contact": 200,
	"remark": 4000}

// The first year in which somebody can be born whom we counsel.
var firstBirth = clock.MustDay("1900-01-01")

// Clean is the identity as it is stored: without spaces around, without characters that nobody sees. The errors name the
// fields that cannot be stored.
func (i *Identity) Clean(today clock.Day) (Identity, errs.Fields) {
	clean := *i
	var wrong errs.Fields
	for _, name := range IdentityFields {
		field := clean.Field(name)
		if name == "remark" {
			*field = cleanText(*field)
		} else {
			*field = cleanLine(*field)
		}
		if tooLong(*field, longest[name]) {
			wrong.Add(name, "error.too_long", "Max", longest[name])
		}
	}
	clean.Email = strings.ToLower(clean.Email)
	clean.checkNames(&wrong)
	clean.checkReach(&wrong)
	clean.checkBirth(today, &wrong)
	return clean, wrong
}

func (i *Identity) checkNames(wrong *errs.Fields) {
	if i.FamilyName == "" && i.GivenName == "" && i.NativeName == "" {
		wrong.Add("family_name", "person.error.name_missing")
	}
	for _, name := range []string{"family_name", "given_name", "native_name"} {
		if text := *i.Field(name); text != "" && !strings.ContainsFunc(text, unicode.IsLetter) {
			wrong.Add(name, "person.error.name")
		}
	}
}

func (i *Identity) checkReach(wrong *errs.Fields) {
	if i.Phone != "" && normalPhone(i.Phone) == "" {
		wrong.Add("phone", "person.error.phone")
	}
	if i.Email != "" && !isEmail(i.Email) {
		wrong.Add("email", "person.error.email")
	}
}

func (i *Identity) checkBirth(today clock.Day, wrong *errs.Fields) {
	if i.BornOn == "" {
		return
	}
	switch born, known := i.Birth(); {
	case !known:
		wrong.Add("born_on", "error.date")
	case born > today:
		wrong.Add("born_on", "error.future")
	case born < firstBirth:
		wrong.Add("born_on", "person.error.born_too_early")
	}
}

func tooLong(text string, most int) bool { return utf8.RuneCountInString(text) > most }

// cleanLine is text of one line: normal form, single spaces, nothing invisible.
func cleanLine(text string) string { return strings.Join(strings.Fields(visible(text)), " ") }

// cleanText is text of several lines.
func cleanText(text string) string {
	lines := strings.Split(oneBreak.Replace(visible(text)), "\n")
	for n, line := range lines {
		lines[n] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

var oneBreak = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// visible removes what nobody sees and what makes text look like another one: control characters and those that turn the
// direction of writing. The two joiners stay, Persian and Indic scripts need them within words.
func visible(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\u200c', r == '\u200d':
			return r
		case r == '\t':
			return ' '
		case unicode.Is(unicode.C, r), r == '\u2028', r == '\u2029':
			return -1
		}
		return r
	}, text))
}

// isEmail says whether mail can be sent to an address.
func isEmail(email string) bool {
	parsed, err := mail.ParseAddress(email)
	_, domain, _ := strings.Cut(email, "@")
	return err == nil && parsed.Address == email && strings.Contains(domain, ".") && !strings.HasSuffix(domain, ".")
}

// mistyped are domains that are nearly always meant to be another one (practice.md section 8, pain 4).
var mistyped = map[string]string{
	"gmial.com": "gmail.com", "gmai.com": "gmail.com", "gamil.com": "gmail.com", "gmal.com": "gmail.com", "gmil.com": "gmail.com",
	"gnail.com": "gmail.com", "gmaill.com": "gmail.com", "gmail.con": "gmail.com", "gmail.co": "gmail.com", "gmail.cm": "gmail.com",
	"gmail.om": "gmail.com", "gmail.de": "gmail.com", "googlemail.de": "googlemail.com", "goglemail.com": "googlemail.com",
	"hotmial.com": "hotmail.com", "hotmai.com": "hotmail.com", "hotmal.com": "hotmail.com", "hotmail.con": "hotmail.com",
	"outlok.com": "outlook.com", "outlook.con": "outlook.com", "outlook.co": "outlook.com", "outloook.com": "outlook.com",
	"yaho.com": "yahoo.com", "yahooo.com": "yahoo.com", "yhaoo.com": "yahoo.com", "yahoo.con": "yahoo.com", "yaho.de": "yahoo.de",
	"iclod.com": "icloud.com", "icoud.com": "icloud.com", "icloud.con": "icloud.com", "gmx.ed": "gmx.de", "gmx.d": "gmx.de", "gnx.de": "gmx.de",
	"wed.de": "web.de", "web.d": "web.de", "web.ed": "web.de", "wep.de": "web.de", "t-onlien.de": "t-online.de", "t-online.d": "t-online.de",
	"tonline.de": "t-online.de", "ukr.ne": "ukr.net", "mail.r": "mail.ru",
}

// MeantEmail is the address that was probably meant by one with a well-known slip of the finger; empty when there is none.
// It is for a question, never for a correction: some of these domains exist.
func MeantEmail(email string) string {
	local, domain, found := strings.Cut(strings.ToLower(cleanLine(email)), "@")
	if meant := mistyped[domain]; found && local != "" && meant != "" {
		return local + "@" + meant
	}
	return ""
}

// The shortest and longest numbers with their country's code (E.164).
const (
	minPhone = 6
	maxPhone = 15
)

// normalPhone is a phone number as digits with the country's code, by which it is found however it was written: +49, 0049
// and 0 before the area are the same. It is empty for what is no number.
func normalPhone(phone string) string {
	var b strings.Builder
	text := strings.ReplaceAll(phone, "(0)", "") // +49 (0)30 …
	for _, r := range text {
		switch {
		case r == '+' && b.Len() == 0:
			b.WriteString("00")
		case unicode.IsDigit(r):
			b.WriteByte(byte('0' + digit(r)))
		case !strings.ContainsRune(" -/().\u00a0\u2010\u2011\u2012\u2013", r):
			return ""
		}
	}
	digits := b.String()
	switch {
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case strings.HasPrefix(digits, "0"):
		digits = "49" + digits[1:]
	}
	if len(digits) < minPhone || len(digits) > maxPhone || strings.HasPrefix(digits, "0") {
		return ""
	}
	return digits
}

// digit is the value of a decimal digit of any script: their ten always lie one after the other.
func digit(r rune) rune {
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return r - zero
}
