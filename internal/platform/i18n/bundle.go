package i18n

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/text/language"

	"openiq/locale"
)

// Source is the language in which messages are written first; every other falls back to English and then to it.
const Source = "de"

// fallbacks are asked in this order for a key that a language lacks.
var fallbacks = []string{"en", Source}

// Bundle holds all languages.
type Bundle struct {
	catalogues []*catalogue // as they were loaded
	whole      bool         // every language is one of the pages' content
	edition    atomic.Pointer[edition]
	tags       []string
	matcher    language.Matcher
	namers     map[string]Namer
}

// edition is what is printed at a time; see [Bundle.Override].
type edition struct {
	number   int64 // it rises with each other
	printers map[string]*Printer
	order    []Language
}

// Namer names a code for the readers of a language; ok is false where it knows no such code.
type Namer func(lang, code string) (name string, ok bool)

// Name lets somebody name the codes of a list that have no words of their own, because the list is no part of the
// translations. It is called while a program is wired, before anything is printed.
func (b *Bundle) Name(list string, namer Namer) { b.namers[list] = namer }

// Language is one of the languages on offer.
type Language struct {
	Tag            string // BCP 47
	Name           string // as the language calls itself
	MachineDrafted bool   // no person has reviewed the translation yet
}

// New loads the translations of this binary.
func New() (*Bundle, error) { return Load(locale.Files) }

// NewPortal loads the languages of the public portal, in which every text of its pages is translated.
func NewPortal() (*Bundle, error) { return load(true, locale.Files, locale.Portal) }

// Load reads folders of languages. Where several have the same language, their messages come together.
func Load(files ...fs.FS) (*Bundle, error) { return load(false, files...) }

func load(whole bool, files ...fs.FS) (*Bundle, error) {
	catalogues, err := readAll(files...)
	if err != nil {
		return nil, err
	}
	b := &Bundle{catalogues: catalogues, whole: whole, namers: map[string]Namer{}}
	for _, c := range catalogues {
		if err := c.register(); err != nil {
			return nil, err
		}
		b.tags = append(b.tags, c.tag)
	}
	b.matcher = language.NewMatcher(parseTags(b.tags))
	return b, b.print(catalogues)
}

// print takes up all languages at once.
func (b *Bundle) print(catalogues []*catalogue) error {
	next := &edition{number: 1, printers: map[string]*Printer{}}
	if before := b.edition.Load(); before != nil {
		next.number = before.number + 1
	}
	for _, c := range catalogues {
		p, err := newPrinter(b, c, catalogues)
		if err != nil {
			return err
		}
		if p.edition = next.number; b.whole {
			p.content = p.lang
		}
		next.printers[c.tag] = p
		next.order = append(next.order, Language{Tag: c.tag, Name: c.messages["meta.language"].text, MachineDrafted: p.drafted})
	}
	b.edition.Store(next)
	return nil
}

// readAll reads every language: the source first, which is also what is shown to those who understand none; the others by
// how many people seek advice in them.
func readAll(files ...fs.FS) ([]*catalogue, error) {
	var all []*catalogue
	for _, in := range files {
		dirs, err := fs.Glob(in, "*/meta.json")
		if err != nil {
			return nil, err
		}
		for _, meta := range dirs {
			c, err := readCatalogue(path.Dir(meta), files...)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b *catalogue) int {
		if ra, rb := rank(a.tag), rank(b.tag); ra != rb {
			return ra - rb
		}
		return strings.Compare(a.tag, b.tag)
	})
	if len(all) == 0 || all[0].tag != Source {
		return nil, fmt.Errorf("i18n: no messages in the source language %q", Source)
	}
	return all, nil
}

// order is how languages are listed; others follow by their tags.
var order = []string{Source, "de-simple", "en", "ar", "uk", "ru", "tr", "fa", "fr", "es", "pl", "ro"}

func rank(tag string) int {
	if i := slices.Index(order, tag); i >= 0 {
		return i
	}
	return len(order)
}

func parseTags(tags []string) []language.Tag {
	parsed := make([]language.Tag, len(tags))
	for i, t := range tags {
		parsed[i] = language.Make(t)
	}
	return parsed
}

// Printer writes the language tag, or the source language when there is no such translation.
func (b *Bundle) Printer(tag string) *Printer {
	printers := b.edition.Load().printers
	if p := printers[tag]; p != nil {
		return p
	}
	return printers[Source]
}

// Has tells whether there is a translation into the language tag.
func (b *Bundle) Has(tag string) bool { return b.edition.Load().printers[tag] != nil }

// Languages lists what is on offer, the source first.
func (b *Bundle) Languages() []Language { return b.edition.Load().order }

// Match is the language on offer that fits an Accept-Language header best.
func (b *Bundle) Match(acceptLanguage string) string {
	return match(b.matcher, b.tags, acceptLanguage)
}

// Match is the one of supported that fits an Accept-Language header best; the first when none does.
func Match(acceptLanguage string, supported []string) string {
	return match(language.NewMatcher(parseTags(supported)), supported, acceptLanguage)
}

func match(m language.Matcher, supported []string, acceptLanguage string) string {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return supported[0]
	}
	_, i, _ := m.Match(wanted...)
	return supported[i]
}
