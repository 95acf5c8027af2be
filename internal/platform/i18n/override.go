package i18n

import (
	"fmt"
	"maps"

	"openiq/locale"
)

// Override prints the texts given, by language and key, in the place of the loaded ones, beside what else was loaded.
// Texts that were given before and are left out now are gone. Readers meanwhile get all old or all new texts; where a text
// cannot be printed nothing changes. Keys and languages that were not loaded are wrong.
func (b *Bundle) Override(texts map[string]map[string]locale.Text) error {
	for lang := range texts {
		if !b.Has(lang) {
			return fmt.Errorf("i18n: %s is no language of the bundle", lang)
		}
	}
	source := b.catalogues[0].messages
	next := make([]*catalogue, len(b.catalogues))
	for i, c := range b.catalogues {
		own, changes := texts[c.tag]
		if next[i] = c; !changes {
			continue
		}
		changed := &catalogue{tag: c.tag, messages: maps.Clone(c.messages)}
		for key, text := range own {
			if _, known := source[key]; !known {
				return fmt.Errorf("i18n: %s: there is no text %s", c.tag, key)
			}
			m, err := textMessage(text)
			if err != nil {
				return fmt.Errorf("i18n: %s: %s: %w", c.tag, key, err)
			}
			changed.messages[key] = m
		}
		if err := changed.register(); err != nil {
			return err
		}
		next[i] = changed
	}
	return b.print(next)
}

// forms are all CLDR plural forms.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

// textMessage makes numbers for which a form is missing take "other".
func textMessage(t locale.Text) (message, error) {
	m := message{text: t.Plain}
	if t.Forms != nil {
		m.forms = maps.Clone(t.Forms)
		for _, form := range forms {
			if m.forms[form] == "" {
				m.forms[form] = t.Forms["other"]
			}
		}
	}
	return m, m.check()
}
