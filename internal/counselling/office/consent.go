package office

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"

	"openiq/internal/person"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
)

// The fields of a consent for a purpose are called consent_<purpose>, which says that it is given at all, and
// [person.FieldOf] the purpose and one of these columns.
const (
	givenOn   = "given_on"
	medium    = "medium"
	spoken    = "language" // of the text
	edition   = "text"     // of the text, as the page showed it
	recipient = "recipient"
	contactOf = "contact" // of the recipient
)

// consentGiven is the name of the field that says that somebody agrees.
func consentGiven(purpose string) string { return "consent_" + purpose }

// beginConsent fills in what the fields of a consent begin with: today, face to face, a text in the first of some languages
// that has one.
func beginConsent(f *web.Form, purpose string, today clock.Day, tags ...string) {
	f.Set(person.FieldOf(purpose, givenOn), today.String())
	f.Set(person.FieldOf(purpose, medium), person.Media[0])
	f.Set(person.FieldOf(purpose, spoken), consentsFor(tags...).Language)
	f.Set(person.FieldOf(purpose, edition), editionOf(purpose))
}

// consentOf is the consent for a purpose that a form says was given; nil when it says none. A text that is not the one on
// offer now is a fault of the form: the person must have seen it.
func consentOf(f *web.Form, purpose string) *person.NewConsent {
	if f.Get(consentGiven(purpose)) != "true" {
		return nil
	}
	get := func(column string) string { return f.Get(person.FieldOf(purpose, column)) }
	c := &person.NewConsent{Purpose: purpose, GivenOn: isoDate(get(givenOn)), Medium: get(medium),
		Recipient: person.Recipient{Name: get(recipient), Contact: get(contactOf)}}
	texts := consentsIn(get(spoken))
	switch {
	case texts == nil:
		f.Fault(person.FieldOf(purpose, spoken), "error.code")
	case get(edition) != editionOf(purpose):
		f.Fault(consentGiven(purpose), "counselling.consent.error.text")
		f.Set(person.FieldOf(purpose, edition), editionOf(purpose))
	default:
		c.Text = texts.shown(purpose)
	}
	return c
}

// editionOf names the texts for a purpose in all languages as they are in this program.
func editionOf(purpose string) string { return editions()[purpose] }

var editions = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, purpose := range person.Purposes {
		var versions strings.Builder
		for _, t := range consentLanguages {
			versions.WriteString(t.shown(purpose).Version)
		}
		all[purpose] = fmt.Sprintf("%x", sha256.Sum256([]byte(versions.String())))[:16]
	}
	return all
})

// consentLabel names the field of a consent for the reader; empty when it is none.
func consentLabel(p *i18n.Printer, field string) string {
	for _, purpose := range person.Purposes {
		column, ok := strings.CutPrefix(field, consentGiven(purpose))
		if key := "counselling.consent.field." + strings.TrimPrefix(column, "_"); ok && p.Has(key) {
			return p.T(key)
		}
		if ok && column == "" {
			return p.T("counselling.consent.given." + purpose)
		}
	}
	return ""
}

func consentUI(p *i18n.Printer, f *web.Form, purpose, column string) ui.Field {
	name := person.FieldOf(purpose, column)
	return f.Field(p, name, consentLabel(p, name))
}

// spokenOptions are the languages that have texts, by their own names.
func spokenOptions() []ui.Option {
	options := make([]ui.Option, len(consentLanguages))
	for i, t := range consentLanguages {
		options[i] = ui.Option{Value: t.Language, Label: t.Name}
	}
	return options
}

// agreeTouched says whether something is wrong with how somebody agreed, so that it must be in sight.
func agreeTouched(p *i18n.Printer, f *web.Form, purpose string) bool {
	for _, column := range []string{givenOn, medium, spoken} {
		if consentUI(p, f, purpose, column).Error != "" {
			return true
		}
	}
	return false
}

// consentTextURL is where the text for a purpose stands in a language and in German, to read out or print.
func consentTextURL(purpose, tag string) string {
	address := "/consent-texts?purpose=" + purpose
	if tag != "" {
		address += "&text=" + tag
	}
	return address
}
