package i18n

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// languageLists hold BCP 47 tags instead of codes of their own.
var languageLists = map[string]bool{"language": true, "languages": true}

// Language is the name of a language by its tag, from CLDR unless a message language.TAG has it; an unknown tag is printed
// as it is.
func (p *Printer) Language(tag string) string {
	if p.Has("language." + tag) {
		return p.T("language." + tag)
	}
	parsed, err := language.Parse(tag)
	if namer := display.Languages(p.tag); err == nil && namer != nil {
		if name := namer.Name(parsed); name != "" {
			return name
		}
	}
	return tag
}
