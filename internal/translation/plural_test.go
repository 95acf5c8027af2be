package translation

import (
	"slices"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"openiq/locale"
)

var cldr = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

func TestEveryLanguageOfThePortalHasTheFormsOfCLDR(t *testing.T) {
	languages, err := locale.PortalLanguages()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range append(languages, "uk", "ru", "tr", "fa", "fr", "es", "pl", "ro", "de-simple") {
		rule, ok := RuleOf(lang)
		if !ok {
			t.Errorf("%s: no forms", lang)
			continue
		}
		numbers := map[string][]int{}
		for n := range 2000 {
			want := cldr[plural.Cardinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0)]
			if got := rule.Forms[rule.Index(n)].Form; got != want {
				t.Fatalf("%s: %d takes %s, want %s", lang, n, got, want)
			}
			numbers[want] = append(numbers[want], n)
		}
		for _, form := range rule.Forms {
			all := numbers[form.Form]
			if !slices.Contains(all, form.Example) || form.Single != (len(all) == 1 || slices.Max(all) == 1) {
				t.Errorf("%s: %+v is wrong, it has %d numbers", lang, form, len(all))
			}
		}
	}
	if _, ok := RuleOf("xx"); ok {
		t.Error("a language that nobody knows has forms")
	}
}
