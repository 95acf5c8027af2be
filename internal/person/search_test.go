package person_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// named is somebody with a family and a given name.
func named(family, given string) person.Identity {
	return person.Identity{FamilyName: family, GivenName: given}
}

// labelsOf are the names that a search shows, in its order.
func labelsOf(found *person.Found) []string {
	out := make([]string, len(found.Hits))
	for i, h := range found.Hits {
		out[i] = h.Label
	}
	return out
}

func (v *vault) search(t testing.TB, ctx context.Context, query string, sites []string) *person.Found {
	t.Helper()
	found, err := v.Search(ctx, query, sites)
	ok(t, err)
	return found
}

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		masri := named("Al-Masri", "Mohammed Ali")
		masri.NativeName, masri.Phone, masri.Email = "محمد علي المصري", "+49 421 123456", "m.masri@example.org"
		for _, i := range []person.Identity{masri, named("Masri", "Muhammad"), named("Masri", "Fatima"), named("Haddad", "Mohamed"), named("Шевченко", "Юлия"), named("Müller-Schmidt", "Anna-Maria")} {
			v.admit(t, atBremen, bremen, i)
		}
		for query, want := range map[string][]string{
			"mohammed masri":           {"Al-Masri, Mohammed Ali", "Masri, Muhammad"},
			"Masri Mohammed":           {"Al-Masri, Mohammed Ali", "Masri, Muhammad"},
			"muhammad masri":           {"Masri, Muhammad", "Al-Masri, Mohammed Ali"}, // as it is spelled first
			"Mohammed":                 {"Al-Masri, Mohammed Ali", "Haddad, Mohamed", "Masri, Muhammad"},
			"محمد المصري":              {"Al-Masri, Mohammed Ali", "Masri, Muhammad"},
			"el masri":                 {"Al-Masri, Mohammed Ali", "Masri, Fatima", "Masri, Muhammad"},
			"Mohammed Ali Masri":       {"Al-Masri, Mohammed Ali"},
			"Ali":                      {"Al-Masri, Mohammed Ali"},
			"0421 / 123456":            {"Al-Masri, Mohammed Ali"},
			"Mohamed +49421123456":     {"Al-Masri, Mohammed Ali"},
			"M.Masri@Example.org":      {"Al-Masri, Mohammed Ali"},
			"Fatma":                    {}, // a name of its own
			"Julia Shevchenko":         {"Шевченко, Юлия"},
			"Schewtschenko":            {"Шевченко, Юлия"},
			"Mueller":                  {"Müller-Schmidt, Anna-Maria"},
			"schmidt annamaria":        {"Müller-Schmidt, Anna-Maria"},
			"Moh":                      {}, // whole parts, not beginnings
			"Mohammed Schmidt":         {},
			"0421 654321":              {},
			"nobody@example.org":       {},
			"m.masri@example.org Anna": {},
		} {
			if got := labelsOf(v.search(t, atBremen, query, nil)); !reflect.DeepEqual(got, want) {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
		for _, query := range []string{"", "  ", "-", "?!"} {
			_, err := v.Search(atBremen, query, nil)
			if fieldsOf(err)["query"] != "error.required" {
				t.Errorf("%q: %v", query, err)
			}
		}
	})
}

func TestSearchStaysWhereTheActorMayRead(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		places := []authz.Target{bremen, emden, munich}
		for _, place := range places {
			v.admit(t, counsellor(place), place, named("Example", place.Site))
		}
		everywhere := somebody("x", authz.Scope{Kind: authz.Nation}, person.ActionRead)
		network := somebody("x", authz.Scope{Kind: authz.Network, ID: "n1"}, person.ActionRead)
		both := authz.With(db.WithActor(context.Background(), "x"), &authz.Actor{ID: "x", Grants: []authz.Grant{
			authz.Allow(authz.Scope{Kind: authz.Site, ID: "s1"}, person.ActionRead), authz.Allow(authz.Scope{Kind: authz.Site, ID: "s3"}, person.ActionRead)}})
		for _, c := range []struct {
			ctx   context.Context
			sites []string
			want  []string
		}{
			{atBremen, nil, []string{"s1"}}, {atBremen, []string{"s1", "s2", "s3"}, []string{"s1"}}, {atBremen, []string{"s3"}, nil}, {atBremen, []string{}, nil},
			{network, nil, []string{"s1", "s2"}}, {network, []string{"s2", "s3"}, []string{"s2"}}, {both, nil, []string{"s1", "s3"}},
			{everywhere, nil, []string{"s1", "s2", "s3"}}, {everywhere, []string{"s2"}, []string{"s2"}},
		} {
			var got []string
			for _, h := range v.search(t, c.ctx, "Example", c.sites).Hits {
				got = append(got, h.Site)
				if h.Label != "Example, "+h.Site || !h.Exact {
					t.Errorf("%+v", h)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v: found at %v, want %v", c.sites, got, c.want)
			}
		}
		_, err := v.Search(analyst, "Example", nil)
		mustBe(t, "without the right", err, errs.Forbidden)
	})
}

func TestLocateSaysWhereButNotWho(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		here, there := v.admit(t, atBremen, bremen, ada), v.admit(t, atMunich, munich, ada)
		officer := somebody("officer", authz.Scope{Kind: authz.Nation}, person.ActionLocate)
		found, err := v.Locate(officer, "ada example")
		ok(t, err)
		want := []person.Hit{{Subject: here, Site: "s1", Exact: true}, {Subject: there, Site: "s3", Exact: true}}
		if len(found.Hits) != 2 || !slices.Contains(found.Hits, want[0]) || !slices.Contains(found.Hits, want[1]) {
			t.Errorf("%+v", found)
		}
		_, err = v.Locate(atBremen, "ada example")
		mustBe(t, "a counsellor", err, errs.Forbidden)
		_, err = v.Search(officer, "ada example", nil)
		mustBe(t, "the officer reads names", err, errs.Forbidden)
	})
}

func TestTheIndexFollowsTheIdentity(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		subject := v.admit(t, atBremen, bremen, ada)
		newer := ada
		newer.FamilyName, newer.Phone = "Sample", "0421 999999"
		v.apply(t, atBremen, bremen, subject, person.Change{Identity: &newer, Version: 1})
		for query, want := range map[string]int{"Ada": 1, "Example": 0, "Ada Example": 0, "Ada Sample": 1, "0421 123456": 0, "0421999999": 1} {
			if found := v.search(t, atBremen, query, nil); len(found.Hits) != want {
				t.Errorf("%s: %+v, want %d", query, found, want)
			}
		}
	})
}

// Of many, those spelled as asked are shown, however late they were recorded.
func TestMoreThanFitsOnAPage(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		var prepared []*person.Prepared
		for n := range 300 {
			i := named("Masri", "Mohammed")
			if n%100 == 99 {
				i = named("Masri", "Muhamad")
			}
			p, err := v.Prepare(atBremen, bremen, person.Subject{Tenant: "n1", ID: fmt.Sprintf("C%03d", n)},
				person.Change{Identity: &i, Give: []person.NewConsent{consent(person.PurposeIdentity)}})
			ok(t, err)
			prepared = append(prepared, p)
		}
		_, err := v.db.Write(atBremen, db.Command{Name: "test.put", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
			for _, p := range prepared {
				if err := p.Put(atBremen, tx); err != nil {
					return "", err
				}
			}
			return "", nil
		})
		ok(t, err)
		for _, query := range []string{"Muhamad Masri", "Muhamad"} {
			found := v.search(t, atBremen, query, nil)
			if len(found.Hits) != person.MostHits || !found.More {
				t.Fatalf("%d hits, more: %v", len(found.Hits), found.More)
			}
			for n, h := range found.Hits {
				if exact := n < 3; h.Exact != exact || (h.Label == "Masri, Muhamad") != exact {
					t.Errorf("%s: hit %d is %+v", query, n, h)
				}
			}
		}
		if found := v.search(t, atBremen, "Masri Mohammed Ali", nil); len(found.Hits) != 0 || found.More {
			t.Errorf("%+v", found)
		}
	})
}

// A centre has as many sites as it has: the question is put in parts.
func TestSearchAmongManySites(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		v.admit(t, atMunich, munich, ada)
		nation := somebody("x", authz.Scope{Kind: authz.Nation}, person.ActionRead)
		sites := make([]string, 600)
		for n := range sites {
			sites[n] = fmt.Sprint("x", n)
		}
		for _, at := range []int{0, 255, 256, 599} {
			asked := slices.Clone(sites)
			asked[at] = "s3"
			if found := v.search(t, nation, "Ada Example", asked); len(found.Hits) != 1 {
				t.Errorf("site %d of %d: %+v", at, len(sites), found)
			}
		}
		if found := v.search(t, nation, "Ada Example", sites); len(found.Hits) != 0 {
			t.Errorf("%+v", found)
		}
	})
}

func TestSimilar(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		mother := named("Al-Masri", "Fatima")
		mother.Phone, mother.BornOn, mother.Email = "0421 123456", "1960-01-01", "family@example.org"
		son := named("Al-Masri", "Mohammed")
		son.Phone, son.BornOn, son.NativeName = "0421 123456", "1990-05-05", "محمد المصري"
		v.admit(t, atBremen, bremen, mother)
		v.admit(t, atBremen, bremen, named("Haddad", "Mohammed"))
		self := v.admit(t, atBremen, bremen, son)
		v.admit(t, atMunich, munich, son)

		with := func(i person.Identity, change func(*person.Identity)) person.Identity {
			change(&i)
			return i
		}
		for name, c := range map[string]struct {
			asked person.Identity
			want  string // labels, scores and reasons
		}{
			"another spelling":     {named("Masri", "Muhamad"), "[{Al-Masri, Mohammed 2 [name]}]"},
			"in its own script":    {person.Identity{NativeName: "محمد المصري"}, "[{Al-Masri, Mohammed 2 [name]}]"},
			"only a given name":    {person.Identity{GivenName: "Mohammed"}, "[]"},
			"only a family name":   {person.Identity{FamilyName: "Masri"}, "[]"},
			"another birth date":   {with(named("Masri", "Mohammed"), func(i *person.Identity) { i.BornOn = "1991-05-05" }), "[]"},
			"the same birth date":  {with(named("Masri", "Mohammed"), func(i *person.Identity) { i.BornOn = "1990-05-05" }), "[{Al-Masri, Mohammed 5 [birth name]}]"},
			"a family's telephone": {with(named("Masri", "Mohammed"), func(i *person.Identity) { i.Phone = "+49421123456" }), "[{Al-Masri, Mohammed 5 [phone name]} {Al-Masri, Fatima 3 [phone]}]"},
			"an address":           {with(named("Sample", "Jo"), func(i *person.Identity) { i.Email = "Family@example.org" }), "[{Al-Masri, Fatima 3 [email]}]"},
			"somebody new":         {with(named("Sample", "Jo"), func(i *person.Identity) { i.Phone, i.BornOn = "0421 999999", "1990-05-05" }), "[]"},
		} {
			matches, err := v.Similar(atBremen, bremen, c.asked, person.Subject{})
			ok(t, err)
			got := []string{}
			for _, m := range matches {
				got = append(got, fmt.Sprintf("{%s %d %v}", m.Label, m.Score, m.Reasons))
			}
			if fmt.Sprint(got) != c.want {
				t.Errorf("%s: %s, want %s", name, fmt.Sprint(got), c.want)
			}
		}
		if matches, err := v.Similar(atBremen, bremen, named("Masri", "Mohammed"), self); err != nil || len(matches) != 0 {
			t.Errorf("whoever is edited is their own duplicate: %+v, %v", matches, err)
		}
	})
}

func TestFiveDuplicatesAreEnough(t *testing.T) {
	each(t, func(t *testing.T, v *vault) {
		for range 7 {
			v.admit(t, atBremen, bremen, ada)
		}
		matches, err := v.Similar(atBremen, bremen, ada, person.Subject{Tenant: "n1", ID: ident.New(clock.InstantOf(now.Now()))})
		if err != nil || len(matches) != 5 || matches[0].Score != 11 {
			t.Errorf("%+v, %v", matches, err)
		}
	})
}
