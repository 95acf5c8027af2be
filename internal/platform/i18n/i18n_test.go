package i18n

import (
	"testing"
	"testing/fstest"

	"openiq/internal/platform/clock"
)

func bundle(t *testing.T) *Bundle {
	t.Helper()
	b, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTexts(t *testing.T) {
	b := bundle(t)
	for _, c := range []struct{ lang, got, want string }{
		{"de", b.Printer("de").T("ui.save"), "Speichern"},
		{"ar", b.Printer("ar").T("ui.save"), "حفظ"},
		{"ar without the key", b.Printer("ar").T("column.sex"), "Sex"},
		{"unknown language", b.Printer("tlh").T("ui.save"), "Speichern"},
		{"unknown key", b.Printer("de").T("no.such.key"), "no.such.key"},
		{"values", b.Printer("en").T("error.range", "Min", 1, "max", 12000), "Please enter a number from 1 to 12,000."},
		{"one", b.Printer("de").N("ui.count", 1), "1 Eintrag"},
		{"many", b.Printer("de").N("ui.count", 1234), "1.234 Einträge"},
		{"dual", b.Printer("ar").N("ui.errors_title", 2), "هناك خانتان غير صحيحتين بعد"},
		{"plural of the fallback", b.Printer("ar").N("ui.count", 1), "1 entry"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, c.got, c.want)
		}
	}
	if b.Printer("de").Has("no.such.key") || !b.Printer("ar").Has("column.sex") {
		t.Error("Has must follow the fallback")
	}
}

func TestNumbersAndDates(t *testing.T) {
	b := bundle(t)
	de, en, ar := b.Printer("de"), b.Printer("en"), b.Printer("ar")
	day := clock.MustDay("2018-09-30")
	instant, err := clock.ParseInstant("2018-09-30T22:30:00Z")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want string }{
		{de.Number(139412), "139.412"}, {en.Number(139412), "139,412"}, {ar.Number(139412), "139,412"},
		{de.Number(0), "0"}, {de.Number(999), "999"}, {de.Number(1000), "1.000"}, {de.Number(-1234567), "−1.234.567"}, {de.Number(-12), "-12"},
		{de.Percent(0.123), "12,3\u00a0%"}, {en.Percent(0.5), "50.0%"}, {de.Decimal(1.5, 2), "1,50"},
		{de.Date(day), "30. September 2018"}, {en.Date(day), "30 September 2018"}, {ar.Date(day), "30 سبتمبر 2018"},
		{de.DateShort(day), "30.09.2018"}, {en.DateShort(day), "30 Sep 2018"}, {de.Date(clock.NoDay), ""},
		{de.Instant(instant), "1. Oktober 2018, 00:30 Uhr"}, {de.InstantShort(instant), "01.10.2018 00:30"},
		{de.Code("quarter", "2018-Q3"), "3. Quartal 2018"}, {de.Code("week", "2018-W09"), "KW 9/2018"}, {en.Code("week", "2018-W39"), "week 39, 2018"}, {en.Code("month", "2018-06"), "June 2018"}, {en.Code("month", "2018-13"), "2018-13"},
		{de.Code("reference_occupation", "metal_worker"), "Metal worker"}, {de.Code("qualification.reference_occupation", "it-specialist"), "It specialist"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestCodes(t *testing.T) {
	de := bundle(t).Printer("de")
	for _, c := range []struct{ list, code, want string }{
		{"residence_title", "toleration", "Duldung"},
		{"project.kind", "supporting", "Begleitendes Projekt"},
		{"measure_form", "course", "Kurs"}, {"fair_topics", "leave", "Urlaub"},
		{"nationality", "SY", "Syrien"}, {"country", "XK", "Kosovo"}, {"nationality", "XX", "staatenlos"}, {"lives_in", "QQ", "QQ"},
		{"sex", "", "nicht ausgefüllt"}, {"sex", "declined", "keine Angabe"}, {"country", "not_filled", "nicht ausgefüllt"},
		{"refugee", "true", "ja"}, {"site", "s-17", "s-17"}, {"access_route", "other", "Sonstiges"},
	} {
		if got := de.Code(c.list, c.code); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.list, c.code, got, c.want)
		}
	}
	if de.HasCode("sex", "x") || !de.HasCode("sex", "female") {
		t.Error("HasCode")
	}
}

func TestAListIsNamedFromOutside(t *testing.T) {
	all := bundle(t)
	all.Name("reference_occupation", func(lang, code string) (string, bool) { return lang + " nurse", code == "nurse" })
	for _, c := range []struct{ got, want string }{
		{all.Printer("de").Code("reference_occupation", "nurse"), "de nurse"},
		{all.Printer("en").Code("qualification.reference_occupation", "nurse"), "en nurse"},
		{all.Printer("de").Code("reference_occupation", "not_listed"), "Referenzberuf nicht in der Liste"},
		{all.Printer("de").Code("reference_occupation", "metal_worker"), "Metal worker"},
		{all.Printer("de").Code("site", "nurse"), "nurse"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestEveryCountryHasANameInGermanAndEnglish(t *testing.T) {
	b := bundle(t)
	for _, lang := range []string{"de", "en"} {
		for _, code := range countryCodes {
			if name := b.Printer(lang).Country(code); name == code || name == "" {
				t.Errorf("%s: %s has no name", lang, code)
			}
		}
	}
	codes := b.Printer("de").CountryCodes()
	if len(codes) != 251 || codes[0] != "AF" || codes[1] != "EG" || codes[2] != "AX" {
		t.Errorf("%d countries, beginning with %v: Ägypten and Åland sort among the A", len(codes), codes[:3])
	}
}

func TestSort(t *testing.T) {
	names := []string{"Zürich", "Äpfel", "zebra", "Apfel", "Österreich", "Oslo"}
	bundle(t).Printer("de").Sort(names)
	want := []string{"Apfel", "Äpfel", "Oslo", "Österreich", "zebra", "Zürich"}
	for i := range want {
		if names[i] != want[i] {
			t.Fatalf("%v, want %v", names, want)
		}
	}
}

func TestMatch(t *testing.T) {
	b := bundle(t)
	for header, want := range map[string]string{
		"": "de", "de-AT": "de", "en-US,en;q=0.9": "en", "fr;q=0.9,ar-SY;q=0.8": "ar", "fr": "de", "\x00;;q=": "de", "fa,en;q=0.5": "en",
	} {
		if got := b.Match(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func TestDirection(t *testing.T) {
	b := bundle(t)
	if b.Printer("ar").Dir() != "rtl" || b.Printer("de").Dir() != "ltr" {
		t.Error("Arabic runs from right to left")
	}
	if b.Printer("ar").ContentLang() != "en" || b.Printer("de").ContentLang() != "de" {
		t.Error("Arabic has the frame of the pages only; their content is English")
	}
}

func TestBrokenMessagesAreRefused(t *testing.T) {
	meta := &fstest.MapFile{Data: []byte(`{"meta.language":"Deutsch"}`)}
	for name, file := range map[string]string{
		"not JSON":          `{"a":`,
		"not an object":     `["a"]`,
		"twice in a file":   `{"a":"1","a":"2"}`,
		"twice in a folder": `{"meta.language":"x"}`,
		"broken template":   `{"a":"{{.Count"}`,
		"no other":          `{"a":{"one":"1"}}`,
		"number":            `{"a":1}`,
		"date pattern":      `{"date.long":"{century}"}`,
	} {
		if _, err := Load(fstest.MapFS{"de/meta.json": meta, "de/x.json": {Data: []byte(file)}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := Load(fstest.MapFS{"en/meta.json": meta}); err == nil {
		t.Error("no source language: accepted")
	}
	if _, err := Load(fstest.MapFS{"de/meta.json": meta, "de/x.json": {Data: []byte(`{"a":"b"}`)}}); err != nil {
		t.Errorf("a good folder: %v", err)
	}
}
