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
