package app

import (
	"errors"
	"strings"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
)

// words is an error's message in a language, with what is wrong with each field.
func words(p *i18n.Printer, err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	var parts []string
	if e.Key != "error.form" {
		parts = append(parts, p.T(e.Key, e.Args...))
	}
	for _, f := range e.Fields {
		parts = append(parts, f.Name+": "+p.T(f.Key, f.Args...))
	}
	return strings.Join(parts, "; ")
}
