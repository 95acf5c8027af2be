package locale

import "testing"

// portalLanguages are those that the portal promises.
var portalLanguages = []string{"de", "de-simple", "en", "ar", "uk", "ru", "tr", "fa", "fr", "es", "pl", "ro"}

// TestThePortalIsWholeInEachLanguage names each text of the portal that a language lacks, or has without words.
func TestThePortalIsWholeInEachLanguage(t *testing.T) {
	source, _, err := PortalTexts("de")
	if err != nil || len(source) < 700 {
		t.Fatalf("%d texts, %v", len(source), err)
	}
	for _, lang := range portalLanguages {
		texts, status, err := PortalTexts(lang)
		if err != nil {
			t.Fatal(lang, err)
		}
		if lang != "de" && status != "machine-drafted" && status != "reviewed" {
			t.Errorf("%s: the status is %q", lang, status)
		}
		own := map[string]Text{}
		for _, text := range texts {
			own[text.Key] = text.Text
		}
		for _, want := range source {
			if have, ok := own[want.Key]; !ok || have.Plain == "" && have.Forms["other"] == "" {
				t.Errorf("%s lacks %s", lang, want.Key)
			}
		}
	}
}
