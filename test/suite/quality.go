package main

import (
	"fmt"
	"slices"
	"strings"
)

// qualityReport is the page docs/quality.md.
func qualityReport(r report, deeper []string) string {
	var page strings.Builder
	fmt.Fprintf(&page, `# Quality

Written by `+"`make test-full`"+`. Tests ran with the race detector and in random order, on SQLite and on PostgreSQL, and in
Chromium with axe-core (WCAG 2.2 AA), html-validate and the Nu Html Checker (vnu). No test may be skipped.

**%s.**

`, r.closingLine())
	if len(deeper) == 0 {
		deeper = []string{"Left out in this run: many more random cases, fuzzing, and every page in every language, width and theme."}
	}
	for _, line := range deeper {
		fmt.Fprintf(&page, "* %s\n", line)
	}
	page.WriteString("\n| package | tests | statements covered |\n|---|---:|---:|\n")
	measured := slices.DeleteFunc(slices.Clone(r.packages), func(p packageReport) bool { return p.coverage == "" })
	slices.SortFunc(measured, func(a, b packageReport) int { return strings.Compare(a.path, b.path) })
	for _, p := range measured {
		fmt.Fprintf(&page, "| `%s` | %d | %s |\n", strings.TrimPrefix(p.path, "openiq/"), p.passed+p.failed, p.coverage)
	}
	return page.String()
}
