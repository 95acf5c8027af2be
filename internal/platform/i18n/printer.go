package i18n

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"openiq/internal/platform/clock"
)

// Printer writes one language.
type Printer struct {
	bundle       *Bundle
	edition      int64
	tag          language.Tag
	lang         string
	direction    string
	drafted      bool
	content      string
	entries      map[string]entry
	codes        map[string]map[string]string // list → code → words
	countries    map[string]string
	countryOrder []string
	numbers      numberFormat
	dates        dateFormats
	collators    sync.Pool
}

// entry is a plain text, or the engine of the language that has the message.
type entry struct {
	text   string
	engine *goi18n.Localizer
}

func newPrinter(b *Bundle, own *catalogue, all []*catalogue) (*Printer, error) {
	tag := language.Make(own.tag)
	p := &Printer{bundle: b, tag: tag, lang: own.tag, direction: direction(tag), entries: map[string]entry{}}
	p.collators.New = func() any { return collate.New(tag) }
	p.drafted = own.messages["meta.status"].text == "machine-drafted"
	p.merge(own)
	base, _ := tag.Base() // a kind of German lacks nothing that German has
	for _, lang := range append([]string{base.String()}, fallbacks...) {
		for _, c := range all {
			if c.tag == lang {
				p.merge(c)
			}
		}
	}
	p.content = own.tag
	if _, whole := own.messages["meta.shell_only"]; whole {
		p.content = fallbacks[0]
	}
	p.codes = indexCodes(p.entries)
	p.numbers = newNumberFormat(tag)
	p.countries = countryNames(p)
	p.countryOrder = slices.Clone(countryCodes)
	SortBy(p, p.countryOrder, p.Country)
	var err error
	p.dates, err = newDateFormats(p)
	return p, err
}

// merge adds the messages of c that are not there yet.
func (p *Printer) merge(c *catalogue) {
	for key, m := range c.messages {
		if _, have := p.entries[key]; have {
			continue
		}
		if m.plain() {
			p.entries[key] = entry{text: m.text}
		} else {
			p.entries[key] = entry{engine: c.engine}
		}
	}
}

func direction(tag language.Tag) string {
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr":
		return "rtl"
	}
	return "ltr"
}

// Direction is how a language is written, by its tag: "rtl" or "ltr".
func Direction(lang string) string { return direction(language.Make(lang)) }

// Edition is another number after each [Bundle.Override]: what was printed in one must not be kept for another.
func (p *Printer) Edition() int64 { return p.edition }

// Lang is the language's BCP 47 tag.
func (p *Printer) Lang() string { return p.lang }

// ContentLang is the language of most of a page's content: that of a fallback where only the frame of the pages is translated.
func (p *Printer) ContentLang() string { return p.content }

// Local is the address of a page of the portal in this language: "/centres" becomes "/ar/centres".
func (p *Printer) Local(path string) string { return "/" + p.lang + path }

// Content is the printer of ContentLang, for texts in which words, numbers and dates must be of one language.
func (p *Printer) Content() *Printer { return p.bundle.Printer(p.content) }

// Dir is "rtl" or "ltr".
func (p *Printer) Dir() string { return p.direction }

// MachineDrafted tells that no person has reviewed this translation.
func (p *Printer) MachineDrafted() bool { return p.drafted }

// Languages lists what is on offer, the source first.
func (p *Printer) Languages() []Language { return p.bundle.Languages() }

// Has tells whether there are words for key, in this language or in one it falls back to.
func (p *Printer) Has(key string) bool {
	_, ok := p.entries[key]
	return ok
}

// T is the text of key. args are names and values in turn, the name "max" for {{.Max}} in the text; numbers and days among
// the values are written in this language.
func (p *Printer) T(key string, args ...any) string {
	e, ok := p.entries[key]
	if !ok {
		return key
	}
	if e.engine == nil {
		return e.text
	}
	return p.localize(key, e.engine, &goi18n.LocalizeConfig{MessageID: key, TemplateData: p.data(args)})
}

// N is the text of key in the plural form for count, which the text has as {{.Count}}. args are as in T.
func (p *Printer) N(key string, count int, args ...any) string {
	e, ok := p.entries[key]
	if !ok {
		return key
	}
	if e.engine == nil {
		return e.text
	}
	data := p.data(args)
	data["Count"] = p.Number(count)
	return p.localize(key, e.engine, &goi18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: count})
}

// localize falls back to the key: a message that cannot be filled in must not take the page with it.
func (p *Printer) localize(key string, engine *goi18n.Localizer, config *goi18n.LocalizeConfig) string {
	text, err := engine.Localize(config)
	if err != nil {
		return key
	}
	return text
}

// data names the values as the texts do, with a capital.
func (p *Printer) data(args []any) map[string]any {
	data := make(map[string]any, len(args)/2+1)
	for i := 0; i+1 < len(args); i += 2 {
		data[capital(fmt.Sprint(args[i]))] = p.value(args[i+1])
	}
	return data
}

func capital(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return p.Number(v)
	case int64:
		return p.Number(int(v))
	case clock.Day:
		return p.Date(v)
	case clock.Instant:
		return p.Instant(v)
	}
	return fmt.Sprint(v)
}
