package ui

import (
	"strings"
	"unicode"

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
	List         string // id of a Datalist that several fields share
	Blank        string // what a Select says where nothing is chosen; empty: please choose
}

// ID is the id of the field's control.
func (f Field) ID() string { return "f-" + f.Name }

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
	typed = fold(typed)
	if typed == "" {
		return "", true
	}
	var found []string
	for _, o := range options {
		label := fold(o.Label)
		if fold(o.Value) == typed || label == typed {
			return o.Value, true
		}
		if strings.HasPrefix(label, typed) || strings.Contains(label, " "+typed) {
			found = append(found, o.Value)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
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

func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), unicode.IsSpace), " ")
}
