package ui

import (
	"strings"

	"openiq/internal/platform/i18n"
)

// describe is what the page is about, in a sentence.
func (p Page) describe(words *i18n.Printer) string {
	if p.Describe != "" {
		return p.Describe
	}
	return words.T("portal.description")
}

// feedbackPath is the address of the page without what somebody filled in.
func (p Page) feedbackPath() string {
	path, _, _ := strings.Cut(p.Portal.Path, "?")
	return path
}
