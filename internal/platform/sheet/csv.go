package sheet

import (
	"encoding/csv"
	"io"
)

// CSV writes a table as comma-separated values in UTF-8: dates as YYYY-MM-DD, numbers without grouping, shares as
// fractions. It writes while it reads rows, so an error of theirs comes after the beginning of the file.
func CSV(w io.Writer, t Table) error {
	out := csv.NewWriter(w)
	line := make([]string, 0, len(t.Columns))
	for _, c := range t.Columns {
		line = append(line, Safe(c.Title))
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		line = line[:0]
		for _, c := range row {
			line = append(line, c.plain())
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
