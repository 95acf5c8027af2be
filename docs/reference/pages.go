package reference

import (
	"strconv"
	"strings"

	"openiq/internal/indicator/report"
	"openiq/internal/platform/i18n"
)

// Pages are the generated pages by file name.
func Pages() (map[string][]byte, error) {
	bundle, err := i18n.New()
	if err != nil {
		return nil, err
	}
	words := report.Words{P: bundle.Printer("en")}
	return map[string][]byte{
		"columns.md":    columnsPage(words.P),
		"deadlines.md":  deadlinesPage(words.P),
		"indicators.md": indicatorsPage(words),
		"procedures.md": proceduresPage(words.P),
		"roles.md":      rolesPage(words.P),
	}, nil
}

// page collects the lines of a page.
type page struct{ strings.Builder }

func newPage(title string) *page {
	p := &page{}
	p.line("# " + title)
	p.line("")
	p.line("<!-- Written by the program: go test ./docs/reference -update -->")
	p.line("")
	return p
}

func (p *page) line(s string) { p.WriteString(s + "\n") }

func (p *page) row(cells ...string) { p.line("| " + strings.Join(cells, " | ") + " |") }

// table begins a table.
func (p *page) table(heads ...string) {
	p.row(heads...)
	p.line(strings.Repeat("|---", len(heads)) + "|")
}

func (p *page) bytes() []byte { return []byte(strings.TrimRight(p.String(), "\n") + "\n") }

func code(s string) string { return "`" + s + "`" }

func itoa(n int) string { return strconv.Itoa(n) }
