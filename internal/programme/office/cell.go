package office

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/record"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// kindOf is the kind of structure record of a type's name.
func kindOf(typ string) programme.Kind {
	for _, k := range programme.Kinds {
		if k.Type().Name == typ {
			return k
		}
	}
	return ""
}

// text writes a cell for the reader.
func text(p *i18n.Printer, d *programme.Directory, c *record.Column, cell string) string {
	if cell == "" {
		return emptyText(p, c)
	}
	switch c.Kind {
	case record.Ref:
		return d.Name(kindOf(c.Of), cell)
	case record.Code, record.Bool:
		return p.Code(c.Name, cell)
	case record.Codes:
		return states(p, strings.Fields(cell))
	case record.Tags:
		return languages(p, strings.Fields(cell))
	case record.Date:
		if day, err := clock.ParseDay(cell); err == nil {
			return p.Date(day)
		}
	}
	return cell
}

func emptyText(p *i18n.Printer, c *record.Column) string {
	if c.Kind == record.Date {
		return p.T("programme.open")
	}
	return p.Code(c.Name, "")
}

// states names Laender.
func states(p *i18n.Printer, codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = p.Code("state", code)
	}
	return strings.Join(names, ", ")
}

// languages names languages in the reader's own.
func languages(p *i18n.Printer, tags []string) string {
	namer := display.Tags(language.Make(p.Lang()))
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = tag
		if parsed, err := language.Parse(tag); err == nil && namer != nil {
			if name := namer.Name(parsed); name != "" {
				names[i] = name
			}
		}
	}
	return strings.Join(names, ", ")
}

// span writes from when until when something holds; nothing where it has no ends.
func span(p *i18n.Printer, s record.Span) string {
	from, to := s.From != record.Always.From, s.To != record.Always.To
	switch {
	case from && to:
		return p.T("programme.span.both", "From", p.DateShort(s.From), "To", p.DateShort(s.To))
	case from:
		return p.T("programme.span.from", "From", p.DateShort(s.From))
	case to:
		return p.T("programme.span.to", "To", p.DateShort(s.To))
	}
	return p.T("programme.span.always")
}

// facts are all columns of a record.
func facts(p *i18n.Printer, d *programme.Directory, rec programme.Record) []ui.Row {
	var rows []ui.Row
	columns := rec.Kind.Type().Columns
	for i := range columns {
		c := &columns[i]
		if c.Name == "name" {
			continue // the page's title
		}
		row := ui.Row{Label: label(p, c.Name), Value: text(p, d, c, rec.Cells[c.Name])}
		if c.Kind == record.Ref && rec.Cells[c.Name] != "" {
			row.Part = link(address(kindOf(c.Of), rec.Cells[c.Name]), row.Value)
		}
		rows = append(rows, row)
	}
	return append(rows, ui.Row{Label: p.T("column.id"), Value: rec.ID})
}
