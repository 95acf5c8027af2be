package i18n

import (
	"slices"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/locale"
)

// letterLanguages are those of the letter that a person takes along.
var letterLanguages = []string{"de", "en", "ar", "de-simple", "es", "fa", "fr", "pl", "ro", "ru", "tr", "uk"}

func letterCatalogues(t *testing.T) map[string]*catalogue {
	t.Helper()
	all, err := readAll(locale.Files, locale.Letter)
	if err != nil {
		t.Fatal(err)
	}
	byTag := map[string]*catalogue{}
	for _, c := range all {
		byTag[c.tag] = c
	}
	return byTag
}

// TestTheLetterIsWholeInEachLanguage compares every language with the source: the same texts, the same values in them.
func TestTheLetterIsWholeInEachLanguage(t *testing.T) {
	all := letterCatalogues(t)
	texts := 0
	for key := range all[Source].messages {
		if strings.HasPrefix(key, "letter.") {
			texts++
		}
	}
	if texts < 100 || len(all) != len(letterLanguages) {
		t.Fatalf("%d texts in %d languages", texts, len(all))
	}
	for _, tag := range letterLanguages {
		own := 0
		for key, m := range all[tag].messages {
			if !strings.HasPrefix(key, "letter.") {
				continue
			}
			own++
			source, known := all[Source].messages[key]
			if !known || !slices.Equal(placeholders(m), placeholders(source)) {
				t.Errorf("%s: %s has %v, the source %v", tag, key, placeholders(m), placeholders(source))
			}
			if strings.TrimSpace(m.text) == "" || tag != Source && m.text == source.text && len(m.text) > 40 {
				t.Errorf("%s: %s is empty or not translated: %q", tag, key, m.text)
			}
		}
		if own != texts {
			t.Errorf("%s has %d texts of %d", tag, own, texts)
		}
	}
}

func TestTheLetterWritesDaysCountriesAndDirections(t *testing.T) {
	b, err := Load(locale.Files, locale.Letter)
	if err != nil {
		t.Fatal(err)
	}
	day := clock.MustDay("2018-09-30")
	for tag, want := range map[string][3]string{
		"de": {"30. September 2018", "Syrien", "ltr"}, "de-simple": {"30. September 2018", "Syrien", "ltr"},
		"en": {"30 September 2018", "Syria", "ltr"}, "ar": {"30 سبتمبر 2018", "سوريا", "rtl"},
		"uk": {"30 вересня 2018 р.", "Сирія", "ltr"}, "ru": {"30 сентября 2018 г.", "Сирия", "ltr"},
		"tr": {"30 Eylül 2018", "Suriye", "ltr"}, "fa": {"30 سپتامبر 2018", "سوریه", "rtl"},
		"fr": {"30 septembre 2018", "Syrie", "ltr"}, "es": {"30 de septiembre de 2018", "Siria", "ltr"},
		"pl": {"30 września 2018 r.", "Syria", "ltr"}, "ro": {"30 septembrie 2018", "Siria", "ltr"},
	} {
		p := b.Printer(tag)
		if p.Lang() != tag || p.Date(day) != want[0] || p.Country("SY") != want[1] || p.Dir() != want[2] {
			t.Errorf("%s: %s, %s, %s, %s", tag, p.Lang(), p.Date(day), p.Country("SY"), p.Dir())
		}
		if got := p.T("letter.next.on", "Date", day); !strings.Contains(got, want[0]) {
			t.Errorf("%s: %s", tag, got)
		}
	}
	if b, err := New(); err != nil || len(b.Languages()) != 3 {
		t.Errorf("the pages have %v, %v", b.Languages(), err)
	}
}
