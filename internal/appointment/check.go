package appointment

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"openiq/internal/centre"
	"openiq/internal/platform/errs"
)

// Ask is what somebody asks a centre for.
type Ask struct {
	Site     string
	Slot     string // id of a free one; empty: the wishes say when
	Form     centre.Form
	Language string
	Details
}

var (
	codePattern  = regexp.MustCompile(`^[A-Z0-9]{4,16}$`)
	phonePattern = regexp.MustCompile(`^\+?[0-9][0-9 /()-]*$`)
)

// tidy brings what was typed into the form in which it is checked and kept.
func (a *Ask) tidy() {
	a.Email = strings.TrimSpace(a.Email)
	a.Phone = strings.TrimSpace(a.Phone)
	a.Name = strings.Join(strings.Fields(a.Name), " ")
	a.Code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(a.Code))
	a.Wishes = tidyWishes(a.Wishes)
}

// tidyWishes puts wishes into order, each once.
func tidyWishes(wishes []string) []string {
	wishes = slices.Clone(wishes)
	slices.Sort(wishes)
	return slices.Compact(wishes)
}

// check says what is wrong with which field, of a request to a centre.
func (a *Ask) check(c *centre.Centre) error {
	var wrong errs.Fields
	if a.Slot == "" && !c.Offers(a.Form) {
		wrong.Add("form", "appointment.error.form")
	}
	if !isLanguage(a.Language) {
		wrong.Add("language", "appointment.error.language")
	}
	if a.Email == "" && a.Phone == "" {
		wrong.Add("email", "appointment.error.contact")
	}
	if a.Email != "" && !isEmail(a.Email) {
		wrong.Add("email", "appointment.error.email")
	}
	if a.Phone != "" && !isPhone(a.Phone) {
		wrong.Add("phone", "appointment.error.phone")
	}
	if a.Code != "" && !codePattern.MatchString(a.Code) {
		wrong.Add("code", "appointment.error.finder_code")
	}
	tooLong(&wrong, "name", a.Name, MostName)
	tooLong(&wrong, "text", a.Text, MostText)
	if !knownWishes(a.Wishes) {
		wrong.Add("wishes", "error.code")
	}
	return wrong.Err()
}

func tooLong(wrong *errs.Fields, name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		wrong.Add(name, "error.too_long", "Max", most)
	}
}

func knownWishes(wishes []string) bool {
	return !slices.ContainsFunc(wishes, func(w string) bool { return !slices.Contains(Wishes, w) })
}

func isLanguage(tag string) bool {
	parsed, err := language.Parse(tag)
	return err == nil && len(tag) <= 35 && parsed != language.Und
}

// isEmail says whether mail can be sent to an address (at most 254 characters, RFC 5321 section 4.5.3.1.3).
func isEmail(s string) bool {
	parsed, err := mail.ParseAddress(s)
	_, domain, _ := strings.Cut(s, "@")
	return err == nil && parsed.Address == s && len(s) <= 254 && strings.Contains(domain, ".")
}

func isPhone(s string) bool {
	digits := len(digitsOf(s))
	return phonePattern.MatchString(s) && digits >= 6 && digits <= 15 && len(s) <= 30 // at most 15 digits: ITU-T E.164
}

func digitsOf(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

// contact is how one knows the same person again: by the mail address, else by the number, however it was written.
func (d *Details) contact() string {
	if d.Email != "" {
		return "mail:" + strings.ToLower(d.Email)
	}
	digits := digitsOf(d.Phone)
	if international, ok := strings.CutPrefix(digits, "00"); ok {
		digits = international
	} else if national, ok := strings.CutPrefix(digits, "0"); ok && !strings.HasPrefix(d.Phone, "+") {
		digits = "49" + national
	}
	return "phone:" + digits
}
