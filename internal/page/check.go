package page

import (
	"strings"
	"unicode/utf8"

	"openiq/internal/page/markdown"
	"openiq/internal/platform/errs"
)

// The limits, in characters.
const (
	maxSlug    = 80
	maxTitle   = 120
	maxSummary = 300
	maxBody    = 20000
	maxLines   = 1000 // of the body
)

// check says what is wrong with a text, field by field.
func check(c Content, news bool) errs.Fields {
	var wrong errs.Fields
	for _, f := range []struct {
		name, text string
		most       int
	}{{"title", c.Title, maxTitle}, {"summary", c.Summary, maxSummary}, {"body", c.Body, maxBody}} {
		switch n := utf8.RuneCountInString(f.text); {
		case strings.TrimSpace(f.text) == "":
			wrong.Add(f.name, "error.required")
		case n > f.most:
			wrong.Add(f.name, "error.too_long", "Max", f.most)
		case f.name != "body" && strings.ContainsAny(f.text, "\r\n"):
			wrong.Add(f.name, "page.error.line")
		case strings.Count(f.text, "\n") >= maxLines:
			wrong.Add(f.name, "page.error.lines", "Max", maxLines)
		case f.name == "body":
			if fault := markdown.Fault(f.text); fault != "" {
				wrong.Add(f.name, fault)
			}
		}
	}
	if news && c.Day <= 0 {
		wrong.Add("day", "error.date")
	}
	return wrong
}
