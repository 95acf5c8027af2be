package counselling_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

// worked is a case with as many contacts as there are days in held.
type worked struct {
	id, site, counsellor, registered, followUp, due, closed string
	held                                                    []string
	form                                                    string // of the contacts; empty: phone
	facts                                                   map[string]any
}

// work stores cases as an import would, with their summaries.
func work(t testing.TB, d *db.DB, cases ...worked) {
	t.Helper()
	put := func(tx *db.Tx, typ *record.Type, id string, values map[string]any) error {
		r := record.Row{Tenant: tx.Tenant(), ID: id, Values: make([]any, len(typ.Columns))}
		for column, v := range values {
			r.Values[typ.Index(column)] = v
		}
		_, err := typ.Put(tx, r, nil)
		return err
	}
	_, err := d.Write(context.Background(), db.Command{Name: "test.work", Tenant: "n1"}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "import", ID: "test"})
		for _, c := range cases {
			facts := map[string]any{"site_id": c.site}
			for column, v := range c.facts {
				facts[column] = v
			}
			if c.counsellor != "" {
				facts["counsellor_id"] = c.counsellor
			}
			if c.registered != "" {
				facts["registered_at"] = int64(clock.MustDay(c.registered).Start())
			}
			for column, day := range map[string]string{"follow_up_on": c.followUp, "closed_on": c.closed} {
				if day != "" {
					facts[column] = int64(clock.MustDay(day))
				}
			}
			if err := put(tx, counselling.Cases, c.id, facts); err != nil {
				return "", err
			}
			for _, day := range c.held {
				form := "phone"
				if c.form != "" {
					form = c.form
				}
				if err := put(tx, counselling.Contacts, c.id+day, map[string]any{"case_id": c.id, "held_on": int64(clock.MustDay(day)), "form": form, "themes": "recognition"}); err != nil {
					return "", err
				}
			}
			var dues []counselling.Due
			if c.due != "" {
				dues = append(dues, counselling.Due{Rule: "decision", On: clock.MustDay(c.due)})
			}
			if err := counselling.ReplaceDues(tx, tx.Tenant(), c.id, "procedure", dues); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheWorkInNumbers(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		work(t, d,
			worked{id: "a", site: "s1", counsellor: "ann", registered: "2018-09-01", held: []string{"2018-09-11", "2018-10-01"}, due: "2018-10-14", followUp: "2018-11-01"},
			worked{id: "b", site: "s1", counsellor: "ann", registered: "2018-09-20", held: []string{"2018-09-19"}, form: "mobile", due: "2018-10-15"},
			worked{id: "c", site: "s1", counsellor: "ben", registered: "2018-09-01", held: []string{"2018-09-06"}, closed: "2018-10-01"},
			worked{id: "d", site: "s1", registered: "2018-10-01"},
			worked{id: "e", site: "s1", counsellor: "ben", held: []string{"2018-08-31"}},
			worked{id: "f", site: "s2", registered: "2018-09-29", held: []string{"2018-09-30"}},
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
