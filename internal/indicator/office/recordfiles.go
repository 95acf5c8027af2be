package office

import (
	"iter"
	"net/http"
	"strings"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/sheet"
)

// recordsCSV has the records behind a figure as codes, under the names of the bundle's columns and of the dimensions.
func (o office) recordsCSV(w http.ResponseWriter, r *http.Request) error {
	b, done, err := o.recordsFile(r, "csv")
	if err != nil {
		return err
	}
	defer done()
	t := b.table(recordTexts{day: "held_on", caseID: "case_id", contact: "contact_id", as: "indicator", between: " ",
		title: func(dimension string) string { return dimension },
		word:  func(_, code string) string { return code },
	})
	return sheet.CSV(&file{w: w, kind: "csv", name: b.fileName()}, t)
}

// recordsXLSX has them in words, with a sheet that says what they are.
func (o office) recordsXLSX(w http.ResponseWriter, r *http.Request) error {
	b, done, err := o.recordsFile(r, "xlsx")
	if err != nil {
		return err
	}
	defer done()
	if b.records.Len() > sheet.MostRows {
		return sheet.TooLong()
	}
	p := b.P
	t := b.table(recordTexts{day: p.T("records.held_on"), caseID: p.T("records.case"), contact: p.T("records.contact"),
		as: p.T("records.as"), between: ", ", word: b.remembered(),
		title: func(dimension string) string { return b.Dimension(b.definition, dimension) },
	})
	return sheet.XLSX(&file{w: w, kind: "xlsx", name: b.fileName()},
		sheet.Book{Tables: []sheet.Table{t, report.Explained(b.Words, b.fileFacts())}, RTL: b.rtl})
}

// recordsFile waits for its turn, reads the question for a file and leaves an entry in the audit trail: who took how many
// records of what. done ends the turn.
func (o office) recordsFile(r *http.Request, kind string) (b *behindFigure, done func(), err error) {
	select {
	case o.exporting <- struct{}{}:
		done = func() { <-o.exporting }
	case <-r.Context().Done():
		return nil, nil, r.Context().Err()
	}
	if b, err = o.readRecords(r, inFiles); err == nil {
		err = o.engine.Exported(r.Context(), b.a.ID, kind, b.records.Len())
	}
	if err != nil {
		done()
	}
	return b, done, err
}

func (b *behindFigure) fileName() string { return b.a.ID + "-records-" + b.a.Cutoff.String() }

// recordTexts are what a file calls things: the columns beside the dimensions, a dimension, a code of one. between
// stands between several values of a cell.
type recordTexts struct {
	day, caseID, contact, as, between string
	title                             func(dimension string) string
	word                              func(dimension, code string) string
}

// asDimension stands for the figure for which a record counts.
const asDimension = "indicator"

// remembered are the words of codes, each looked up once: a file has few codes and many cells.
func (b *behindFigure) remembered() func(dimension, code string) string {
	known := map[[2]string]string{}
	return func(dimension, code string) string {
		word, ok := known[[2]string{dimension, code}]
		if !ok {
			if word = b.Code(dimension, code); dimension == asDimension {
				word = b.Label(code)
			}
			known[[2]string{dimension, code}] = word
		}
		return word
	}
}

// table has a row for each record.
func (b *behindFigure) table(texts recordTexts) sheet.Table {
	t := sheet.Table{Name: b.P.T("records.title"), Columns: []sheet.Column{
		{Title: texts.day, Width: 12}, {Title: texts.caseID, Width: 20}, {Title: texts.contact, Width: 20}}}
	if b.definition.AddsUp() {
		t.Columns = append(t.Columns, sheet.Column{Title: texts.as, Width: 30})
	}
	for _, dimension := range b.pick.Columns {
		t.Columns = append(t.Columns, sheet.Column{Title: texts.title(dimension), Width: 24})
	}
	t.Rows = b.rows(texts)
	return t
}

func (b *behindFigure) rows(texts recordTexts) iter.Seq2[[]sheet.Cell, error] {
	return func(yield func([]sheet.Cell, error) bool) {
		var row []sheet.Cell
		for r := range b.records.All() {
			row = append(row[:0], sheet.Day(r.HeldOn), sheet.Text(r.Case), sheet.Text(r.Contact))
			if b.definition.AddsUp() {
				row = append(row, sheet.Text(texts.word(asDimension, r.As)))
			}
			for i, codes := range r.Values {
				row = append(row, sheet.Text(texts.cell(b.pick.Columns[i], codes)))
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// cell is a value; nothing for what is not filled in.
func (t recordTexts) cell(dimension string, codes []string) string {
	if len(codes) == 1 {
		if codes[0] == string(indicator.NotFilled) {
			return ""
		}
		return t.word(dimension, codes[0])
	}
	words := make([]string, 0, len(codes))
	for _, code := range codes {
		if code != string(indicator.NotFilled) {
			words = append(words, t.word(dimension, code))
		}
	}
	return strings.Join(words, t.between)
}
