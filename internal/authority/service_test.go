package authority_test

import (
	"context"
	"testing"
	"time"

	"openiq/internal/authority"
	"openiq/internal/occupation"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

var (
	now    = clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	nation = authz.Scope{Kind: authz.Nation}
	editor = db.WithActor(authz.With(context.Background(), &authz.Actor{ID: "editor", Grants: []authz.Grant{authz.Allow(nation, occupation.ActionEdit)}}), "editor")
	reader = authz.With(context.Background(), &authz.Actor{ID: "reader"})
)

func newService(d *db.DB) *authority.Service { return authority.New(d, occupation.New(d)) }

func table(t *testing.T, s *authority.Service) *authority.Table {
	t.Helper()
	table, err := s.Table(reader)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// who decides about nurses in Hesse today.
func who(t *testing.T, s *authority.Service) string {
	t.Helper()
	a, err := s.Decide(reader, authority.Question{Occupation: occupation.Shipped("nurse"), State: "HE", On: clock.NoDay})
	if err != nil || len(a.Authorities) != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	return a.Authorities[0].Name
}

func TestWhatTheOfficeChangesCountsAtOnceAndInEveryInstance(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s, other := newService(d), newService(d)
		before := who(t, s)
		if before != who(t, other) {
			t.Error("two services do not agree")
		}
		key := ident.Token()
		added := authority.Authority{Name: "Neues Landesamt", Kind: "land", States: []string{"HE"}, Source: "https://example.org/"}
		id, err := s.SaveAuthority(editor, added, 0, key)
		again, repeated := s.SaveAuthority(editor, added, 0, key)
		if err != nil || repeated != nil || id == "" || again != id {
			t.Fatalf("%q, %v; sent twice %q, %v", id, err, again, repeated)
		}
		rule := *table(t, s).Rule("health_care_he")
		rule.Authority = id
		if _, err := s.SaveRule(editor, rule, 0, ident.Token()); err != nil {
			t.Fatal(err)
		}
		if who(t, s) != "Neues Landesamt" || who(t, other) != "Neues Landesamt" {
			t.Errorf("%s and %s decide", who(t, s), who(t, other))
		}
		version, err := s.RuleVersion(reader, rule.ID)
		unchanged, unchangedErr := s.RuleVersion(reader, "academic")
		if err != nil || unchangedErr != nil || version != 1 || unchanged != 0 {
			t.Errorf("versions %d, %d", version, unchanged)
		}
		rule.Authority = "hlfgp"
		if _, err := s.SaveRule(editor, rule, 0, ident.Token()); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an old version: %v", err)
		}
		if _, err := s.SaveRule(editor, rule, 1, ident.Token()); err != nil || who(t, s) != before {
			t.Errorf("%s decides, %v", who(t, s), err)
		}
	})
}

func TestWhatIsNotSaved(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := newService(d)
		a, r := *table(t, s).Authority("hwk_berlin"), *table(t, s).Rule("academic")
		if _, err := s.SaveAuthority(reader, a, 0, ident.Token()); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("who may not: %v", err)
		}
		if _, err := s.SaveRule(reader, r, 0, ident.Token()); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("who may not: %v", err)
		}
		a.Name, r.Law = "", ""
		if _, err := s.SaveAuthority(editor, a, 0, ident.Token()); errs.KindOf(err) != errs.Invalid {
			t.Errorf("without a name: %v", err)
		}
		if _, err := s.SaveRule(editor, r, 0, ident.Token()); errs.KindOf(err) != errs.Invalid {
			t.Errorf("without a law: %v", err)
		}
		a, r = *table(t, s).Authority("hwk_berlin"), *table(t, s).Rule("academic")
		a.ID, r.ID = "nobody", "nothing"
		if _, err := s.SaveAuthority(editor, a, 0, ident.Token()); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an unknown one: %v", err)
		}
		if _, err := s.SaveRule(editor, r, 0, ident.Token()); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an unknown one: %v", err)
		}
		r.ID = ""
		if _, err := s.SaveRule(editor, r, 0, ident.Token()); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a rival of what is there: %v", err)
		}
	})
}

// Every occupation of the catalogue has an answer in every Land, or says honestly that nobody knows for certain.
func TestEveryOccupationInEveryLand(t *testing.T) {
	d := dbtest.SQLite(t, now)
	catalogue, err := occupation.New(d).Catalogue(reader)
	if err != nil {
		t.Fatal(err)
	}
	rules, certain, asked := table(t, newService(d)), 0, 0
	for _, o := range catalogue.All() {
		for _, state := range authority.States {
			for _, origin := range authority.Origins {
				for _, on := range []string{"2026-11-22", "2020-06-01"} {
					a, err := rules.Decide(authority.Question{Occupation: o, State: state, Origin: origin, On: clock.MustDay(on)})
					if err != nil || len(a.Reasons) != 1 || a.Certain && len(a.Authorities) != 1 || !a.Certain && a.Portal == "" {
						t.Errorf("%s in %s from %s on %s: %+v, %v", o.Code, state, origin, on, a, err)
					}
					asked++
					if a.Certain {
						certain++
					}
				}
			}
		}
	}
	if certain == 0 || certain == asked {
		t.Errorf("%d of %d answers are certain", certain, asked)
	}
}
