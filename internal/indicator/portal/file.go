package portal

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"

	"openiq/internal/indicator"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/sheet"
	"openiq/internal/platform/web"
)

// file answers with a figure as CSV. Lines that begin with # say what it is about and what is not shown; then follow a head
// and the rows, with codes for programs and names for people.
func (o *portal) file(w http.ResponseWriter, r *http.Request, s *scene, p *indicator.Public) error {
	var dimensions []string
	if by := web.ReadQuery(r).Get(byField); by != "" {
		if !slices.Contains(p.By, by) {
			return errs.New(errs.Invalid, "error.dimension", "Dimension", by)
		}
		dimensions = []string{by}
	}
	shown, err := o.answer(r.Context(), p, s.in, dimensions...)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	out := csv.NewWriter(&file)
	// A failed write is kept by the writer until the end.
	write := func(cells ...string) { _ = out.Write(cells) }
	x := part{scene: s, id: p.ID, shown: shown}
	x.about(write, web.URL(r, s.url(p.ID, "")))
	if len(dimensions) == 0 {
		write("value")
		write(x.valueOf(shown))
	} else {
		x.by = dimensions[0]
		x.table(write)
	}
	if out.Flush(); out.Error() != nil {
		return out.Error()
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+p.ID+"-"+s.in.Cutoff.String()+`.csv"`)
	_, err = w.Write(file.Bytes())
	return err
}

// about are the lines that explain the file.
func (x part) about(write func(cells ...string), address string) {
	write("#indicator", x.id)
	write("#label", sheet.Safe(x.label(x.id)))
	write("#definition", sheet.Safe(x.definition(x.id)))
	write("#from", x.in.From.String())
	write("#to", x.in.To.String())
	write("#cutoff", x.in.Cutoff.String())
	write("#source", sheet.Safe(x.T("source")))
	write("#address", address)
	write("#protection", sheet.Safe(x.T("hidden.text")))
	if x.shown.Overlaps {
		write("#note", sheet.Safe(x.T("several")))
	}
}

// valueOf is a whole, as a number; empty where it is not shown.
func (x part) valueOf(o indicator.Outside) string {
	if o.TooFew {
		return ""
	}
	return strconv.FormatInt(o.Value, 10)
}

// table are the rows, then the sums as far as they are shown.
func (x part) table(write func(cells ...string)) {
	write("#total", x.valueOf(x.shown))
	if !x.shown.NoValid && !x.shown.TooFew {
		write("#valid", strconv.FormatInt(x.shown.Valid, 10))
		write("#not_known", strconv.FormatInt(x.shown.Missing.NotFilled, 10))
	}
	write("#rows_not_shown", strconv.Itoa(len(x.shown.Hidden)))
	write(x.by, "name", "value")
	for _, r := range x.rows() {
		write(sheet.Safe(r.Codes[0]), sheet.Safe(x.name(r.Codes[0])), strconv.FormatInt(r.Value, 10))
	}
}
