package translation

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"openiq/internal/platform/errs"
	"openiq/locale"
)

// MaxLength is the most characters of a text.
const MaxLength = 2000

var (
	valuePattern = regexp.MustCompile(`{{\.([A-Za-z][A-Za-z0-9]*)}}`)
	datePattern  = regexp.MustCompile(`{([a-z]+)}`)
	htmlPattern  = regexp.MustCompile(`<[/!?A-Za-z]|&(#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z]+);`)
)

// count is the value that words in a plural form may leave out where they are about one number only.
const count = "{{.Count}}"

// isDate says whether a text is a pattern by which days are written.
func isDate(key string) bool {
	switch key {
	case "date.long", "date.short", "date.instant", "date.instant_short":
		return true
	}
	return false
}

// Values are the places for values in a text, each once and sorted: "{{.Count}}", and "{month}" in the pattern of a date.
func Values(key string, text locale.Text) []string {
	pattern := valuePattern
	if isDate(key) {
		pattern = datePattern
	}
	var found []string
	for _, words := range wordsOf(text) {
		found = append(found, pattern.FindAllString(words, -1)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// dateFields are the fields of the pattern of a date, by what they are the way to write of: languages differ in it.
var dateFields = map[string]string{"{d}": "{d}", "{dd}": "{d}", "{mm}": "{month}", "{mon}": "{month}", "{month}": "{month}", "{yyyy}": "{yyyy}", "{time}": "{time}"}

// meant are values by what is filled in for them.
func meant(key string, values []string) []string {
	if !isDate(key) {
		return values
	}
	fields := make([]string, len(values))
	for i, value := range values {
		if fields[i] = dateFields[value]; fields[i] == "" {
			fields[i] = value
		}
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

// wordsOf are the texts of all forms, by form; a plain text has the form "".
func wordsOf(text locale.Text) map[string]string {
	if text.Forms == nil {
		return map[string]string{"": text.Plain}
	}
	return text.Forms
}

// check says what is wrong with a text in a language, which takes the place of a shipped German one: the program fills the
// values of that one in. Fields are named after the forms, "text" for a plain text.
func check(lang, key string, shipped, text locale.Text) error {
	var wrong errs.Fields
	rule, ok := RuleOf(lang)
	switch {
	case !ok:
		wrong.Add("text", "error.code")
	case (shipped.Forms == nil) != (text.Forms == nil):
		wrong.Add("text", "translation.error.forms")
	case text.Forms == nil:
		checkWords(&wrong, "text", key, text.Plain, Values(key, shipped), false)
	default:
		checkForms(&wrong, rule, key, shipped, text)
	}
	return wrong.Err()
}

// checkForms looks at each plural form that the language has; there may be no other.
func checkForms(wrong *errs.Fields, rule Rule, key string, shipped, text locale.Text) {
	for _, form := range slices.Sorted(maps.Keys(text.Forms)) {
		if !rule.has(form) {
			wrong.Add("text", "translation.error.form", "Form", form)
		}
	}
	for _, form := range rule.Forms {
		checkWords(wrong, form.Form, key, text.Forms[form.Form], Values(key, shipped), form.Single)
	}
}

// checkWords looks at one text. single: it is about one number only, which it may leave out.
func checkWords(wrong *errs.Fields, field, key, words string, values []string, single bool) {
	values = meant(key, values)
	known := meant(key, Values(key, locale.Text{Plain: words}))
	switch rest := valuePattern.ReplaceAllString(words, ""); {
	case strings.TrimSpace(words) == "":
		wrong.Add(field, "error.required")
	case utf8.RuneCountInString(words) > MaxLength:
		wrong.Add(field, "error.too_long", "Max", MaxLength)
	case !utf8.ValidString(words) || strings.ContainsFunc(words, hidden):
		wrong.Add(field, "error.encoding")
	case strings.Contains(rest, "{{") || strings.Contains(rest, "}}"):
		wrong.Add(field, "translation.error.template")
	case isDate(key) && strings.ContainsAny(datePattern.ReplaceAllString(words, ""), "{}"):
		wrong.Add(field, "translation.error.template")
	case htmlPattern.MatchString(words):
		wrong.Add(field, "translation.error.html")
	default:
		for _, value := range known {
			if !slices.Contains(values, value) {
				wrong.Add(field, "translation.error.unknown_value", "Value", value)
				return
			}
		}
		for _, value := range values {
			if !slices.Contains(known, value) && !(single && value == count) {
				wrong.Add(field, "translation.error.missing_value", "Value", value)
				return
			}
		}
	}
}

// hidden are characters that nobody sees and that change how others are read: control characters, and embeddings and
// overrides of the direction, which can turn what follows them around. Marks, isolates and joiners are part of good texts.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' || r >= 0x202A && r <= 0x202E || r == utf8.RuneError
}
