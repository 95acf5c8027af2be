package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
)

// Form is what a reader typed, and what is wrong with it.
type Form struct {
	Values url.Values
	wrong  errs.Fields
}

// NewForm is a form to begin with, filled with the values given (name and value in turn).
func NewForm(pairs ...string) *Form {
	f := &Form{Values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Add(pairs[i], pairs[i+1])
	}
	return f
}

// ReadForm reads a posted form. Its values lose spaces at both ends and control characters; broken UTF-8 becomes U+FFFD.
func ReadForm(r *http.Request) (*Form, error) {
	if err := r.ParseForm(); err != nil {
		if large := new(http.MaxBytesError); errors.As(err, &large) {
			return nil, errTooLarge
		}
		return nil, errs.Wrap(err, errs.Invalid, "error.bad_request")
	}
	return &Form{Values: clean(r.PostForm)}, nil
}

// ReadQuery reads the filters in an address the same way. A query that cannot be read counts as far as it can be.
func ReadQuery(r *http.Request) *Form {
	return &Form{Values: clean(r.URL.Query())}
}

func clean(values url.Values) url.Values {
	for _, list := range values {
		for i, v := range list {
			list[i] = cleanValue(v)
		}
	}
	return values
}

func cleanValue(v string) string {
	if !utf8.ValidString(v) {
		v = strings.ToValidUTF8(v, "\uFFFD")
	}
	v = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return -1
		}
		return c
	}, v)
	return strings.TrimSpace(v)
}

// Get is the first value of a field, or nothing.
func (f *Form) Get(name string) string { return f.Values.Get(name) }

// All are the values of a field with several, without empty ones.
func (f *Form) All(name string) []string {
	var all []string
	for _, v := range f.Values[name] {
		if v != "" {
			all = append(all, v)
		}
	}
	return all
}

// Set replaces the value of a field.
func (f *Form) Set(name, value string) { f.Values.Set(name, value) }

// Fault notes that a field is wrong.
func (f *Form) Fault(name, key string, args ...any) { f.wrong.Add(name, key, args...) }

// OK tells that nothing wrong was noted.
func (f *Form) OK() bool { return len(f.wrong) == 0 }

// Err is an Invalid error with what was noted, or nil.
func (f *Form) Err() error { return f.wrong.Err() }

// Absorb takes over what a service found wrong with the fields. It is true for such an error: show the form again.
// Any other error is false: hand it on.
func (f *Form) Absorb(err error) bool {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid || len(e.Fields) == 0 {
		return false
	}
	f.wrong = append(f.wrong, e.Fields...)
	return true
}

// Field is the form's field with what was typed and what is wrong with it.
func (f *Form) Field(p *i18n.Printer, name, label string) ui.Field {
	field := ui.Field{Name: name, Label: label, Value: f.Get(name), Values: f.All(name)}
	for _, w := range f.wrong {
		if w.Name == name {
			field.Error = p.T(w.Key, w.Args...)
			break
		}
	}
	return field
}

// Wrong lists what is wrong for ui.ErrorSummary, in the order of fields; label names a field for the reader.
func (f *Form) Wrong(p *i18n.Printer, label func(name string) string) []ui.Field {
	var list []ui.Field
	for _, w := range f.wrong {
		list = append(list, ui.Field{Name: w.Name, Label: label(w.Name), Error: p.T(w.Key, w.Args...)})
	}
	return list
}
