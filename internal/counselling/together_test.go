package counselling_test

import (
	"context"
	"slices"
	"testing"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// staffOf says who works where.
type staffOf map[string][]account.Colleague

func (s staffOf) Staff(_ context.Context, place authz.Target) ([]account.Colleague, error) {
	return slices.Clone(s[place.Site]), nil
}

var (
	ann, ben = account.Colleague{ID: "ann", Name: "ann@example.org"}, account.Colleague{ID: "ben", Name: "ben@example.org"}
	staff    = staffOf{"s1": {ann, ben}, "s2": {ben}}
)

// chosen are cases as somebody sees them now.
func chosen(t *testing.T, s *counselling.Service, a *authz.Actor, ids ...string) []counselling.Chosen {
	t.Helper()
	var out []counselling.Chosen
	for _, id := range ids {
		out = append(out, counselling.Chosen{ID: id, Version: get(t, s, a, id).Row.Version})
	}
	return out
}

// valueOf is a day or an id of a case; nil when it is not filled in.
func valueOf(t *testing.T, s *counselling.Service, id, column string) any {
	t.Helper()
	row := get(t, s, both, id).Row
	typ := counselling.Cases
	return typ.Column(column).Format(row.Values[typ.Index(column)])
}

func TestSomebodyIsPutInCharge(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		s.SetStaff(staff)
		ctx := casetest.As(both)
		casetest.Work(t, d, casetest.Worked{ID: "a", Site: "s1", Held: []string{"2018-10-01"}}, casetest.Worked{ID: "b", Site: "s1"}, casetest.Worked{ID: "c", Site: "s2"}, casetest.Worked{ID: "x", Site: "s3"})
		cases, key := chosen(t, s, both, "a", "b"), ident.Token()
		ok(t, s.Assign(ctx, cases, "ann", key))
		ok(t, s.Assign(ctx, cases, "ann", key)) // a second time changes nothing
		for _, id := range []string{"a", "b"} {
			if got := valueOf(t, s, id, "counsellor_id"); got != "ann" || get(t, s, both, id).Row.Version != 2 {
				t.Errorf("%s is in the charge of %v", id, got)
			}
		}
		if got := ids(t, s, counselling.Query{Filter: counselling.Filter{Counsellor: "ann"}}); !slices.Equal(got, []string{"a"}) && len(got) != 2 {
			t.Errorf("the list of ann has %q", got)
		}
		if got := audited(t, d, "counselling.assign"); !slices.Equal(got, []string{"a cases a: version 2 counsellor_id", "b cases b: version 2 counsellor_id"}) {
			t.Errorf("audited %q", got)
		}
		mustBe(t, "the versions of before", s.Assign(ctx, cases, "ben", ident.Token()), errs.Conflict)
		stale := append(chosen(t, s, both, "c"), cases[0])
		mustBe(t, "one of two changed meanwhile", s.Assign(ctx, stale, "ben", ident.Token()), errs.Conflict)
		if got := valueOf(t, s, "c", "counsellor_id"); got != "" {
			t.Errorf("half of it was stored: %v", got)
		}
		mustBe(t, "not of both centres", s.Assign(ctx, chosen(t, s, both, "a", "c"), "ann", ident.Token()), errs.Invalid)
		ok(t, s.Assign(ctx, chosen(t, s, both, "a", "c"), "ben", ident.Token()))
		mustBe(t, "nobody of the centre", s.Assign(ctx, chosen(t, s, both, "a"), "eve", ident.Token()), errs.Invalid)
		ok(t, s.Assign(ctx, chosen(t, s, both, "a"), "", ident.Token()))
		if got := valueOf(t, s, "a", "counsellor_id"); got != "" {
			t.Errorf("nobody was to be in charge: %v", got)
		}
		mustBe(t, "another centre", s.Assign(ctx, []counselling.Chosen{{ID: "b", Version: 2}, {ID: "x", Version: 1}}, "ben", ident.Token()), errs.NotFound)
		mustBe(t, "who only reads", s.Assign(casetest.As(analyst), []counselling.Chosen{{ID: "b", Version: 2}}, "ben", ident.Token()), errs.Forbidden)
		mustBe(t, "no case", s.Assign(ctx, nil, "ben", ident.Token()), errs.Invalid)
		mustBe(t, "too many", s.Assign(ctx, many(counselling.MostTogether+1), "ben", ident.Token()), errs.Invalid)
	})
}

func many(n int) []counselling.Chosen {
	all := make([]counselling.Chosen, n)
	for i := range all {
		all[i].ID = ident.Token()
	}
	return all
}

// audited are the entries of a command: which case, and what.
func audited(t *testing.T, d *db.DB, command string) []string {
	t.Helper()
	var all []string
	var subject, detail string
	rows, err := d.Query(context.Background(), `SELECT subject, detail FROM audit_entry WHERE command = $1 ORDER BY n`, command)
	ok(t, db.Each(rows, err, func() error {
		err := rows.Scan(&subject, &detail)
		all = append(all, subject+" "+detail)
		return err
	}))
	return all
}

func TestSeveralAreClosedAndFollowedUp(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		ctx := casetest.As(both)
		casetest.Work(t, d, casetest.Worked{ID: "a", Site: "s1", Held: []string{"2018-10-01"}}, casetest.Worked{ID: "b", Site: "s2"})
		for _, c := range []struct {
			column string
			set    func(ctx context.Context, chosen []counselling.Chosen, day, key string) error
			good   string
			bad    []string
		}{
			{"follow_up_on", s.FollowUp, "2018-10-15", []string{"2018-10-14", "soon"}},
			{"closed_on", s.Close, "2018-10-15", []string{"2018-10-16", "2018-09-30", "never"}},
		} {
			for _, bad := range c.bad {
				mustBe(t, c.column+" "+bad, c.set(ctx, chosen(t, s, both, "a"), bad, ident.Token()), errs.Invalid)
			}
			ok(t, c.set(ctx, chosen(t, s, both, "a", "b"), c.good, ident.Token()))
			if a, b := valueOf(t, s, "a", c.column), valueOf(t, s, "b", c.column); a != c.good || b != c.good {
				t.Errorf("%s: %v, %v", c.column, a, b)
			}
			ok(t, c.set(ctx, chosen(t, s, both, "a"), "", ident.Token()))
			if a := valueOf(t, s, "a", c.column); a != "" {
				t.Errorf("%s was to be taken away: %v", c.column, a)
			}
		}
		if got := ids(t, s, counselling.Query{List: counselling.Closed}); !slices.Equal(got, []string{"b"}) {
			t.Errorf("closed: %q", got)
		}
	})
}

func TestCasesOfTwoNetworksAreChangedTogether(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		casetest.Work(t, d, casetest.Worked{ID: "a", Site: "s1"})
		other := casetest.Open(t, s, munich, casetest.New("s3", "2018-10-01"))
		everywhere := &authz.Actor{ID: "traveller", Grants: append(slices.Clone(bremen.Grants), munich.Grants...)}
		key, cases := ident.Token(), append(chosen(t, s, bremen, "a"), chosen(t, s, munich, other)...)
		for range 2 {
			ok(t, s.Close(casetest.As(everywhere), cases, "2018-10-15", key))
		}
		if n := len(audited(t, d, "counselling.close")); n != 2 {
			t.Errorf("%d entries", n)
		}
	})
}
