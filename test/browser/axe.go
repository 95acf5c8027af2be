package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// axeRun asks for the rules of WCAG 2.2 at the levels A and AA and for axe's
// best practices. Nothing is preloaded, so the page makes no further request.
const axeRun = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]},
	resultTypes: ["violations"],
	preload: false,
}).then(({violations}) => violations.map(v => ({
	id: v.id, impact: v.impact ?? "", help: v.help,
	nodes: v.nodes.map(n => ({html: n.html, summary: n.failureSummary ?? ""})),
})))`

type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML    string `json:"html"`
		Summary string `json:"summary"`
	} `json:"nodes"`
}

// Axe lists the violations of accessibility rules that axe-core finds, with
// the elements concerned and what would mend them.
func (p *Page) Axe() []string {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatal(err)
	}
	Evaluate[bool](p, source+"\n;true")
	var problems []string
	for _, v := range Evaluate[[]violation](p, axeRun) {
		problems = append(problems, v.describe(p.traffic.address()))
	}
	return problems
}

func (v violation) describe(address string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "axe: %s (%s): %s, at %s", v.ID, v.Impact, v.Help, address)
	for _, n := range v.Nodes {
		summary := strings.Join(strings.Fields(n.Summary), " ")
		fmt.Fprintf(&text, "\n    %s\n      %s", n.HTML, summary)
	}
	return text.String()
}

var axeSource = sync.OnceValues(func() (string, error) {
	folder, err := testFolder()
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(filepath.Join(folder, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("browser: axe-core is not installed: npm ci --prefix test: %w", err)
	}
	return string(source), nil
})
