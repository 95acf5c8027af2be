package office

import (
	"bytes"
	"encoding/json"
	"net/http"

	"openiq/internal/indicator/report"
	"openiq/internal/platform/sheet"
)

// figuresCSV is the answer as codes, for spreadsheets and programs.
func (o office) figuresCSV(w http.ResponseWriter, r *http.Request) error {
	return o.file(w, r, "csv", func(b *bytes.Buffer, x answered) error { return report.CSV(b, x.a, sheet.Safe) })
}

// figuresJSON is the answer for programs.
func (o office) figuresJSON(w http.ResponseWriter, r *http.Request) error {
	return o.file(w, r, "json", func(b *bytes.Buffer, x answered) error { return report.JSON(b, x.a) })
}

// figuresXLSX is the answer in words as a workbook, with a sheet that explains it.
func (o office) figuresXLSX(w http.ResponseWriter, r *http.Request) error {
	return o.file(w, r, "xlsx", func(b *bytes.Buffer, x answered) error {
		return sheet.XLSX(b, report.Book(x.Words, x.definition, x.a, x.facts(), x.rtl))
	})
}

// file answers a question with a file.
func (o office) file(w http.ResponseWriter, r *http.Request, kind string, write func(*bytes.Buffer, answered) error) error {
	x, err := o.answer(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, x); err != nil {
		return err
	}
	send(w, kind, x.a.ID+"-"+x.a.Cutoff.String(), b.Bytes())
	return nil
}

// answer answers the question in an address, which must be right.
func (o office) answer(r *http.Request) (answered, error) {
	q, err := o.ask(r)
	if err != nil {
		return answered{}, err
	}
	if q.definition == nil {
		q.form.Fault(fieldIndicator, "error.required")
	}
	if err := q.form.Err(); err != nil {
		return answered{}, err
	}
	a, err := o.engine.Answer(r.Context(), q.query)
	return o.answered(r, q, a), err
}

// facts say what an answer is about, for whoever finds the file later.
func (x answered) facts() []report.Fact {
	p := x.P
	facts := append(x.About(x.definition),
		report.Fact{Name: p.T("definition.period"), Text: x.Period(x.a)},
		report.Fact{Name: p.T("figures.field.cutoff"), Text: p.Date(x.a.Cutoff)})
	for _, dimension := range x.a.By {
		facts = append(facts, report.Fact{Name: p.T("figures.field.by"), Text: x.Dimension(x.definition, dimension)})
	}
	for _, c := range x.query.Where {
		facts = append(facts, report.Fact{Name: p.T("figures.filter"), Text: x.Condition(x.definition, c.Dimension, c.Value)})
	}
	if scope := x.scope(); scope != "" {
		facts = append(facts, report.Fact{Name: p.T("figures.seen_for"), Text: scope})
	}
	if x.severalEach() {
		facts = append(facts, report.Fact{Name: p.T("figures.sheet.note"), Text: p.T("figures.several_each")})
	}
	return append(facts,
		report.Fact{Name: p.T("figures.sheet.shares"), Text: p.T("definition.shares_text")},
		report.Fact{Name: p.T("figures.link"), Text: x.link})
}

var contentTypes = map[string]string{
	"csv": "text/csv; charset=utf-8", "json": "application/json", "pdf": "application/pdf",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// send answers with a file.
func send(w http.ResponseWriter, kind, name string, body []byte) {
	begin(w, kind, name)
	// A reader who went away is no fault of the file.
	_, _ = w.Write(body)
}

// begin says that a file follows; only a JSON document is for reading in place.
func begin(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	h.Set("Content-Type", contentTypes[kind])
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	if kind != "json" {
		h.Set("Content-Disposition", `attachment; filename="`+name+`.`+kind+`"`)
	}
}

// file is a file that begins with its first byte, so that what goes wrong before still gets a page.
type file struct {
	w          http.ResponseWriter
	kind, name string
	begun      bool
}

// Write sends a part of the file.
func (f *file) Write(part []byte) (int, error) {
	if !f.begun {
		f.begun = true
		begin(f.w, f.kind, f.name)
	}
	return f.w.Write(part)
}

// values are the words among which one types the value of a filter, for the script of the form.
func (o office) values(w http.ResponseWriter, r *http.Request) error {
	q, err := o.ask(r)
	if err != nil {
		return err
	}
	dimension := q.form.Get("dimension")
	if q.definition == nil || !q.has(dimension) {
		q.form.Fault("dimension", "error.dimension", "Dimension", dimension)
	}
	if err := q.form.Err(); err != nil {
		return err
	}
	choices, err := o.choicesOf(r.Context(), q, dimension)
	if err != nil {
		return err
	}
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = c.Label
	}
	body, err := json.Marshal(words)
	if err == nil {
		send(w, "json", "", body)
	}
	return err
}
