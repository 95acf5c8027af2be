package office

import (
	"slices"
	"testing"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/chart"
	"openiq/internal/platform/i18n"
)

func TestColumnsBeyondThePatternsAreOthers(t *testing.T) {
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	definition, _ := indicator.Defined("counselling.contacts")
	columns := []string{"SY", "PL", "RU", "UA", "TR", "IR"}
	c := &cross{RowName: "sex", ColumnName: "country", Rows: []string{"female"}, Columns: columns, Cells: map[[2]string]int64{}, Adds: true}
	a := indicator.Answer{ID: "counselling.contacts", By: []string{"sex", "country"}}
	for i, code := range columns {
		n := int64(10 - i)
		c.Cells[[2]string{"female", code}] = n
		a.Rows = append(a.Rows, indicator.Row{Codes: []string{"female", code}, Value: n})
	}
	x := answered{question: &question{Words: report.Words{P: b.Printer("en")}, definition: definition}, a: a}
	s := x.stacks(c).(chart.Stacks)
	if !slices.Equal(s.Series, []string{"Syria", "Poland", "Russia", "Ukraine", "Others"}) {
		t.Errorf("series %q", s.Series)
	}
	if bar := s.Bars[0]; bar.Text != "45" || len(bar.Parts) != 5 || bar.Parts[0].Value != 10 || bar.Parts[4].Value != 6+5 {
		t.Errorf("bar %+v", bar)
	}
	c.Adds = false
	if text := x.stacks(c).(chart.Stacks).Bars[0].Text; text != "" {
		t.Errorf("what does not add up has the sum %q", text)
	}
}

func TestTheLargestKeepTheirOrder(t *testing.T) {
	sizes := map[string]int64{"a": 3, "b": 9, "c": 1, "d": 9, "e": 5}
	codes := []string{"a", "b", "c", "d", "e"}
	sum := func(code string) int64 { return sizes[code] }
	for n, want := range map[int][]string{1: {"b"}, 3: {"b", "d", "e"}, 4: {"a", "b", "d", "e"}, 5: codes, 9: codes} {
		if got := largest(codes, n, sum); !slices.Equal(got, want) {
			t.Errorf("the %d largest: %q, want %q", n, got, want)
		}
	}
}

func TestCodesWithoutAnOrderAreRanked(t *testing.T) {
	for dimension, want := range map[string]bool{"country": true, "qualification.country": true, "site": true, "age_group": false, "german_level": false, "year": false} {
		if isRanked(dimension) != want {
			t.Errorf("%s is ranked: %v", dimension, !want)
		}
	}
}
