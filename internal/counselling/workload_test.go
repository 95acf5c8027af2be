package counselling_test

import (
	"reflect"
	"slices"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

func TestTheWorkInNumbers(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		casetest.Work(t, d,
			casetest.Worked{ID: "a", Site: "s1", Counsellor: "ann", Registered: "2018-09-01", Held: []string{"2018-09-11", "2018-10-01"}, Due: "2018-10-14", FollowUp: "2018-11-01"},
			casetest.Worked{ID: "b", Site: "s1", Counsellor: "ann", Registered: "2018-09-20", Held: []string{"2018-09-19"}, Form: "mobile", Due: "2018-10-15"},
			casetest.Worked{ID: "c", Site: "s1", Counsellor: "ben", Registered: "2018-09-01", Held: []string{"2018-09-06"}, Closed: "2018-10-01"},
			casetest.Worked{ID: "d", Site: "s1", Registered: "2018-10-01"},
			casetest.Worked{ID: "e", Site: "s1", Counsellor: "ben", Held: []string{"2018-08-31"}},
			casetest.Worked{ID: "f", Site: "s2", Registered: "2018-09-29", Held: []string{"2018-09-30"}},
		)
		from, to := clock.MustDay("2018-09-01"), clock.MustDay("2018-09-30")
		loads, err := s.LoadOf(casetest.As(bremen), "s1", from, to)
		ok(t, err)
		for _, l := range loads {
			slices.Sort(l.Waits)
		}
		want := []counselling.Load{
			{Site: "s1", Open: 1, Waiting: 1, Waited: counselling.Waits{14}},
			{Site: "s1", Counsellor: "ann", Open: 2, Due: 2, Overdue: 1, Incomplete: 2, FollowUp: 1, Advised: 2, Lights: [3]int{2, 0, 0}, Contacts: 3, Mobile: 1, Waits: counselling.Waits{0, 10}},
			{Site: "s1", Counsellor: "ben", Open: 1, Incomplete: 2, Closed: 1, Advised: 1, Lights: [3]int{1, 0, 0}, Contacts: 1, Waits: counselling.Waits{5}},
		}
		if !reflect.DeepEqual(loads, want) {
			t.Errorf("got %+v", loads)
		}
		sums, err := s.Workload(casetest.As(casetest.Lead), []string{"s2", "s1"}, from, to)
		ok(t, err)
		if l := sums[1]; len(sums) != 2 || sums[0].Site != "s2" || sums[0].Advised != 1 || l.Open != 4 || l.Advised != 3 || len(l.Waits) != 3 {
			t.Errorf("got %+v", sums)
		}
	})
}

func TestTheWorkOfOthersIsNobodysBusiness(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		figures := &authz.Actor{ID: "coordinator", Grants: []authz.Grant{authz.Allow(authz.Scope{Kind: authz.Network, ID: "n1"}, counselling.ActionFigures)}}
		for name, c := range map[string]struct {
			actor *authz.Actor
			site  string
			want  errs.Kind
		}{
			"another centre":  {bremen, "s3", errs.NotFound},
			"another network": {figures, "s3", errs.NotFound},
			"no right at all": {casetest.Editor, "s1", errs.NotFound},
			"no such centre":  {analyst, "none", errs.NotFound},
		} {
			if _, err := s.Workload(casetest.As(c.actor), []string{c.site}, 0, 1); errs.KindOf(err) != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := s.Workload(casetest.As(figures), []string{"s1", "s2"}, 0, 1)
		ok(t, err)
	})
}

func TestWaits(t *testing.T) {
	for _, c := range []struct {
		waits           counselling.Waits
		average, median float64
		longest         int
	}{
		{counselling.Waits{7}, 7, 7, 7},
		{counselling.Waits{9, 0, 0}, 3, 0, 9},
		{counselling.Waits{4, 1, 2, 9}, 4, 3, 9},
	} {
		average, _ := c.waits.Average()
		median, _ := c.waits.Median()
		if longest, _ := c.waits.Longest(); average != c.average || median != c.median || longest != c.longest {
			t.Errorf("%v: %v, %v, %v", c.waits, average, median, longest)
		}
	}
	var none counselling.Waits
	if _, some := none.Average(); some {
		t.Error("an average of nothing")
	}
	if _, some := none.Median(); some {
		t.Error("a median of nothing")
	}
	if _, some := none.Longest(); some {
		t.Error("a longest of nothing")
	}
}
