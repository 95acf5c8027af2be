package codelist

import (
	"slices"
	"testing"

	"openiq/internal/platform/clock"
)

func TestValidityDecidesWhatIsOffered(t *testing.T) {
	if slices.Contains(Offered("sex", clock.MustDay("2018-12-21")), "diverse") {
		t.Error("diverse is offered before the law")
	}
	if !slices.Contains(Offered("sex", clock.MustDay("2018-12-22")), "diverse") {
		t.Error("diverse is not offered after the law")
	}
	if !slices.Contains(Codes("sex"), "diverse") {
		t.Error("a stored code must stay valid")
	}
}

func TestAProvisionIsTheOneOfItsDay(t *testing.T) {
	for day, want := range map[string]string{"2012-08-01": "§ 19a AufenthG", "2020-02-29": "§ 19a AufenthG", "2020-03-01": "§ 18b Abs. 2 AufenthG",
		"2023-11-17": "§ 18b Abs. 2 AufenthG", "2023-11-18": "§ 18g AufenthG", "2026-11-22": "§ 18g AufenthG"} {
		if got := CiteOn("residence_title", "blue_card", clock.MustDay(day)); got != want {
			t.Errorf("on %s it is %q, want %q", day, got, want)
		}
	}
	for _, code := range []string{"resident_abroad", "other", "nothing"} {
		if got := CiteOn("residence_title", code, clock.MustDay("2026-11-22")); got != "" {
			t.Errorf("%s is founded on %s", code, got)
		}
	}
}

// TestProvisionsNeverOverlap walks the days around every change: at most one provision holds, and none is missing between two.
func TestProvisionsNeverOverlap(t *testing.T) {
	for name, entries := range lists {
		for _, e := range entries {
			for _, c := range e.Cites {
				if c.Cite == "" || c.From > c.To && c.To != "" {
					t.Errorf("%s %s: %+v", name, e.Code, c)
				}
				if c.To == "" {
					continue
				}
				next := clock.MustDay(c.To) + 1
				if n := provisions(e, next); n != 1 {
					t.Errorf("%s %s: %d provisions on %s", name, e.Code, n, next)
				}
			}
		}
	}
}

func provisions(e Code, on clock.Day) (n int) {
	for _, c := range e.Cites {
		if within(c.From, c.To, on) {
			n++
		}
	}
	return n
}

func TestListsAreClean(t *testing.T) {
	for name, entries := range lists {
		seen := map[string]bool{}
		for _, e := range entries {
			if e.Code == "" || e.Code == Declined || e.Code == NotFilled || seen[e.Code] {
				t.Errorf("%s: code %q is empty, reserved or twice", name, e.Code)
			}
			seen[e.Code] = true
			for _, d := range []string{e.ValidFrom, e.ValidTo} {
				if _, err := clock.ParseDay(d); d != "" && err != nil {
					t.Errorf("%s: %s: %v", name, e.Code, err)
				}
			}
		}
	}
	if len(Codes("country")) != 251 { // ISO 3166-1: 249 alpha-2 codes; Kosovo and stateless beside them
		t.Errorf("%d countries", len(Codes("country")))
	}
}
