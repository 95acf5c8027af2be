package chart

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
)

// Caption is what is said about a picture. ID is unique on the page.
type Caption struct {
	ID    string
	Title string // what it shows
	Desc  string // what one sees in it, in a sentence
	RTL   bool   // read from right to left: the picture is mirrored
}

// drawing collects SVG.
type drawing struct {
	strings.Builder
	rtl bool
}

// open begins a picture; attributes are further ones, already escaped.
func (d *drawing) open(c Caption, class, attributes string) {
	d.rtl = c.RTL
	direction := "ltr"
	if c.RTL {
		direction = "rtl"
	}
	title, desc := html.EscapeString(c.ID+"-title"), html.EscapeString(c.ID+"-desc")
	fmt.Fprintf(d, `<svg class="chart %s" role="img" aria-labelledby="%s %s" direction="%s" focusable="false" %s>`, class, title, desc, direction, attributes)
	fmt.Fprintf(d, `<title id="%s">%s</title><desc id="%s">%s</desc>`, title, html.EscapeString(c.Title), desc, html.EscapeString(c.Desc))
}

func (d *drawing) close() { d.WriteString(`</svg>`) }

// x is a place along the reading direction, given as a share of the width from where reading begins.
func (d *drawing) x(share float64) string {
	if d.rtl {
		share = 1 - share
	}
	return percent(share)
}

// text writes at a place; anchor is start, middle or end in the reading direction.
func (d *drawing) text(x string, y int, anchor, class, s string) {
	fmt.Fprintf(d, `<text x="%s" y="%d" text-anchor="%s"`, x, y, anchor)
	if class != "" {
		fmt.Fprintf(d, ` class="%s"`, class)
	}
	fmt.Fprintf(d, `>%s</text>`, html.EscapeString(s))
}

func (d *drawing) writeTo(w io.Writer) error {
	_, err := io.WriteString(w, d.String())
	return err
}

func percent(share float64) string { return decimal(share*100) + "%" }

// decimal writes at most two digits after the point.
func decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// wrap breaks a text into lines of at most n characters where it has spaces; longer words stay whole.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > n {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
