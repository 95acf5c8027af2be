package person_test

import (
	"testing"

	"openiq/internal/person"
)

func TestASumTellsFormsApart(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		who := func(family string) *person.Identity { return &person.Identity{FamilyName: family} }
		first := v.Sum("key", "case", who("Haddad"))
		if v.Sum("key", "case", who("Haddad")) != first {
			t.Error("the same form has two sums")
		}
		for name, other := range map[string]string{"another name": v.Sum("key", "case", who("Hadad")), "another case": v.Sum("key", "other", who("Haddad")),
			"another form": v.Sum("kez", "case", who("Haddad"))} {
			if other == first {
				t.Errorf("%s has the same sum", name)
			}
		}
	})
}
