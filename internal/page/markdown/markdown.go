// Package markdown makes safe HTML of what editors write. Two walls stand between an editor and a reader: Faults names what
// may not be published, and ToHTML leaves out whatever is not on a short list of elements, whoever wrote it.
package markdown

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// converter reads CommonMark with tables; a line break is one on the page, as in an address.
var converter = goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithRendererOptions(html.WithHardWraps()))

// policy is the list of what may stand on a page.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h2", "h3", "h4", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "blockquote", "code", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^external$`)).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^noreferrer$`)).OnElements("a")
	p.AllowURLSchemes(schemes...)
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}()

// schemes are those of the addresses that a link may lead to.
var schemes = []string{"https", "http", "mailto", "tel"}

// table stands around a table: on a narrow screen it scrolls, never the page.
var table = strings.NewReplacer("<table>", `<div class="kern-table-responsive" tabindex="0"><table class="kern-table kern-table--small">`, "</table>", "</table></div>",
	"<th>", `<th scope="col">`)

// ToHTML is a text as HTML; nothing of one that is nested too deeply. Headings begin at h2, below the page's own; links to
// other sites are of the class "external".
func ToHTML(source string) string {
	if tooDeep(source) {
		return ""
	}
	root, body := parse(source)
	level := 1
	each(root, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = max(2, min(n.Level, level+1, 4)) // none left out, for those who hear the page
			level = n.Level
		case *ast.Link:
			mark(n, string(n.Destination))
		case *ast.AutoLink:
			mark(n, string(n.URL(body)))
		}
	})
	var made bytes.Buffer
	if err := converter.Renderer().Render(&made, body, root); err != nil {
		panic(err) // memory takes everything
	}
	return table.Replace(policy.Sanitize(made.String()))
}

// Local is HTML of ToHTML whose links within the portal lead to the pages of a language.
func Local(html, lang string) string {
	return strings.ReplaceAll(html, ` href="/`, ` href="/`+lang+`/`)
}

// Links are the addresses to which a text leads, each once, in order.
func Links(source string) []string {
	var all []string
	root, body := parse(source)
	each(root, func(n ast.Node) {
		address := ""
		switch n := n.(type) {
		case *ast.Link:
			address = string(n.Destination)
		case *ast.AutoLink:
			address = string(n.URL(body))
		}
		if address != "" && !slices.Contains(all, address) {
			all = append(all, address)
		}
	})
	return all
}

// The faults of a text, as message keys.
const (
	FaultHTML  = "page.error.html"
	FaultImage = "page.error.image"
	FaultLink  = "page.error.link"
	FaultDepth = "page.error.depth"
)

// MostDeep is how deep quotations and lists may lie within each other.
const MostDeep = 8

// Fault is the first thing for which a text cannot be published, as a message key; empty when nothing is wrong.
func Fault(source string) string {
	if tooDeep(source) {
		return FaultDepth
	}
	fault := ""
	root, body := parse(source)
	each(root, func(n ast.Node) {
		found := ""
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			found = FaultHTML
		case *ast.Image:
			found = FaultImage
		case *ast.Link:
			found = linkFault(string(n.Destination))
		case *ast.AutoLink:
			found = linkFault(string(n.URL(body)))
		}
		if fault == "" {
			fault = found
		}
	})
	return fault
}

// Inside says whether an address leads to a page of the portal.
func Inside(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.Contains(address, `\`)
}

func linkFault(address string) string {
	if Inside(address) || strings.HasPrefix(address, "#") {
		return ""
	}
	if u, err := url.Parse(address); err != nil || !slices.Contains(schemes, u.Scheme) || u.Host == "" && strings.HasPrefix(u.Scheme, "http") {
		return FaultLink
	}
	return ""
}

// prefix is what stands before the words of a line: marks of quotations and lists.
var prefix = regexp.MustCompile(`^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])(?:[ \t]|$|>))+`)

// tooDeep looks at the text before it is parsed, because parsing what is nested a thousand times takes long.
func tooDeep(source string) bool {
	for line := range strings.Lines(source) {
		if strings.Count(line, ">") > MostDeep && len(strings.TrimLeft(line, "> \t")) < len(line)-MostDeep {
			return true
		}
		if indent := len(line) - len(strings.TrimLeft(line, " \t")); indent > 6*MostDeep {
			return true
		}
		if marks := prefix.FindString(line); len(strings.Fields(marks)) > MostDeep {
			return true
		}
		if strings.Count(line, "[") > 100 || strings.Count(line, "*") > 400 || strings.Count(line, "_") > 400 {
			return true
		}
	}
	return false
}

// mark tells links to other sites from those within the portal, and takes away those that may not be.
func mark(n ast.Node, address string) {
	if linkFault(address) != "" {
		if link, ok := n.(*ast.Link); ok {
			link.Destination = nil
		}
		return
	}
	if strings.HasPrefix(address, "http") {
		n.SetAttributeString("class", []byte("external"))
		n.SetAttributeString("rel", []byte("noreferrer"))
	}
}

func parse(source string) (ast.Node, []byte) {
	body := []byte(source)
	return converter.Parser().Parse(text.NewReader(body), parser.WithContext(parser.NewContext())), body
}

func each(root ast.Node, fn func(ast.Node)) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the error is always nil
		if entering {
			fn(n)
		}
		return ast.WalkContinue, nil
	})
}
