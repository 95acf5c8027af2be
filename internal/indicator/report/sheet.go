package report

import (
	"io"

	"openiq/internal/indicator"
	"openiq/internal/platform/clock"
)

// Sheet is a fact sheet with its numbers, computed now or frozen when it was published.
type Sheet struct {
	Layout           *indicator.Sheet
	From, To, Cutoff clock.Day
	Values           []int64                // one for each of Layout.Figures
	Tables           [][]indicator.SheetRow // one for each of Layout.Tables
}

// Preview is a sheet as computed.
func Preview(c *indicator.Computed) Sheet {
	return Sheet{Layout: c.Sheet, From: c.From, To: c.To, Cutoff: c.Cutoff, Values: c.Values, Tables: c.Tables}
}

// Published is a frozen sheet.
func Published(p *indicator.Published) Sheet {
	s := Sheet{Layout: p.Layout(), Cutoff: p.Cutoff, Tables: p.Tables()}
	s.From, s.To = p.Period()
	for _, f := range p.Figures {
		s.Values = append(s.Values, f.Value)
	}
	return s
}

// Title is what a sheet is called.
func (w Words) Title(sheet string) string { return w.P.T("sheet." + sheet + ".title") }

// Display is a number as a sheet prints it: "139.412", "knapp 60".
func (w Words) Display(style indicator.Style, value int64) string {
	n, shown := style.Shown(value)
	switch shown {
	case indicator.AlmostTens:
		return w.P.T("sheet.almost", "Number", n)
	case indicator.AboutTens:
		return w.P.T("sheet.about", "Number", n)
	}
	return w.Number(n)
}

// SheetJSON writes a sheet as exchange.md section 3 has it.
func SheetJSON(out io.Writer, w Words, s Sheet) error {
	type figure struct {
		ID      string `json:"id"`
		Label   string `json:"label"`
		Value   int64  `json:"value"`
		Display string `json:"display"`
		Unit    string `json:"unit"`
		Note    string `json:"note"`
	}
	doc := struct {
		Sheet   string   `json:"sheet"`
		Cutoff  string   `json:"cutoff"`
		From    string   `json:"from"`
		To      string   `json:"to"`
		Figures []figure `json:"figures"`
	}{s.Layout.ID, s.Cutoff.String(), s.From.String(), s.To.String(), []figure{}}
	for i, f := range s.Layout.Figures {
		line := figure{ID: f.ID, Label: w.Label(f.ID), Value: s.Values[i], Display: w.Display(f.Style, s.Values[i])}
		if d, ok := indicator.Defined(f.ID); ok {
			line.Unit = d.Unit
		}
		if f.Note != "" {
			line.Note = w.P.T("sheet." + s.Layout.ID + ".note." + f.Note)
		}
		doc.Figures = append(doc.Figures, line)
	}
	return encode(out, doc)
}
