package sheet

import (
	"archive/zip"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"openiq/internal/platform/errs"
)

// MostRows is how many rows a sheet can have beside its header.
const MostRows = excelize.TotalRows - 1

// TooLong is the error for a table with more than [MostRows] rows.
func TooLong() error { return errs.New(errs.Invalid, "error.sheet_rows", "Max", MostRows) }

// XLSX writes a book. Nothing of it is written before all rows are read, so an error leaves no half file behind; a table
// with more than [MostRows] rows is refused.
func XLSX(w io.Writer, b Book) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // removes the temporary files, whose errors matter to nobody
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zipTo(w) })
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, t := range b.Tables {
		if err := addSheet(f, i, t.name()); err != nil {
			return err
		}
		if err := writeSheet(f, styles, t, b.RTL); err != nil {
			return err
		}
	}
	return f.Write(io.Discard)
}

// zipTo packs straight to the reader; excelize itself would collect the whole file in memory first.
func zipTo(w io.Writer) *zip.Writer {
	out := zip.NewWriter(w)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	return out
}

// addSheet makes the i-th sheet; a new file has one.
func addSheet(f *excelize.File, i int, name string) error {
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}

func writeSheet(f *excelize.File, s *styles, t Table, rtl bool) error {
	if err := f.SetSheetView(t.name(), 0, &excelize.ViewOptions{RightToLeft: &rtl}); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(t.name())
	if err != nil {
		return err
	}
	if err := s.head(out, t.Columns); err != nil {
		return err
	}
	n := 0
	values := make([]any, len(t.Columns))
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		if n++; n > MostRows {
			return TooLong()
		}
		for i, c := range row {
			values[i] = s.value(c, t.Columns[i].Wrap)
		}
		if err := setRow(out, n+1, values[:len(row)]); err != nil {
			return err
		}
	}
	return out.Flush()
}

// styles are the looks of cells by number, as the file knows them.
type styles struct{ header, number, share, date, wrap int }

func newStyles(f *excelize.File) (*styles, error) {
	var s styles
	thousands, percent := "#,##0", "0.0%"
	for _, style := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.header, excelize.Style{
			Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E4E8EF"}},
			Border:    []excelize.Border{{Type: "bottom", Color: "171A2B", Style: 1}},
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
		}},
		{&s.number, excelize.Style{CustomNumFmt: &thousands}},
		{&s.share, excelize.Style{CustomNumFmt: &percent}},
		{&s.date, excelize.Style{NumFmt: shortDate}},
		{&s.wrap, excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
	} {
		var err error
		if *style.id, err = f.NewStyle(&style.style); err != nil {
			return nil, err
		}
	}
	return &s, nil
}

// shortDate is the number of the format that writes a date as the reader's computer does.
const shortDate = 14

// head writes the header, which stays in sight.
func (s *styles) head(out *excelize.StreamWriter, columns []Column) error {
	titles := make([]any, len(columns))
	for i, c := range columns {
		if err := out.SetColWidth(i+1, i+1, c.width()); err != nil {
			return err
		}
		titles[i] = excelize.Cell{Value: Safe(c.Title), StyleID: s.header}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return setRow(out, 1, titles)
}

func setRow(out *excelize.StreamWriter, n int, values []any) error {
	cell, err := excelize.CoordinatesToCellName(1, n)
	if err != nil {
		return err
	}
	return out.SetRow(cell, values)
}

// value is a cell as excelize wants it; nil leaves the place empty.
func (s *styles) value(c Cell, wrap bool) any {
	switch c.kind {
	case text:
		if wrap {
			return excelize.Cell{Value: Safe(c.text), StyleID: s.wrap}
		}
		return Safe(c.text)
	case number:
		return excelize.Cell{Value: int64(c.number), StyleID: s.number}
	case share:
		return excelize.Cell{Value: c.number, StyleID: s.share}
	case date:
		return excelize.Cell{Value: int64(c.number) + epoch, StyleID: s.date}
	}
	return nil
}

// epoch is 1970-01-01 in days as spreadsheets count them.
const epoch = 25569

// The narrowest and the widest a column is made for its title, in characters.
const (
	narrow = 10
	wide   = 40
)

func (c Column) width() float64 {
	if c.Width > 0 {
		return c.Width
	}
	return float64(min(max(utf8.RuneCountInString(c.Title)+2, narrow), wide))
}

// name is the sheet's name without what is not allowed, cut to 31 characters.
func (t Table) name() string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r > 0xFFFF {
			return -1
		}
		return r
	}, t.Name)
	if runes := []rune(name); len(runes) > excelize.MaxSheetNameLength {
		name = string(runes[:excelize.MaxSheetNameLength])
	}
	return strings.TrimSpace(name)
}
