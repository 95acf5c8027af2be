package i18n

import (
	"testing"
)

func TestLanguagesHaveNames(t *testing.T) {
	b, err := New()
	if err != nil {
		t.Fatal(err)
	}
	p := b.Printer("de")
	for tag, want := range map[string]string{"ar": "Arabisch", "fa-AF": "Dari", "uk": "Ukrainisch", "not a tag": "not a tag"} {
		if got := p.Code("languages", tag); got != want {
			t.Errorf("%s is called %s", tag, got)
		}
	}
	if p.HasCode("language", "not a tag") || !p.HasCode("language", "ckb") {
		t.Error("what is no language has a name, or a language has none")
	}
	if got := b.Printer("en").Language("ar"); got != "Arabic" {
		t.Errorf("in English Arabic is %s", got)
	}
	if got := p.Code("birth_country", "SY"); got != "Syrien" {
		t.Errorf("born in %s", got)
	}
}
