package page

import (
	"strings"
	"testing"

	"openiq/internal/page/markdown"
)

func TestWhatShips(t *testing.T) {
	all := standard()
	for _, slug := range Slugs {
		for _, lang := range []string{"de", "en"} {
			if _, ok := all[Chain{slug, lang}]; !ok {
				t.Errorf("%s does not ship in %s", slug, lang)
			}
		}
	}
	for c, content := range all {
		if words := len(strings.Fields(content.Body)); words < 100 || words > 450 {
			t.Errorf("%s has %d words", c.ID(), words)
		}
		english := all[Chain{c.Slug, "en"}]
		if got, want := strings.Join(markdown.Links(content.Body), " "), strings.Join(markdown.Links(english.Body), " "); got != want {
			t.Errorf("%s links to %s, the English page to %s", c.ID(), got, want)
		}
		if got, want := len(content.Blanks()), len(english.Blanks()); got != want {
			t.Errorf("%s has %d blanks, the English page %d", c.ID(), got, want)
		}
	}
	for _, slug := range []string{"imprint", "privacy"} {
		if len(all[Chain{slug, "de"}].Blanks()) == 0 {
			t.Errorf("%s pretends to know who runs the program", slug)
		}
	}
	if blanks := all[Chain{"about", "de"}].Blanks(); len(blanks) != 0 {
		t.Errorf("links are taken for blanks: %q", blanks)
	}
}

func TestFilesThatAreNoPages(t *testing.T) {
	for _, text := range []string{"", "# A title", "---\ntitle: x\nsummary: y", "---\ntitle: x\n---\nbody", "---\ntitle: x\nsummary: y\nauthor: z\n---\nbody",
		"---\ntitle: x\nsummary: y\n---\n", "---\ntitle: x\nsummary: y\n---\n<b>x</b>"} {
		if c, err := parse(text); err == nil {
			t.Errorf("%q was read as %+v", text, c)
		}
	}
	c, err := parse("---\r\ntitle: \"A: b\"\r\nsummary: y\r\n---\r\n\r\nText\r\n")
	if err != nil || c.Title != "A: b" || c.Summary != "y" || c.Body != "Text" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestDiff(t *testing.T) {
	var got strings.Builder
	for _, l := range Diff("a\nb\nc", "a\nx\nc\nd") {
		got.WriteString(l.Mark + l.Text + "|")
	}
	if got.String() != " a|-b|+x| c|+d|" {
		t.Error(got.String())
	}
	if lines := Diff("", ""); len(lines) != 1 || lines[0].Mark != " " {
		t.Errorf("%+v", lines)
	}
}
