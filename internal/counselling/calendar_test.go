package counselling_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// accountsOf are those that may sign in.
type accountsOf map[string]*authz.Actor

func (a accountsOf) ActorOf(_ context.Context, id string) (*authz.Actor, error) { return a[id], nil }

func TestACalendarHasTheDaysOfItsOwner(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *counselling.Service) {
		casetest.Work(t, d,
			casetest.Worked{ID: "a", Site: "s1", Counsellor: both.ID, Due: "2018-11-01", FollowUp: "2018-10-20"},
			casetest.Worked{ID: "b", Site: "s2", Counsellor: "ann", FollowUp: "2018-10-21"},
			casetest.Worked{ID: "c", Site: "s1", Counsellor: both.ID, Due: "2018-11-02", Closed: "2018-10-01"},
			casetest.Worked{ID: "d", Site: "s3", Counsellor: both.ID, Due: "2018-11-03"}, // of a centre where the owner no longer works
		)
		accounts := accountsOf{both.ID: both}
		secret, err := s.OpenFeed(casetest.As(both))
		ok(t, err)
		actor, days, err := s.Calendar(context.Background(), accounts, secret, false)
		ok(t, err)
		want := []counselling.Appointment{
			{CaseID: "a", Source: "procedure", Rule: "decision", On: clock.MustDay("2018-11-01")},
			{CaseID: "a", On: clock.MustDay("2018-10-20")},
		}
		if actor != both || !slices.Equal(days, want) {
			t.Errorf("%+v", days)
		}
		_, days, err = s.Calendar(context.Background(), accounts, secret, true)
		ok(t, err)
		if len(days) != 3 || !slices.ContainsFunc(days, func(a counselling.Appointment) bool { return a.CaseID == "b" }) {
			t.Errorf("of all %+v", days)
		}
		for entry := range slices.Values(audited(t, d, "calendar.open")) {
			if strings.Contains(entry, secret) {
				t.Error("the secret stands in the audit trail")
			}
		}
	})
}

func TestASecretEndsWithItsOwner(t *testing.T) {
	each(t, func(t *testing.T, _ *db.DB, s *counselling.Service) {
		ctx, accounts := casetest.As(both), accountsOf{both.ID: both}
		gone := func(what, secret string) {
			t.Helper()
			_, _, err := s.Calendar(context.Background(), accounts, secret, false)
			mustBe(t, what, err, errs.NotFound)
		}
		if at, err := s.Feed(ctx); err != nil || at != 0 {
			t.Errorf("before there is one: %v, %v", at, err)
		}
		first, err := s.OpenFeed(ctx)
		ok(t, err)
		if at, err := s.Feed(ctx); err != nil || at != clock.InstantOf(casetest.Now.Now()) {
			t.Errorf("since %v, %v", at, err)
		}
		second, err := s.OpenFeed(ctx)
		ok(t, err)
		gone("the address of before", first)
		gone("a made up one", "nothing")
		if _, _, err := s.Calendar(context.Background(), accounts, second, false); err != nil {
			t.Error(err)
		}
		accounts[both.ID] = analyst
		gone("somebody who only reads now", second)
		delete(accounts, both.ID)
		gone("an account that is not active", second)
		accounts[both.ID] = both
		ok(t, s.CloseFeed(ctx))
		gone("one that was switched off", second)
	})
}
