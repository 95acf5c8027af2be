package account_test

import (
	"slices"
	"testing"

	"openiq/internal/account"
	"openiq/internal/platform/errs"
)

func TestTranslatorsAreListedForThoseWhoGiveLanguages(t *testing.T) {
	each(t, func(o *office) {
		translator := account.Assignment{Role: account.Translator, Scope: nation}
		tom := o.invite("tom@example.org", translator).Account
		ada := o.invite("ada@example.org", translator).Account
		gone := o.invite("gone@example.org", translator).Account
		o.invite("editor@example.org", account.Assignment{Role: account.DisseminationEditor, Scope: nation})
		if err := o.SetActive(o.admin, gone, 1, false); err != nil {
			o.t.Fatal(err)
		}
		got, err := o.Translators(o.admin)
		if want := []account.Colleague{{ID: ada, Name: "ada@example.org"}, {ID: tom, Name: "tom@example.org"}}; err != nil || !slices.Equal(got, want) {
			o.t.Errorf("%v, %v", got, err)
		}
		if _, err := o.Translators(as(tom, translator)); errs.KindOf(err) != errs.Forbidden {
			o.t.Errorf("a translator: %v", err)
		}
	})
}
