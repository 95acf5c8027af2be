package translation

import (
	"slices"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/locale"
)

// German is the language in which texts are written first, English the one shown beside it.
const (
	German  = "de"
	English = "en"
)

// The status of a language, as its files have it.
const (
	drafted  = "machine-drafted"
	reviewed = "reviewed"
)

// statusKey is the text that says so.
const statusKey = "meta.status"

// shipped is what the program brings.
type shipped struct {
	languages []string
	keys      []string // in the order of the German files
	texts     map[string]map[string]locale.Text
	status    map[string]string
	origins   map[string]map[string]locale.Origin
}

func readShipped() (*shipped, error) {
	s := &shipped{texts: map[string]map[string]locale.Text{}, status: map[string]string{}, origins: map[string]map[string]locale.Origin{}}
	var err error
	if s.languages, err = locale.PortalLanguages(); err != nil {
		return nil, err
	}
	for _, lang := range s.languages {
		texts, status, err := locale.PortalTexts(lang)
		if err != nil {
			return nil, err
		}
		s.texts[lang], s.status[lang] = map[string]locale.Text{}, status
		for _, text := range texts {
			s.texts[lang][text.Key] = text.Text
			if lang == German {
				s.keys = append(s.keys, text.Key)
			}
		}
		if s.origins[lang], err = locale.PortalSources(lang); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// stored is the newest state of a text that translators left.
type stored struct {
	lang, key      string
	version        int64
	text           *locale.Text // nil: the shipped one
	source, target string       // digests
	reviewed       bool
	at             clock.Instant
	actor          string
}

// Entry is a text in a language.
type Entry struct {
	Key      string
	German   locale.Text
	English  *locale.Text  // nil where there is none
	Text     *locale.Text  // what counts; nil: it is missing
	Shipped  *locale.Text  // nil: none ships
	Version  int64         // of what is stored; 0: nothing
	Own      bool          // what counts is stored here
	Outdated bool          // the German text changed since
	Reviewed bool          // a person found it right, as it is now
	at       clock.Instant // when it was stored last; 0: never
	values   locale.Text   // the shipped German text, whose values the program fills in
}

// Values are the places for values that a translation must have.
func (e *Entry) Values() []string { return Values(e.Key, e.values) }

// Plural says that the text has plural forms.
func (e *Entry) Plural() bool { return e.values.Forms != nil }

// Language is a language with its texts.
type Language struct {
	Tag                                string
	Drafted                            bool // pages say that no person has reviewed it
	Total, Missing, Outdated, Reviewed int
	Entries                            []*Entry
	byKey                              map[string]*Entry
	shipsDrafted                       bool
}

// Entry is the text of a key; nil when there is none.
func (l *Language) Entry(key string) *Entry { return l.byKey[key] }

// Table are all texts at a moment.
type Table struct {
	Languages []*Language // by tag
	byTag     map[string]*Language
}

// Language is the language of a tag; nil when there is none.
func (t *Table) Language(tag string) *Language { return t.byTag[tag] }

// newTable lays what is stored over what ships. Stored texts that no longer fit do not count.
func newTable(s *shipped, all []stored) *Table {
	newest := map[string]map[string]*stored{}
	for i := range all {
		x := &all[i]
		german, known := s.texts[German][x.key]
		if s.texts[x.lang] == nil || !known || x.text != nil && check(x.lang, x.key, german, *x.text) != nil {
			continue
		}
		if newest[x.lang] == nil {
			newest[x.lang] = map[string]*stored{}
		}
		newest[x.lang][x.key] = x
	}
	current := func(lang, key string) *locale.Text {
		if x := newest[lang][key]; x != nil && x.text != nil {
			return x.text
		}
		if text, ships := s.texts[lang][key]; ships {
			return &text
		}
		return nil
	}
	t := &Table{byTag: map[string]*Language{}}
	for _, lang := range s.languages {
		l := &Language{Tag: lang, Total: len(s.keys), byKey: map[string]*Entry{}, shipsDrafted: s.status[lang] == drafted}
		for _, key := range s.keys {
			e := &Entry{Key: key, German: *current(German, key), English: current(English, key), Text: current(lang, key), values: s.texts[German][key]}
			if text, ships := s.texts[lang][key]; ships {
				e.Shipped = &text
			}
			e.judge(lang, s, newest[lang][key])
			l.add(e)
		}
		l.Drafted = l.shipsDrafted && !(l.Missing == 0 && l.Outdated == 0 && l.Reviewed == l.Total)
		t.Languages = append(t.Languages, l)
		t.byTag[lang] = l
	}
	return t
}

// judge says whether the text of a language is up to date and reviewed. The German texts are the source; the languages that
// do not ship as drafted by a machine were reviewed before.
func (e *Entry) judge(lang string, s *shipped, x *stored) {
	if x != nil {
		e.Version, e.Own, e.at = x.version, x.text != nil, x.at
	}
	if e.Text == nil {
		return
	}
	german, target := e.German.Digest(), e.Text.Digest()
	switch {
	case lang == German:
		e.Reviewed = true
		return
	case x != nil && x.target == target && (x.text != nil || x.reviewed):
		e.Outdated, e.Reviewed = x.source != german, x.reviewed
	default:
		origin, noted := s.origins[lang][e.Key]
		e.Outdated = noted && origin.Translation == target && origin.Source != german
		e.Reviewed = s.status[lang] != drafted
	}
	e.Reviewed = e.Reviewed && !e.Outdated
}

func (l *Language) add(e *Entry) {
	l.Entries = append(l.Entries, e)
	l.byKey[e.Key] = e
	switch {
	case e.Text == nil:
		l.Missing++
	case e.Outdated:
		l.Outdated++
	case e.Reviewed:
		l.Reviewed++
	}
}

// Override are the texts that take the place of shipped ones, by language, with the status of each language.
func (t *Table) Override() map[string]map[string]locale.Text {
	all := map[string]map[string]locale.Text{}
	for _, l := range t.Languages {
		own := map[string]locale.Text{}
		for _, e := range l.Entries {
			if e.Own {
				own[e.Key] = printable(*e.Text)
			}
		}
		if l.shipsDrafted && !l.Drafted {
			own[statusKey] = locale.Text{Plain: reviewed}
		}
		if len(own) > 0 {
			all[l.Tag] = own
		}
	}
	return all
}

// printable has words for numbers beyond what translators are asked for, as fractions: the last form is what many take.
func printable(text locale.Text) locale.Text {
	if text.Forms == nil || text.Forms["other"] != "" {
		return text
	}
	forms := map[string]string{"other": text.Forms["many"]}
	for form, words := range text.Forms {
		forms[form] = words
	}
	return locale.Text{Forms: forms}
}

// Only is what to list of a language; empty: everything.
type Only string

// The choices.
const (
	OnlyMissing     Only = "missing"
	OnlyOutdated    Only = "outdated"
	OnlyNotReviewed Only = "not_reviewed"
)

// Choices are all of them.
var Choices = []string{string(OnlyMissing), string(OnlyOutdated), string(OnlyNotReviewed)}

// Find lists texts of a language in their order: the wanted ones whose key, German or translated words have a search text.
func (l *Language) Find(only Only, search string) []*Entry {
	return slices.DeleteFunc(slices.Clone(l.Entries), func(e *Entry) bool {
		switch only {
		case OnlyMissing:
			if e.Text != nil {
				return true
			}
		case OnlyOutdated:
			if !e.Outdated {
				return true
			}
		case OnlyNotReviewed:
			if e.Reviewed || e.Text == nil {
				return true
			}
		}
		return !e.has(strings.ToLower(search))
	})
}

func (e *Entry) has(search string) bool {
	if strings.Contains(e.Key, search) {
		return true
	}
	texts := []locale.Text{e.German}
	if e.Text != nil {
		texts = append(texts, *e.Text)
	}
	for _, text := range texts {
		for _, words := range wordsOf(text) {
			if strings.Contains(strings.ToLower(words), search) {
				return true
			}
		}
	}
	return false
}
