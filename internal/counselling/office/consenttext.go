package office

import (
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"openiq/internal/person"
)

// The texts that somebody agrees to, a file for each language. They are what Art. 7 and 13 GDPR ask for in plain words: who,
// what for, how long, free, withdrawable, to whom.
//
//go:embed consents/*.json
var consentFiles embed.FS

// consentTexts are the texts of one language.
type consentTexts struct {
	Language string                 `json:"language"` // BCP 47
	Name     string                 `json:"name"`     // of the language, in itself
	Drafted  bool                   `json:"machine_drafted"`
	Edition  string                 `json:"edition"`
	Purposes map[string]consentText `json:"purposes"`
	Rights   []string               `json:"rights"` // stand below each text

	dir string
}

// consentText is the text for one purpose.
type consentText struct {
	Title      string   `json:"title"`
	Paragraphs []string `json:"paragraphs"`
}

// sourceLanguage is the one in which the texts are written and reviewed; every other says the same.
const sourceLanguage = "de"

// consentLanguages are all languages that have texts, the source first, then by tag.
var consentLanguages = readConsents()

func readConsents() []*consentTexts {
	var all []*consentTexts
	files, err := consentFiles.ReadDir("consents")
	for _, file := range files {
		var raw []byte
		if raw, err = consentFiles.ReadFile("consents/" + file.Name()); err != nil {
			break
		}
		t := &consentTexts{dir: "ltr"}
		if err = json.Unmarshal(raw, t); err != nil {
			break
		}
		if script, _ := language.Make(t.Language).Script(); script.String() == "Arab" {
			t.dir = "rtl"
		}
		all = append(all, t)
	}
	if err != nil {
		panic(fmt.Errorf("consent texts: %w", err)) // they are part of the program, and a test reads them
	}
	slices.SortStableFunc(all, func(a, b *consentTexts) int {
		if (a.Language == sourceLanguage) != (b.Language == sourceLanguage) {
			return map[bool]int{true: -1, false: 1}[a.Language == sourceLanguage]
		}
		return strings.Compare(a.Language, b.Language)
	})
	return all
}

// consentsIn are the texts of a language, also of its regions; nil when there are none.
func consentsIn(tag string) *consentTexts {
	base, _, _ := strings.Cut(tag, "-")
	for _, t := range consentLanguages {
		if t.Language == base {
			return t
		}
	}
	return nil
}

// consentsFor are the texts of the first of some languages that has any, else those of the source.
func consentsFor(tags ...string) *consentTexts {
	for _, tag := range tags {
		if t := consentsIn(tag); t != nil {
			return t
		}
	}
	return consentsIn(sourceLanguage)
}

// paragraphs are the whole text for a purpose, without its title.
func (t *consentTexts) paragraphs(purpose string) []string {
	return slices.Concat(t.Purposes[purpose].Paragraphs, t.Rights)
}

// shown is the text for a purpose as the evidence keeps it. The version names the edition and the words themselves, so that
// no two texts can have the same.
func (t *consentTexts) shown(purpose string) person.ShownText {
	body := t.Purposes[purpose].Title + "\n\n" + strings.Join(t.paragraphs(purpose), "\n\n")
	digest := sha256.Sum256([]byte(body))
	return person.ShownText{ID: purpose, Version: fmt.Sprintf("%s-%x", t.Edition, digest[:4]), Language: t.Language, Body: body}
}
