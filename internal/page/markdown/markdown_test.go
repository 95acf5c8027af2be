package markdown_test

import (
	"strings"
	"testing"

	"openiq/internal/page/markdown"
)

func TestWhatMayStandOnAPage(t *testing.T) {
	for source, want := range map[string]string{
		"# One\n\n#### Two":                 "<h2>One</h2>\n<h3>Two</h3>\n",
		"a **b** *c*\nd":                    "<p>a <strong>b</strong> <em>c</em><br>\nd</p>\n",
		"* a\n* b":                          "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
		"[x](/centres)":                     "<p><a href=\"/centres\">x</a></p>\n",
		"[x](https://example.org/a?b=1&c=)": "<p><a href=\"https://example.org/a?b=1&amp;c=\" class=\"external\" rel=\"noreferrer\">x</a></p>\n",
		"[x](mailto:a@example.org)":         "<p><a href=\"mailto:a@example.org\">x</a></p>\n",
		"[Name der Stelle]":                 "<p>[Name der Stelle]</p>\n",
	} {
		if got := markdown.ToHTML(source); strings.ReplaceAll(got, "<br/>", "<br>") != want {
			t.Errorf("%q became %q, want %q", source, got, want)
		}
		if fault := markdown.Fault(source); fault != "" {
			t.Errorf("%q is refused: %s", source, fault)
		}
	}
	table := markdown.ToHTML("| a | b |\n|---|--:|\n| 1 | 2 |")
	if !strings.Contains(table, `<div class="kern-table-responsive" tabindex="0"><table class="kern-table kern-table--small">`) || !strings.Contains(table, `<th scope="col">a</th>`) {
		t.Errorf("the table is %s", table)
	}
}

// hostile are texts that must neither be saved nor do harm if they are there.
var hostile = map[string]string{
	"<script>alert(1)</script>":                  markdown.FaultHTML,
	"a <script src=//evil.example></script>":     markdown.FaultHTML,
	"<img src=x onerror=alert(1)>":               markdown.FaultHTML,
	"<svg/onload=alert(1)>":                      "", // no tag of Markdown: it stands there as text
	"<a href='javascript:alert(1)'>x</a>":        markdown.FaultHTML,
	"<p onclick=alert(1) style='color:red'>":     markdown.FaultHTML,
	"<iframe src='https://evil.example'>":        markdown.FaultHTML,
	"<form action=https://evil.example><input>":  markdown.FaultHTML,
	"<scr<script>ipt>alert(1)</scr</script>ipt>": markdown.FaultHTML,
	"[x](javascript:alert(1))":                   markdown.FaultLink,
	"[x](JaVaScRiPt:alert(1))":                   markdown.FaultLink,
	"[x](&#106;avascript:alert(1))":              markdown.FaultLink,
	"[x](data:text/html;base64,PHNjcmlwdD4=)":    markdown.FaultLink,
	"[x](vbscript:msgbox)":                       markdown.FaultLink,
	"[x](//evil.example)":                        markdown.FaultLink,
	`[x](/\evil.example)`:                        markdown.FaultLink,
	"[x](https:evil)":                            markdown.FaultLink,
	"<javascript:alert(1)>":                      markdown.FaultLink,
	"![x](https://evil.example/pixel.png)":       markdown.FaultImage,
	"![x](/static/x.png)":                        markdown.FaultImage,
}

func TestWhatMayNot(t *testing.T) {
	for source, fault := range hostile {
		if got := markdown.Fault(source); got != fault {
			t.Errorf("%q: %q, want %q", source, got, fault)
		}
		html := strings.ToLower(markdown.ToHTML(source))
		for _, bad := range []string{"<script", "<img", "<svg", "<iframe", "<form", "<input", "onerror=", "onclick=", "style=", `="javascript`, `="data`, `="vbscript`, `="//`, `="/\`} {
			if strings.Contains(html, bad) {
				t.Errorf("%q became %q", source, html)
			}
		}
	}
}

func TestWhatIsNestedWithoutEnd(t *testing.T) {
	for _, source := range []string{strings.Repeat(">", 20000), strings.Repeat("> ", 10000) + "x", strings.Repeat("- ", 10000) + "x", strings.Repeat("1. ", 9) + "x",
		strings.Repeat("[", 20000), strings.Repeat("*a ", 6000), strings.Repeat(" ", 90) + "- x"} {
		if got := markdown.Fault(source); got != markdown.FaultDepth || markdown.ToHTML(source) != "" {
			t.Errorf("%.20q…: %q", source, got)
		}
	}
	for _, source := range []string{"> > a", "- a\n  - b\n    - c\n      1. d", "[a](/b) [c](/d)", "a * b * c", "2026 > 2025", "---", "* * *"} {
		if got := markdown.Fault(source); got != "" {
			t.Errorf("%q is refused: %s", source, got)
		}
	}
}

func TestLinksLeadToTheLanguageOfTheReader(t *testing.T) {
	html := markdown.ToHTML("[a](/centres) [b](https://example.org/) href=\"/x\"")
	if got := markdown.Local(html, "ar"); strings.Count(got, `"/ar/`) != 1 || !strings.Contains(got, `href="/ar/centres"`) {
		t.Error(got)
	}
	if got := strings.Join(markdown.Links("[a](/centres) <https://example.org/> [b](/centres)"), " "); got != "/centres https://example.org/" {
		t.Error(got)
	}
}
