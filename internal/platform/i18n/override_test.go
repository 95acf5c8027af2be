package i18n

import (
	"sync"
	"testing"
	"testing/fstest"

	"openiq/locale"
)

// small is a bundle of three languages, of which one lacks a text.
func small(t *testing.T) *Bundle {
	t.Helper()
	b, err := load(true, fstest.MapFS{
		"de/meta.json": {Data: []byte(`{"meta.language": "Deutsch", "meta.status": "reviewed"}`)},
		"de/x.json":    {Data: []byte(`{"date.long": "{d}", "date.short": "{d}", "date.instant": "{d}", "date.instant_short": "{d}", "hello": "Hallo", "days": {"one": "ein Tag", "other": "{{.Count}} Tage"}}`)},
		"en/meta.json": {Data: []byte(`{"meta.language": "English", "meta.status": "reviewed"}`)},
		"en/x.json":    {Data: []byte(`{"hello": "Hello"}`)},
		"ru/meta.json": {Data: []byte(`{"meta.language": "русский", "meta.status": "machine-drafted"}`)},
		"ru/x.json":    {Data: []byte(`{"days": {"one": "{{.Count}} день", "few": "{{.Count}} дня", "many": "{{.Count}} дней", "other": "{{.Count}} дня"}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOverriddenTextsArePrintedUntilTheyAreLeftOut(t *testing.T) {
	b := small(t)
	before := b.Printer("ru")
	err := b.Override(map[string]map[string]locale.Text{
		"en": {"hello": {Plain: "Good day"}},
		"ru": {"days": {Forms: map[string]string{"one": "{{.Count}} сутки", "other": "{{.Count}} суток"}}, "meta.status": {Plain: "reviewed"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ru := b.Printer("ru")
	for _, c := range []struct{ got, want string }{
		{b.Printer("en").T("hello"), "Good day"}, {ru.T("hello"), "Good day"}, {b.Printer("de").T("hello"), "Hallo"},
		{ru.N("days", 1), "1 сутки"}, {ru.N("days", 3), "3 суток"}, {ru.N("days", 5), "5 суток"}, {ru.ContentLang(), "ru"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if before.Edition() == ru.Edition() {
		t.Error("the editions are told apart")
	}
	if ru.MachineDrafted() || b.Languages()[2].MachineDrafted {
		t.Error("the language is reviewed now")
	}
	if err := b.Override(nil); err != nil {
		t.Fatal(err)
	}
	if got := b.Printer("en").T("hello"); got != "Hello" {
		t.Errorf("what was left out is still %q", got)
	}
	if ru = b.Printer("ru"); ru.N("days", 3) != "3 дня" || !ru.MachineDrafted() {
		t.Error("the shipped texts are back")
	}
}

func TestTextsThatCannotBePrintedChangeNothing(t *testing.T) {
	b := small(t)
	good := locale.Text{Plain: "Good day"}
	for name, bad := range map[string]map[string]map[string]locale.Text{
		"no language": {"xx": {"hello": good}},
		"no key":      {"en": {"bye": good}},
		"broken":      {"en": {"hello": {Plain: "{{.X"}}},
		"no other":    {"en": {"days": {Forms: map[string]string{"one": "a day"}}}},
		"no pattern":  {"en": {"date.long": {Plain: "{century}"}}},
		"only one":    {"en": {"hello": good}, "ru": {"days": {Plain: "{{"}}},
	} {
		if b.Override(bad) == nil {
			t.Errorf("%s: accepted", name)
		}
		if got := b.Printer("en").T("hello"); got != "Hello" {
			t.Errorf("%s: the page says %q", name, got)
		}
	}
}

func TestReadersMeetOldOrNewTexts(t *testing.T) {
	b := small(t)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 200 {
				if got := b.Printer("en").T("hello"); got != "Hello" && got != "Good day" {
					t.Errorf("a reader met %q", got)
				}
			}
		})
	}
	for range 20 {
		if err := b.Override(map[string]map[string]locale.Text{"en": {"hello": {Plain: "Good day"}}}); err != nil {
			t.Error(err)
		}
	}
	readers.Wait()
}
