package reference

import (
	"slices"
	"strings"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
)

// indicatorsPage has every indicator, the dimensions, and the fact sheets.
func indicatorsPage(words report.Words) []byte {
	p := newPage("Indicators")
	p.line("What is counted, in which unit, and by what it can be broken down. How counting works (rounds, cut-off days, what is")
	p.line("“initial”), [exchange.md](exchange.md) says. `openiq indicators` prints the same list.")
	p.line("")
	p.table("indicator", "name", "unit", "what it counts", "dimensions")
	var groups []string
	members := map[string]*indicator.Definition{}
	for _, d := range indicator.Definitions() {
		set := strings.Join(d.Dimensions(), " ")
		if members[set] == nil {
			groups = append(groups, set)
			members[set] = &d
		}
		group := "[" + letter(slices.Index(groups, set)) + "](#" + strings.ToLower(letter(slices.Index(groups, set))) + ")"
		p.row(code(d.ID), words.Label(d.ID), words.Unit(d.Unit, 0), words.Definition(d.ID), group)
	}
	p.line("")
	p.line("## Dimensions")
	p.line("")
	p.line("A name without a point means the column of the nearest record; a name with one, such as `project.kind`, says whose.")
	for i, set := range groups {
		p.line("")
		p.line("### " + letter(i))
		p.line("")
		for _, name := range strings.Fields(set) {
			p.line("* " + code(name) + ": " + words.Dimension(members[set], name))
		}
	}
	for _, id := range indicator.Sheets() {
		sheetSection(p, words, id)
	}
	return p.bytes()
}

func letter(i int) string { return string(rune('A' + i)) }

var styles = map[indicator.Style]string{
	indicator.Exact: "exactly", indicator.AlmostTens: "“almost N” when one to three below a multiple of ten, else exactly",
	indicator.AboutTens: "“about N”, the nearest multiple of ten",
}

func sheetSection(p *page, words report.Words, id string) {
	sheet, err := indicator.SheetNamed(id)
	if err != nil {
		panic(err) // it is one of the list of all
	}
	p.line("")
	p.line("## Fact sheet " + code(id))
	p.line("")
	p.table("figure", "name", "shown")
	for _, f := range sheet.Figures {
		p.row(code(f.ID), words.Label(f.ID), styles[f.Style])
	}
}
