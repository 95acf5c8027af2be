package codelist

import (
	"testing"

	"openiq/internal/platform/i18n"
)

func TestEveryCodeHasWordsInGermanAndEnglish(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"de", "en"} {
		p := bundle.Printer(lang)
		for list, codes := range lists {
			for _, c := range codes {
				if !p.HasCode(list, c.Code) {
					t.Errorf("%s: %s %s has no words", lang, list, c.Code)
				}
			}
		}
	}
}
