package translation

import (
	"errors"
	"strings"
	"testing"

	"openiq/internal/platform/errs"
	"openiq/locale"
)

func plain(words string) locale.Text { return locale.Text{Plain: words} }

// formed has words for forms, name and words in turn.
func formed(pairs ...string) locale.Text {
	t := locale.Text{Forms: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		t.Forms[pairs[i]] = pairs[i+1]
	}
	return t
}

func TestTextsThatFitAndTextsThatDoNot(t *testing.T) {
	days := formed("one", "ein Tag bei {{.Name}}", "other", "{{.Count}} Tage bei {{.Name}}")
	russian := []string{"one", "{{.Count}} день, {{.Name}}", "few", "{{.Count}} дня, {{.Name}}", "many", "{{.Count}} дней, {{.Name}}"}
	for _, c := range []struct {
		name, lang, key string
		german, text    locale.Text
		wrong           string // field and key of what is wrong; empty: nothing
	}{
		{"words", "ar", "k", plain("Hallo"), plain("مرحبا"), ""},
		{"a joiner", "fa", "k", plain("Hallo"), plain("می\u200cخواهم"), ""},
		{"isolates", "ar", "k", plain("Hallo"), plain("\u2068BQFG\u2069"), ""},
		{"two lines", "en", "k", plain("a"), plain("one\ntwo"), ""},
		{"less than", "en", "k", plain("a"), plain("1 < 2 & 3"), ""},
		{"values in another order", "en", "k", plain("{{.A}} {{.B}}"), plain("{{.B}}, {{.A}}"), ""},
		{"the longest", "en", "k", plain("a"), plain(strings.Repeat("ж", MaxLength)), ""},
		{"too long", "en", "k", plain("a"), plain(strings.Repeat("ж", MaxLength+1)), "text error.too_long"},
		{"empty", "en", "k", plain("a"), plain(" \n"), "text error.required"},
		{"a value is missing", "en", "k", plain("{{.A}}"), plain("A"), "text translation.error.missing_value"},
		{"an unknown value", "en", "k", plain("{{.A}}"), plain("{{.A}}{{.B}}"), "text translation.error.unknown_value"},
		{"a template", "en", "k", plain("a"), plain("{{if .A}}a{{end}}"), "text translation.error.template"},
		{"half a template", "en", "k", plain("a"), plain("a}}"), "text translation.error.template"},
		{"spaces in a value", "en", "k", plain("{{.A}}"), plain("{{ .A }}"), "text translation.error.template"},
		{"a value in a value", "en", "k", plain("{{.A}}"), plain("{{{.A}}.A}}"), "text translation.error.template"},
		{"a tag", "en", "k", plain("a"), plain("<b>a</b>"), "text translation.error.html"},
		{"an entity", "en", "k", plain("a"), plain("a&nbsp;b"), "text translation.error.html"},
		{"an override of the direction", "en", "k", plain("a"), plain("a\u202Eb"), "text error.encoding"},
		{"a control character", "en", "k", plain("a"), plain("a\x07"), "text error.encoding"},
		{"broken UTF-8", "en", "k", plain("a"), plain("a\xff"), "text error.encoding"},
		{"no language", "xx", "k", plain("a"), plain("a"), "text error.code"},
		{"forms of Russian", "ru", "k", days, formed(russian...), ""},
		{"one without its number", "pl", "k", days, formed("one", "dzień {{.Name}}", "few", "{{.Count}} dni {{.Name}}", "many", "{{.Count}} dni {{.Name}}"), ""},
		{"one of many numbers without its number", "ru", "k", days, formed(append(russian[2:], "one", "день {{.Name}}")...), "one translation.error.missing_value"},
		{"a form is missing", "ru", "k", days, formed(russian[2:]...), "one error.required"},
		{"a form too many", "ru", "k", days, formed(append(russian, "two", "{{.Count}} {{.Name}}")...), "text translation.error.form"},
		{"no forms", "ru", "k", days, plain("{{.Count}} {{.Name}}"), "text translation.error.forms"},
		{"forms where there are none", "ru", "k", plain("a"), formed("one", "a"), "text translation.error.forms"},
		{"a date", "en", "date.long", plain("{d}. {month} {yyyy}"), plain("{month} {d}, {yyyy}"), ""},
		{"a date with short months", "en", "date.short", plain("{dd}.{mm}.{yyyy}"), plain("{d} {mon} {yyyy}"), ""},
		{"a date without its year", "en", "date.long", plain("{d}. {month} {yyyy}"), plain("{month} {d}"), "text translation.error.missing_value"},
		{"a century", "en", "date.long", plain("{d}"), plain("{d} {century}"), "text translation.error.unknown_value"},
		{"a brace", "en", "date.long", plain("{d}"), plain("{d} }"), "text translation.error.template"},
	} {
		err := check(c.lang, c.key, c.german, c.text)
		got := ""
		if wrong := new(errs.Error); errors.As(err, &wrong) {
			got = wrong.Fields[0].Name + " " + wrong.Fields[0].Key
		}
		if got != c.wrong {
			t.Errorf("%s: %q, want %q", c.name, got, c.wrong)
		}
	}
}

// What ships must pass what translators must.
func TestShippedTextsFit(t *testing.T) {
	s, err := readShipped()
	if err != nil {
		t.Fatal(err)
	}
	for lang, texts := range s.texts {
		for key, text := range texts {
			german, known := s.texts[German][key]
			if !known {
				continue // a text that only the office has yet
			}
			if err := check(lang, key, german, Asked(lang, text)); err != nil {
				t.Errorf("%s: %s: %v", lang, key, err)
			}
		}
	}
}
