package report

import (
	"fmt"
	"io"
	"strings"

	"openiq/internal/indicator"
)

// listed is an indicator in the list of all.
type listed struct {
	ID         string   `json:"id"`
	Label      string   `json:"label"`
	Unit       string   `json:"unit"`
	Dimensions []string `json:"dimensions"`
	Definition string   `json:"definition"`
}

// ListJSON writes all indicators, for programs: label and definition in words, unit and dimensions as codes.
func ListJSON(out io.Writer, w Words) error {
	list := []listed{}
	for _, d := range indicator.Definitions() {
		list = append(list, listed{d.ID, w.Label(d.ID), d.Unit, d.Dimensions(), w.Definition(d.ID)})
	}
	return encode(out, list)
}

// List writes all indicators in words, for people at a terminal.
func List(out io.Writer, w Words) error {
	var b strings.Builder
	for _, d := range indicator.Definitions() {
		fmt.Fprintf(&b, "%s\n  %s (%s)\n  %s\n  %s: %s\n\n", d.ID, w.Label(d.ID), w.Unit(d.Unit, 0), w.Definition(d.ID),
			w.P.T("figures.dimensions"), strings.Join(d.Dimensions(), " "))
	}
	_, err := io.WriteString(out, b.String())
	return err
}
