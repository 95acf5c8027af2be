package office

import (
	"iter"
	"net/http"
	"net/url"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/sheet"
	"openiq/internal/platform/web"
	"openiq/internal/programme"
)

// toolURL is the address of something about a list and its filters.
func toolURL(path string, q counselling.Query, more ...string) string {
	values := listValues(q)
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return (&url.URL{Path: path, RawQuery: values.Encode()}).String()
}

func exportURL(q counselling.Query, format string) string {
	return toolURL("/cases/export", q, "format", format)
}

// fileTypes are the formats of a list as a file.
var fileTypes = map[string]string{
	"csv":  "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// export answers with a whole list as a file: what the page shows, on all its pages, but for names.
func (o *office) export(w http.ResponseWriter, r *http.Request) error {
	p, f := web.P(r), web.ReadQuery(r)
	q, err := o.readQuery(r, f)
	if err == nil {
		err = f.Err()
	}
	format := f.Get("format")
	if err == nil && fileTypes[format] == "" {
		err = errs.Missing()
	}
	if err != nil {
		return err
	}
	d, err := o.structure.Directory(r.Context())
	if err != nil {
		return err
	}
	cases, err := o.cases.Each(r.Context(), q)
	if err != nil {
		return err
	}
	list := listView{query: q}.list()
	siteName := func(id string) string { return d.Name(programme.KindSite, id) }
	table := listTable(p, d.Today(), list, siteName, cases)
	file := &lateHeader{w: w, set: func(h http.Header) {
		h.Set("Content-Type", fileTypes[format])
		h.Set("Content-Disposition", `attachment; filename="`+string(list)+"-"+d.Today().String()+"."+format+`"`)
		h.Set("Cache-Control", "no-store")
	}}
	if format == "xlsx" {
		err = sheet.XLSX(file, sheet.Book{Tables: []sheet.Table{table}, RTL: p.Content().Dir() == "rtl"})
	} else {
		err = sheet.CSV(file, table)
	}
	if err != nil && file.begun {
		panic(http.ErrAbortHandler) // only cutting the file off says that it is not whole
	}
	return err
}

// lateHeader says what a file is when its first byte is written, so that an error before that is a page.
type lateHeader struct {
	w     http.ResponseWriter
	set   func(http.Header)
	begun bool
}

func (l *lateHeader) Write(b []byte) (int, error) {
	if !l.begun {
		l.begun = true
		l.set(l.w.Header())
	}
	return l.w.Write(b)
}

// listTable is a list as a table: the case's number, the columns of the page that name nobody, and the centre.
func listTable(p *i18n.Printer, today clock.Day, list counselling.List, siteName func(string) string, cases iter.Seq2[*counselling.Summary, error]) sheet.Table {
	cells := []cell{{"column.case", func(_ *i18n.Printer, _ clock.Day, c *counselling.Summary) sheet.Cell { return sheet.Text(c.CaseID) }}}
	for _, column := range columnsOf[list] {
		cells = append(cells, column.cells...)
	}
	cells = append(cells, cell{"column.site", func(_ *i18n.Printer, _ clock.Day, c *counselling.Summary) sheet.Cell {
		return sheet.Text(siteName(c.Site))
	}})
	t := sheet.Table{Name: listTitle(p, list)}
	for _, c := range cells {
		t.Columns = append(t.Columns, sheet.Column{Title: plain(p.T(c.label)), Width: 16})
	}
	row := make([]sheet.Cell, len(cells))
	t.Rows = func(yield func([]sheet.Cell, error) bool) {
		for c, err := range cases {
			if err == nil {
				for i := range cells {
					row[i] = cells[i].of(p, today, c)
				}
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
	return t
}
