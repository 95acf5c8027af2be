package record

import (
	"strings"
	"testing"

	"openiq/internal/platform/clock"
)

// TestCells reads cells of every kind: what is good comes out as it went in, what is not is refused.
func TestCells(t *testing.T) {
	sex := Column{Kind: Code, Codes: []string{"female", "male"}}
	topics := Column{Kind: Codes, Codes: []string{"pay", "leave"}}
	for _, test := range []struct {
		column    Column
		good, bad []string
	}{
		{Column{Kind: Text}, []string{"", "=1+1", "a\nb"}, []string{"a\x00b", strings.Repeat("x", MaxText+1)}},
		{Column{Kind: Text, Required: true}, []string{"x"}, []string{""}},
		{Column{Kind: ID}, []string{"c-1", strings.Repeat("ä", MaxID)}, []string{" c", "c\n", strings.Repeat("x", MaxID+1)}},
		{sex, []string{"", "male", Declined}, []string{"Male", "other"}},
		{Column{Kind: Code, Codes: sex.Codes, Required: true}, []string{"male"}, []string{"", Declined}},
		{topics, []string{"", "pay", "pay leave", Declined}, []string{"pay holiday", "pay " + Declined, " "}},
		{Column{Kind: Slug}, []string{"nurse_2020-a", Declined}, []string{"Nurse", strings.Repeat("x", 41)}},
		{Column{Kind: Tags}, []string{"de ar"}, []string{"deutsch-und-mehr", " "}},
		{Column{Kind: Int}, []string{"0", "2147483647"}, []string{"-1", "+1", "1.5", "2147483648", Declined}},
		{Column{Kind: Int, Max: 150}, []string{"150"}, []string{"151"}},
		{Column{Kind: Float, Min: -90, Max: 90}, []string{"52.52", "-90"}, []string{"90.1", "NaN", "Inf", "x"}},
		{Column{Kind: Bool}, []string{"", "true", "false"}, []string{"1", "TRUE", Declined}},
		{Column{Kind: Date}, []string{"2018-09-30"}, []string{"2018-02-30", "30.09.2018", "2018-09-30T00:00:00Z"}},
		{Column{Kind: Instant}, []string{"2018-09-30T10:00:00Z"}, []string{"2018-09-30", "2018-09-30T10:00:00"}},
	} {
		for _, cell := range test.good {
			value, err := test.column.Parse(cell)
			if back := test.column.Format(value); err != nil || back != cell {
				t.Errorf("%q comes back as %q, %v", cell, back, err)
			}
		}
		for _, cell := range test.bad {
			if value, err := test.column.Parse(cell); err == nil {
				t.Errorf("kind %d takes %q as %v", test.column.Kind, cell, value)
			}
		}
	}
}

func TestADayStandsForItsBeginningWhereItMay(t *testing.T) {
	c := Column{Kind: Instant, DayToo: true}
	if got, err := c.Parse("2018-09-30"); err != nil || got != int64(clock.MustDay("2018-09-30").Start()) {
		t.Error(got, err)
	}
	if got, err := c.Parse("2018-09-31"); err == nil {
		t.Error("a day that does not exist is", got)
	}
}

func TestOpenEndsAreTakenFromAnotherSpan(t *testing.T) {
	round := Span{100, 200}
	for own, want := range map[Span]Span{Always: round, {150, Always.To}: {150, 200}, {Always.From, 150}: {100, 150}, {1, 2}: {1, 2}} {
		if got := own.Or(round); got != want {
			t.Errorf("%v or %v is %v, want %v", own, round, got, want)
		}
	}
}
