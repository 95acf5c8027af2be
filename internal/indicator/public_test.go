package indicator

import (
	"context"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// tableOf is an answer by one dimension with some numbers.
func tableOf(missing int64, values ...int64) Answer {
	a := Answer{ID: "counselling.cases", By: []string{"state"}, Missing: Missing{NotFilled: missing}}
	for i, value := range values {
		a.Rows = append(a.Rows, Row{Codes: []string{strconv.Itoa(i)}, Value: value})
		a.Valid += value
	}
	a.Value = a.Valid + missing
	return a
}

var people = &Public{ID: "counselling.cases", By: []string{"state"}}

func TestWhatIsShownOutside(t *testing.T) {
	for name, c := range map[string]struct {
		answer                   Answer
		rows, rest               int
		tooFew, noTable, noValid bool
	}{
		"nothing small":                  {tableOf(0, 5, 7, 100), 3, 0, false, false, false},
		"nothing at all":                 {tableOf(0), 0, 0, false, false, false},
		"one small takes the next":       {tableOf(0, 3, 7, 100), 1, 2, false, false, false},
		"two small ones":                 {tableOf(0, 4, 4, 100), 1, 2, false, false, false},
		"two that tell each other":       {tableOf(0, 1, 1, 100), 0, 3, false, false, false},
		"two that are just too few":      {tableOf(0, 3, 2, 9, 100), 1, 3, false, false, false},
		"missing is a number, too":       {tableOf(3, 7, 100), 1, 1, false, false, true},
		"a small one hides what misses":  {tableOf(6, 3, 100), 1, 1, false, false, true},
		"the whole is small":             {tableOf(0, 2, 2), 0, 0, true, false, false},
		"all are needed, and not enough": {tableOf(0, 3, 2), 0, 0, false, true, true},
		"nothing in a row":               {tableOf(0, 0, 9), 2, 0, false, false, false},
	} {
		o := people.Show(c.answer)
		if len(o.Rows) != c.rows || len(o.Hidden) != c.rest || o.TooFew != c.tooFew || o.NoTable != c.noTable || o.NoValid != c.noValid {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if o := (&Public{ID: "network.projects", Nobody: true}).Show(tableOf(1, 1, 2)); len(o.Rows) != 2 || o.NoValid {
		t.Errorf("things of the network are shown: %+v", o)
	}
	if o := people.Show(Answer{Value: 4}); !o.TooFew || o.Value != 0 {
		t.Errorf("a small number: %+v", o)
	}
	if o := people.Show(Answer{By: []string{"country"}, Value: 10, Valid: 10, Rows: []Row{{[]string{"SY"}, 8}, {[]string{"UA"}, 7}}}); !o.Overlaps || len(o.Rows) != 2 {
		t.Errorf("units of two rows: %+v", o)
	}
}

// couldBe lists what a number that is not shown may be for a reader who knows how many there are, that each is at least 1,
// and what they are together.
func couldBe(n int, sum int64) (least, most int64) {
	return 1, sum - int64(n-1)
}

func TestNoSmallNumberIsShownOrCanBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		small := rapid.OneOf(rapid.Int64Range(0, 8), rapid.Int64Range(0, 500))
		a := tableOf(small.Draw(t, "missing"), rapid.SliceOfN(small, 0, 12).Draw(t, "rows")...)
		o := people.Show(a)
		if o.TooFew {
			if a.Value == 0 || a.Value >= Few || o.Value != 0 || len(o.Rows) != 0 {
				t.Fatalf("%+v of %+v", o, a)
			}
			return
		}
		if o.Value > 0 && o.Value < Few {
			t.Fatalf("the whole is shown: %+v", o)
		}
		left, hidden := o.Value, len(o.Hidden)
		for _, r := range o.Rows {
			i, _ := strconv.Atoi(r.Codes[0])
			if r.Value > 0 && r.Value < Few || r.Value != a.Rows[i].Value {
				t.Fatalf("%+v is shown of %+v", r, a)
			}
			left -= r.Value
		}
		switch {
		case o.NoTable:
			if len(o.Rows) > 0 || len(o.Hidden) > 0 || o.Valid > 0 {
				t.Fatalf("%+v of %+v", o, a)
			}
			return
		case o.NoValid:
			if o.Valid != 0 || o.Missing != (Missing{}) {
				t.Fatalf("what is valid is shown: %+v", o)
			}
			hidden++
		default:
			n := o.Missing.NotFilled
			if n != a.Missing.NotFilled || n > 0 && n < Few || o.Missing.Declined != 0 || o.Valid != a.Valid {
				t.Fatalf("%+v of %+v", o.Missing, a)
			}
			left -= n
		}
		if hidden == 0 {
			return
		}
		least, most := couldBe(hidden, left)
		if hidden < 2 || least >= Few || most < Few || least == most {
			t.Fatalf("%d numbers are %d together, so each is %d to %d: %+v of %+v", hidden, left, least, most, o, a)
		}
	})
}

func TestNothingIsHiddenWithoutNeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		enough := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(Few, 500))
		a := tableOf(enough.Draw(t, "missing"), rapid.SliceOfN(enough, 0, 12).Draw(t, "rows")...)
		if o := people.Show(a); len(o.Rows) != len(a.Rows) || len(o.Hidden) > 0 || o.NoValid || o.NoTable || o.TooFew {
			t.Fatalf("%+v of %+v", o, a)
		}
	})
}

func TestThePublicListIsOfThePublic(t *testing.T) {
	if len(PublicList()) < 5 {
		t.Error("too short")
	}
	if _, ok := PublicNamed("counselling.cases"); !ok {
		t.Error("cases are public")
	}
	if _, ok := PublicNamed("counselling.qualifications"); ok {
		t.Error("what is not on the list is not public")
	}
}

func TestTheRoundsOfWhichFiguresArePublic(t *testing.T) {
	day := clock.MustDay
	round := func(id, from, to string) *programme.Round {
		return &programme.Round{ID: id, Span: record.Span{From: day(from), To: day(to)}}
	}
	rounds := []*programme.Round{round("r15", "2015-01-01", "2018-12-31"), round("r19", "2019-01-01", "2022-12-31"), round("r23", "2023-01-01", "2028-12-31")}
	sheet := func(from, cutoff string) Published {
		return Published{Cutoff: day(cutoff), frozen: frozen{From: from, To: cutoff}}
	}
	published := []Published{sheet("2015-01-01", "2018-09-30"), sheet("2015-01-01", "2018-06-30")}
	for today, want := range map[string]string{
		"2026-11-22": "r23 2023-01-01 2026-09-30 true, r15 2015-01-01 2018-09-30 false, ",
		"2026-10-01": "r23 2023-01-01 2026-09-30 true, r15 2015-01-01 2018-09-30 false, ",
		"2023-03-31": "r19 2019-01-01 2022-12-31 false, r15 2015-01-01 2018-09-30 false, ",
		"2023-04-01": "r23 2023-01-01 2023-03-31 true, r15 2015-01-01 2018-09-30 false, ",
		"2018-11-01": "r15 2015-01-01 2018-09-30 true, ",
	} {
		got := ""
		for _, p := range PublicPeriods(rounds, published, day(today)) {
			got += p.Round.ID + " " + p.From.String() + " " + p.To.String() + " " + strconv.FormatBool(p.Running) + ", "
		}
		if got != want {
			t.Errorf("%s: %s, want %s", today, got, want)
		}
	}
	late := append(published, sheet("2023-01-01", "2026-11-20"))
	if p := PublicPeriods(rounds, late, day("2026-11-22"))[0]; p.Cutoff != day("2026-11-20") || p.To != day("2026-11-20") {
		t.Errorf("a sheet that was published since: %+v", p)
	}
}

func TestOnlyPublicDimensionsAreAnswered(t *testing.T) {
	e := &Engine{}
	for _, by := range [][]string{{"sex"}, {"state", "country"}, {""}} {
		if _, err := e.Outside(context.Background(), people, PublicPeriod{}, by...); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%v: %v", by, err)
		}
	}
}
