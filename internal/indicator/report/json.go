package report

import (
	"bytes"
	"encoding/json"
	"io"

	"openiq/internal/indicator"
)

// answer is an answer as exchange.md section 3 has it; what a table adds is left out without dimensions.
type answer struct {
	ID      string             `json:"id"`
	Unit    string             `json:"unit"`
	From    string             `json:"from"`
	To      string             `json:"to"`
	Cutoff  string             `json:"cutoff"`
	Value   int64              `json:"value"`
	Rows    *[]row             `json:"rows,omitempty"`
	Valid   *int64             `json:"valid,omitempty"`
	Missing *indicator.Missing `json:"missing,omitempty"`
}

// JSON writes an answer with its codes, for programs.
func JSON(w io.Writer, a indicator.Answer) error {
	out := answer{ID: a.ID, Unit: a.Unit, From: a.From.String(), To: a.To.String(), Cutoff: a.Cutoff.String(), Value: a.Value}
	if len(a.By) > 0 {
		rows := make([]row, len(a.Rows))
		for i, r := range a.Rows {
			rows[i] = row{a.By, r}
		}
		out.Rows, out.Valid, out.Missing = &rows, &a.Valid, &a.Missing
	}
	return encode(w, out)
}

// row is a row whose dimensions are keys, in their order.
type row struct {
	by []string
	indicator.Row
}

// MarshalJSON writes {"DIM":"code",…,"value":n}.
func (r row) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, dimension := range r.by {
		for _, text := range []struct{ text, after string }{{dimension, ":"}, {r.Codes[i], ","}} {
			quoted, err := json.Marshal(text.text)
			if err != nil {
				return nil, err
			}
			b.Write(quoted)
			b.WriteString(text.after)
		}
	}
	value, err := json.Marshal(r.Value)
	b.WriteString(`"value":`)
	b.Write(value)
	b.WriteByte('}')
	return b.Bytes(), err
}

// encode writes one line a document; texts are for programs, not for HTML.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
