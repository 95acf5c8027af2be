package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"openiq/internal/indicator"
)

// The rows of a CSV table that are no codes.
const (
	validRow     = "#valid"
	notFilledRow = "#not_filled"
	declinedRow  = "#declined"
)

// CSV writes an answer with its codes: a header, the rows, then how many are valid and missing (exchange.md section 3).
// cell is [Plain] for programs and [sheet.Safe] for what people open: ids are chosen by whoever sends them.
func CSV(w io.Writer, a indicator.Answer, cell func(string) string) error {
	out := csv.NewWriter(w)
	write := func(codes []string, n int64) {
		record := make([]string, 0, len(codes)+1)
		for _, c := range codes {
			record = append(record, cell(c))
		}
		// A failed write is kept by the writer until the end.
		_ = out.Write(append(record, strconv.FormatInt(n, 10)))
	}
	_ = out.Write(append(slices.Clone(a.By), "value"))
	if len(a.By) == 0 {
		write(nil, a.Value)
	}
	for _, r := range a.Rows {
		write(r.Codes, r.Value)
	}
	if len(a.By) > 0 {
		rest := make([]string, len(a.By))
		for _, sum := range []struct {
			name string
			n    int64
		}{{validRow, a.Valid}, {notFilledRow, a.Missing.NotFilled}, {declinedRow, a.Missing.Declined}} {
			rest[0] = sum.name
			write(rest, sum.n)
		}
	}
	out.Flush()
	return out.Error()
}

// Plain leaves a cell as it is.
func Plain(s string) string { return s }
