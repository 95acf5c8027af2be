package account_test

import (
	"slices"
	"testing"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
)

func TestStaffAreThoseWhoWorkThere(t *testing.T) {
	each(t, func(o *office) {
		lead := account.Assignment{Role: account.CentreLead, Scope: at(authz.Site, "S-1")}
		zoe := o.invite("zoe@example.org", counsellor("S-1"), lead).Account
		ann := o.invite("ann@example.org", counsellor("S-1")).Account
		gone := o.invite("gone@example.org", counsellor("S-1")).Account
		o.invite("project@example.org", account.Assignment{Role: account.ProjectLead, Scope: at(authz.Project, "P-1")})
		if err := o.SetActive(o.admin, gone, 1, false); err != nil {
			o.t.Fatal(err)
		}
		place := authz.Target{Project: "P-1", Site: "S-1"}
		got, err := o.Staff(as(ann, counsellor("S-1")), place)
		if want := []account.Colleague{{ID: ann, Name: "ann@example.org"}, {ID: zoe, Name: "zoe@example.org"}}; err != nil || !slices.Equal(got, want) {
			o.t.Errorf("%v, %v", got, err)
		}
		if _, err := o.Staff(as("x", counsellor("S-2")), place); errs.KindOf(err) != errs.NotFound {
			o.t.Errorf("somebody of another centre: %v", err)
		}
		if _, err := o.Staff(o.admin, place); errs.KindOf(err) != errs.Forbidden {
			o.t.Errorf("the administration: %v", err)
		}
	})
}

func TestActorOfAnAccountHasItsPresentRights(t *testing.T) {
	each(t, func(o *office) {
		id := o.invite("jo@example.org", counsellor("S-1")).Account
		here := authz.Target{Site: "S-1"}
		if a, err := o.ActorOf(o.admin, id); err != nil || a.ID != id || !a.MayAt(account.CaseRecord, here) {
			o.t.Errorf("%+v, %v", a, err)
		}
		if err := o.ChangeRoles(o.admin, id, 1, []account.Assignment{{Role: account.Auditor, Scope: nation}}); err != nil {
			o.t.Fatal(err)
		}
		if a, err := o.ActorOf(o.admin, id); err != nil || a.MayAt(account.CaseRecord, here) {
			o.t.Errorf("after the roles changed: %+v, %v", a, err)
		}
		if err := o.SetActive(o.admin, id, 2, false); err != nil {
			o.t.Fatal(err)
		}
		for _, id := range []string{id, "nobody", ""} {
			if a, err := o.ActorOf(o.admin, id); err != nil || a != nil {
				o.t.Errorf("%q: %+v, %v", id, a, err)
			}
		}
	})
}
