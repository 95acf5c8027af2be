package report

import (
	"context"
	"io"
	"slices"
	"sync"

	"openiq/internal/indicator"
	"openiq/internal/platform/chart"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
	"openiq/web"
)

// sheetPage is a sheet in the words of one language, as its page shows it.
type sheetPage struct {
	Words
	Sheet
}

// text is one of the sheet's own texts.
func (s sheetPage) text(key string, args ...any) string {
	return s.P.T("sheet."+s.Layout.ID+"."+key, args...)
}

// shownFigure is a number of the sheet with its words.
type shownFigure struct {
	ID, Display, Label string
	Noted              bool // a note at the end belongs to it
}

// figures are the numbers of a section.
func (s sheetPage) figures(section string) []shownFigure {
	var out []shownFigure
	for i, f := range s.Layout.Figures {
		if f.Section == section {
			out = append(out, shownFigure{f.ID, s.Display(f.Style, s.Values[i]), s.text("figure." + f.ID), f.Note != ""})
		}
	}
	return out
}

// notes are the texts of all notes, each once.
func (s sheetPage) notes() []string {
	var names []string
	for _, f := range s.Layout.Figures {
		if f.Note != "" && !slices.Contains(names, f.Note) {
			names = append(names, f.Note)
		}
	}
	for i, name := range names {
		names[i] = s.text("note." + name)
	}
	return names
}

// table is one of the sheet's tables; empty when it has none of that name.
func (s sheetPage) table(id, by string) []indicator.SheetRow {
	i := slices.Index(s.Layout.Tables, indicator.SheetTable{ID: id, By: by})
	if i < 0 || i >= len(s.Tables) {
		return nil
	}
	return s.Tables[i]
}

// land is a line of the table of the Laender.
type land struct {
	Code, Name    string
	Fixed, Mobile int64
}

// lands are the Laender by name with the centres in each.
func (s sheetPage) lands() []land {
	byCode := map[string]*land{}
	var all []*land
	at := func(code string) *land {
		if byCode[code] == nil {
			byCode[code] = &land{Code: code, Name: s.Code("state", code)}
			all = append(all, byCode[code])
		}
		return byCode[code]
	}
	for _, r := range s.table("counselling.sites.fixed", "state") {
		at(r.Code).Fixed = r.Value
	}
	for _, r := range s.table("counselling.sites.mobile", "state") {
		at(r.Code).Mobile = r.Value
	}
	i18n.SortBy(s.P, all, func(l *land) string { return l.Name })
	out := make([]land, len(all))
	for i, l := range all {
		out[i] = *l
	}
	return out
}

// centresMap draws the fixed centres of each Land for a page read from right to left or not; nil where the program was built
// without the map.
func (s sheetPage) centresMap(rtl bool) *chart.Map {
	outlines, err := germany()
	if err != nil {
		return nil
	}
	m := &chart.Map{
		Caption:  chart.Caption{ID: "sheet-map", Title: s.text("map_title"), Desc: s.text("map_desc"), RTL: rtl},
		Outlines: outlines, Lands: map[string]chart.Land{}, Legend: s.text("map_title"), Format: s.Number,
	}
	for _, l := range s.lands() {
		m.Lands[l.Code] = chart.Land{Name: l.Name, Value: l.Fixed, Text: s.Number(l.Fixed)}
	}
	return m
}

// germany is the map, taken apart once.
var germany = sync.OnceValues(func() (web.Map, error) { return web.Assets().Germany() })

// named are a table's rows by what they are called.
func (s sheetPage) named(rows []indicator.SheetRow) []indicator.SheetRow {
	out := slices.Clone(rows)
	for i := range out {
		if out[i].Name == "" {
			out[i].Name = out[i].Code
		}
	}
	i18n.SortBy(s.P, out, func(r indicator.SheetRow) string { return r.Name })
	return out
}

// SheetHTML writes a sheet as a document of its own: its styles and fonts are inside, and it has no scripts. Its language
// is that of its texts: English, where only the frame of the pages is translated.
func SheetHTML(ctx context.Context, out io.Writer, w Words, s Sheet) error {
	w.P = w.P.Content()
	return sheetDocument(sheetPage{w, s}, ui.InlineStyles(w.P.Dir())).Render(i18n.WithPrinter(ctx, w.P), out)
}
