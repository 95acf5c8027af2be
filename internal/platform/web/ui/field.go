package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
)

// Field is one question of a form. Value is what the reader typed, right or wrong.
type Field struct {
	Name         string
	Label        string
	Hint         string
	Value        string
	Values       []string // of checkboxes
	Error        string   // translated; empty when the value is right
	Required     bool
	Autocomplete string // HTML's tokens; empty: off
	MaxLength    int    // 0: as the server decides
	Short        bool   // a narrow field, for numbers and years
	Multiple     bool   // a File field takes several
	Key          string // access key for JavaScript, as of a NavItem
	List         string // id of a Datalist that several fields share
	Blank        string // what a Select says where nothing is chosen; empty: please choose
	Autofocus    bool   // where typing begins; a page has at most one
	Many         bool   // a Code field takes several entries, separated by commas
	Form         string // tells fields of one name in several forms of a page apart
}

// ID is the id of the field's control.
func (f Field) ID() string { return "f-" + f.Form + f.Name }

func (f Field) hintID() string  { return f.ID() + "-hint" }
func (f Field) errorID() string { return f.ID() + "-error" }

// describedBy names what a screen reader reads after the label.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.hintID())
	}
	if f.Error != "" {
		ids = append(ids, f.errorID())
	}
	return strings.Join(ids, " ")
}

func (f Field) autocomplete() string {
	if f.Autocomplete == "" {
		return "off"
	}
	return f.Autocomplete
}

func (f Field) blank(p *i18n.Printer) string {
	if f.Blank == "" {
		return p.T("ui.choose")
	}
	return f.Blank
}

func (f Field) inputClass() string {
	class := "kern-form-input__input"
	if f.Error != "" {
		class += " kern-form-input__input--error"
	}
	if f.Short {
		class += " short"
	}
	return class
}

// dateType keeps what was typed: a browser empties a date field whose value is no date.
func (f Field) dateType() string {
	if _, err := clock.ParseDay(f.Value); f.Value != "" && err != nil {
		return "text"
	}
	return "date"
}

func (f Field) has(value string) bool {
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return false
}

// Option is one answer to choose.
type Option struct {
	Value string
	Label string
	Hint  string
}

// CodeOptions labels the codes of a list, in the order given.
func CodeOptions(p *i18n.Printer, list string, codes []string) []Option {
	options := make([]Option, len(codes))
	for i, code := range codes {
		options[i] = Option{Value: code, Label: p.Code(list, code)}
	}
	return options
}

// CountryOptions are all countries by name.
func CountryOptions(p *i18n.Printer) []Option {
	return CodeOptions(p, "country", p.CountryCodes())
}

// CodeOf is the code that someone meant who typed a code, a label, or enough of a label to know it.
// Nothing typed is no code; ok is false when nothing or more than one thing fits.
func CodeOf(options []Option, typed string) (code string, ok bool) {
	if strings.TrimSpace(typed) == "" {
		return "", true
	}
	found := Candidates(options, typed)
	if len(found) != 1 {
		return "", false
	}
	return found[0].Value, true
}

// Candidates are the options that someone may have meant: the one of that code or label, else all that have a word which
// begins so.
func Candidates(options []Option, typed string) []Option {
	for _, o := range options { // chosen from the list
		if o.Label == typed || o.Value == typed {
			return []Option{o}
		}
	}
	typed = fold(typed)
	if typed == "" {
		return nil
	}
	var found []Option
	for _, o := range options {
		label := fold(o.Label)
		if fold(o.Value) == typed || label == typed {
			return []Option{o}
		}
		if strings.HasPrefix(label, typed) || strings.Contains(label, " "+typed) {
			found = append(found, o)
		}
	}
	return found
}

// labelOf shows a stored code as its label and leaves anything else as typed.
func labelOf(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// plain says whether a text has nothing but ASCII, as most labels do.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// fold leaves what people type alike: small letters without accents, and digits; everything else parts words.
func fold(s string) string {
	letters := strings.ToLower(s)
	if !plain(s) {
		letters = strings.Map(func(c rune) rune {
			if unicode.Is(unicode.Mn, c) {
				return -1
			}
			return unicode.ToLower(c)
		}, norm.NFD.String(s))
	}
	return strings.Join(strings.FieldsFunc(letters, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.Mc, c) }), " ")
}
