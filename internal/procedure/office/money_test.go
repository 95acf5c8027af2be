package office

import "testing"

func TestAmountsAreReadAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "400": "40000", "149,5": "14950", "149,50": "14950", "149.50": "14950", "1.149,50": "114950", "1,149.50": "114950", "1.234": "123400",
		"1 149,50 €": "114950", "0,05": "5", "€ 12": "1200", ",5": "50",
	} {
		if got, ok := cents(typed); !ok || got != want {
			t.Errorf("%q is %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"viel", "-1", "+1", "1,2,3a", "€", ".", "99999999999", "1e5"} {
		if got, ok := cents(typed); ok {
			t.Errorf("%q is taken as %q", typed, got)
		}
	}
	for cell, want := range map[string]string{"40000": "400", "14950": "149,50", "5": "0,05", "100205": "1002,05", "": "", "viel": "viel"} {
		if got := euros(cell); got != want {
			t.Errorf("%s is written %q", cell, got)
		}
	}
}
