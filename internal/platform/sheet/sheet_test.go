package sheet_test

import (
	"bytes"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/sheet"
)

// everything is a table with a cell of each kind.
func everything() sheet.Table {
	return sheet.Table{
		Name:    "Fälle: 2018/Q3",
		Columns: []sheet.Column{{Title: "Stelle", Width: 30}, {Title: "am"}, {Title: "Anzahl"}, {Title: "Anteil"}, {Title: "Hinweis", Wrap: true}},
		Rows: sheet.Rows(
			[]sheet.Cell{sheet.Text("Küste"), sheet.Day(clock.MustDay("2018-09-30")), sheet.Number(-1234), sheet.Share(0.25), sheet.Text("lang")},
			[]sheet.Cell{sheet.Text("=SUM(A1)"), {}, sheet.Number(0), {}, sheet.Text("")},
		),
	}
}

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	const want = "Stelle,am,Anzahl,Anteil,Hinweis\nKüste,2018-09-30,-1234,0.25,lang\n'=SUM(A1),,0,,\n"
	if err := sheet.CSV(&b, everything()); err != nil || b.String() != want {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// open reads a book as a spreadsheet does.
func open(t *testing.T, b sheet.Book) *excelize.File {
	t.Helper()
	var file bytes.Buffer
	if err := sheet.XLSX(&file, b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestXLSX(t *testing.T) {
	second := sheet.Table{Name: "Begriffe", Columns: []sheet.Column{{Title: "Wort"}}, Rows: sheet.Rows([]sheet.Cell{sheet.Text("Stichtag")})}
	f := open(t, sheet.Book{Tables: []sheet.Table{everything(), second}})
	if names := strings.Join(f.GetSheetList(), "|"); names != "Fälle 2018Q3|Begriffe" {
		t.Fatalf("sheets %s", names)
	}
	for cell, want := range map[string]string{
		"A1": "Stelle", "A2": "Küste", "B2": "09-30-18", "C2": "-1,234", "D2": "25.0%", "E2": "lang", "A3": "'=SUM(A1)", "B3": "", "C3": "0",
	} {
		if got, err := f.GetCellValue("Fälle 2018Q3", cell); err != nil || got != want {
			t.Errorf("%s: %q, want %q, %v", cell, got, want, err)
		}
		if formula, _ := f.GetCellFormula("Fälle 2018Q3", cell); formula != "" {
			t.Errorf("%s has the formula %q", cell, formula)
		}
	}
	for cell, want := range map[string]string{"B2": "43373", "C2": "-1234", "D2": "0.25"} {
		if got, err := f.GetCellValue("Fälle 2018Q3", cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s holds %q, want the number %q, %v", cell, got, want, err)
		}
	}
	if width, _ := f.GetColWidth("Fälle 2018Q3", "A"); width != 30 {
		t.Errorf("the first column is %v wide", width)
	}
	if panes, err := f.GetPanes("Fälle 2018Q3"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay: %+v, %v", panes, err)
	}
	if got, _ := f.GetCellValue("Begriffe", "A2"); got != "Stichtag" {
		t.Errorf("the second sheet has %q", got)
	}
}

func TestASheetIsReadFromWhereItsLanguageBegins(t *testing.T) {
	for _, rtl := range []bool{false, true} {
		f := open(t, sheet.Book{Tables: []sheet.Table{everything()}, RTL: rtl})
		if view, err := f.GetSheetView(f.GetSheetName(0), 0); err != nil || *view.RightToLeft != rtl {
			t.Errorf("right to left %v: %v, %v", rtl, *view.RightToLeft, err)
		}
	}
}

func TestNothingIsComputed(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+49 30": "'+49 30", "-5": "'-5", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "x=1": "x=1", "": "", "Ö": "Ö",
	} {
		if got := sheet.Safe(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// many yields n empty rows, then fails if it is to.
func many(n int, fail error) iter.Seq2[[]sheet.Cell, error] {
	return func(yield func([]sheet.Cell, error) bool) {
		for range n {
			if !yield(nil, nil) {
				return
			}
		}
		if fail != nil {
			yield(nil, fail)
		}
	}
}

func TestMoreRowsThanASheetHasAreRefused(t *testing.T) {
	var b bytes.Buffer
	err := sheet.XLSX(&b, sheet.Book{Tables: []sheet.Table{{Name: "x", Columns: []sheet.Column{{Title: "x"}}, Rows: many(sheet.MostRows+1, nil)}}})
	if errs.KindOf(err) != errs.Invalid || b.Len() != 0 {
		t.Errorf("%v, %d bytes written", err, b.Len())
	}
}

func TestAnErrorLeavesNoHalfWorkbook(t *testing.T) {
	broken := errors.New("broken")
	table := sheet.Table{Name: "x", Columns: []sheet.Column{{Title: "x"}}, Rows: many(3, broken)}
	var b bytes.Buffer
	if err := sheet.XLSX(&b, sheet.Book{Tables: []sheet.Table{table}}); !errors.Is(err, broken) || b.Len() != 0 {
		t.Errorf("%v, %d bytes written", err, b.Len())
	}
	if err := sheet.CSV(&b, table); !errors.Is(err, broken) {
		t.Errorf("CSV: %v", err)
	}
}
