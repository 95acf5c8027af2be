package demo

import (
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"
)

// table is a CSV file; columns are its header, separated by commas. Writing stops at the first error of the writer.
func table(name, columns string, rows iter.Seq[[]string]) File {
	header := strings.Split(columns, ",")
	return File{Name: name, Write: func(w io.Writer) error {
		out := csv.NewWriter(w)
		if err := out.Write(header); err != nil {
			return err
		}
		for row := range rows {
			if err := out.Write(row); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}}
}

// serial is prefix and n with leading zeros, so that ids of a usual size sort by number.
func serial(prefix string, n, width int) string {
	digits := strconv.Itoa(n)
	return prefix + strings.Repeat("0", max(width-len(digits), 0)) + digits
}
