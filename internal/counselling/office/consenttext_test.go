package office

import (
	"strings"
	"testing"

	"openiq/internal/person"
)

// TestEveryLanguageHasEveryText compares with the source: nobody agrees to less than is said in German.
func TestEveryLanguageHasEveryText(t *testing.T) {
	source := consentsIn(sourceLanguage)
	if len(consentLanguages) != 11 || consentLanguages[0] != source {
		t.Fatalf("%d languages, first %s", len(consentLanguages), consentLanguages[0].Language)
	}
	for _, texts := range consentLanguages {
		for _, purpose := range person.Purposes {
			if got, want := len(texts.paragraphs(purpose)), len(source.paragraphs(purpose)); got != want || want < 5 {
				t.Errorf("%s, %s: %d paragraphs, in German %d", texts.Language, purpose, got, want)
			}
			if texts.Purposes[purpose].Title == "" {
				t.Errorf("%s, %s: no title", texts.Language, purpose)
			}
		}
		if len(texts.Purposes) != len(person.Purposes) || texts.Name == "" || texts.Edition == "" {
			t.Errorf("%s: %d purposes, %q, %q", texts.Language, len(texts.Purposes), texts.Name, texts.Edition)
		}
		if law := strings.Join(texts.Rights, " "); !strings.ContainsAny(law, "7۷") || !strings.ContainsAny(law, "9۹") {
			t.Errorf("%s: the law is not named", texts.Language)
		}
		if rtl := texts.Language == "ar" || texts.Language == "fa"; (texts.dir == "rtl") != rtl {
			t.Errorf("%s runs %s", texts.Language, texts.dir)
		}
	}
}

func TestAVersionBelongsToOneText(t *testing.T) {
	seen := map[string]string{}
	for _, texts := range consentLanguages {
		for _, purpose := range person.Purposes {
			shown := texts.shown(purpose)
			if other, twice := seen[shown.Version]; twice {
				t.Errorf("%s %s has the version of %s", texts.Language, purpose, other)
			}
			seen[shown.Version] = texts.Language + " " + purpose
		}
	}
	changed := *consentsIn("de")
	changed.Rights = append([]string{"Neu"}, changed.Rights...)
	if changed.shown(person.PurposeIdentity).Version == consentsIn("de").shown(person.PurposeIdentity).Version {
		t.Error("another text under the same version")
	}
}

func TestTheTextIsInALanguageThatThePersonSpeaks(t *testing.T) {
	for want, spoken := range map[string][]string{"ar": {"ku", "ar", "de"}, "de": {"ku"}, "uk": {"uk"}, "fa": {"fa-AF"}} {
		if got := consentsFor(spoken...).Language; got != want {
			t.Errorf("%v: %s, want %s", spoken, got, want)
		}
	}
	if got := consentsFor().Language; got != "de" {
		t.Errorf("nobody knows: %s", got)
	}
}
