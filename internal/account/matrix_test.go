package account_test

import (
	"slices"
	"strings"
	"testing"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
)

// A right reaches as far as the role's place or the whole nation; anything between could not be granted.
func TestMatrixIsSound(t *testing.T) {
	for _, row := range account.Matrix {
		for action, kind := range row.Reach {
			if kind != authz.Nation && kind != row.Place {
				t.Errorf("%s: %s reaches a %s, but the role is given for a %s", row.Role, action, kind, row.Place)
			}
			if !slices.Contains(account.Actions, action) {
				t.Errorf("%s: %s is not on the list of actions", row.Role, action)
			}
		}
	}
}

// What the separation within the network forbids (domain/practice.md section 9, fact 30) must stay forbidden whatever
// else the table comes to say; beside each there is a role that may.
func TestMatrixKeepsTheSeparation(t *testing.T) {
	changes := []authz.Action{account.StructureEdit, account.CaseRecord, account.SheetPublish, account.AccountManage,
		account.ExchangeImport, account.ExchangeExport}
	for _, c := range []struct {
		action authz.Action
		only   []account.Role
	}{
		{account.CaseRead, []account.Role{account.Counsellor, account.CentreLead, account.ProjectLead, account.CompetenceCentreAnalyst, account.Auditor}},
		{account.CaseRecord, []account.Role{account.Counsellor, account.CentreLead}},
		{account.PersonRead, []account.Role{account.Counsellor, account.CentreLead}},
		{account.PersonLocate, []account.Role{account.DataProtectionOfficer}},
		{account.StructureEdit, []account.Role{account.NetworkCoordinator, account.CentralAdministrator}},
		{account.SheetPublish, []account.Role{account.CentralAdministrator}},
		{account.AccountManage, []account.Role{account.CentralAdministrator}},
		{account.AccountRead, []account.Role{account.CentralAdministrator, account.Auditor}},
		{account.AuditRead, []account.Role{account.CentralAdministrator, account.Auditor, account.DataProtectionOfficer}},
		{account.ExchangeImport, []account.Role{account.CentralAdministrator}},
		{account.ExchangeExport, []account.Role{account.CentralAdministrator}},
		{account.StructureRead, account.Roles()},
		{account.MatrixRead, account.Roles()},
	} {
		for _, row := range account.Matrix {
			_, may := row.Reach[c.action]
			if may != slices.Contains(c.only, row.Role) {
				t.Errorf("%s may %s: %v", row.Role, c.action, may)
			}
			if row.Role == account.Auditor && may && slices.Contains(changes, c.action) {
				t.Errorf("an auditor may %s", c.action)
			}
		}
	}
}

func TestActorReachesItsPlaceOnly(t *testing.T) {
	here := authz.Target{Network: "N-1", Project: "P-1", Site: "S-1"}
	elsewhere := authz.Target{Network: "N-2", Project: "P-2", Site: "S-2"}
	for _, row := range account.Matrix {
		scope := authz.Scope{Kind: row.Place}
		switch row.Place {
		case authz.Network:
			scope.ID = "N-1"
		case authz.Project:
			scope.ID = "P-1"
		case authz.Site:
			scope.ID = "S-1"
		}
		actor := account.NewActor("a", []account.Assignment{{Role: row.Role, Scope: scope}})
		for _, action := range account.Actions {
			kind, may := row.Reach[action]
			if actor.MayAt(action, here) != may || actor.May(action) != may {
				t.Errorf("%s %s at home: %v", row.Role, action, !may)
			}
			if actor.MayAt(action, elsewhere) != (kind == authz.Nation) {
				t.Errorf("%s %s elsewhere: %v", row.Role, action, kind != authz.Nation)
			}
		}
	}
}

// An assignment that does not fit the matrix gives nothing: above all a counsellor for the nation.
func TestAMisfitGrantsNothing(t *testing.T) {
	for _, a := range []account.Assignment{
		{Role: account.Counsellor, Scope: nation},
		{Role: account.ProjectLead, Scope: at(authz.Network, "N-1")},
		{Role: account.CentralAdministrator, Scope: at(authz.Site, "S-1")},
		{Role: "king", Scope: nation},
	} {
		actor := account.NewActor("a", []account.Assignment{a})
		for _, action := range account.Actions {
			if actor.May(action) {
				t.Errorf("%v may %s", a, action)
			}
		}
	}
}

func TestHomeSite(t *testing.T) {
	for want, roles := range map[string][]account.Assignment{
		"S-1": {counsellor("S-1"), {Role: account.CentreLead, Scope: at(authz.Site, "S-1")}},
		"":    {counsellor("S-1"), counsellor("S-2")},
	} {
		if got := account.NewActor("a", roles).HomeSite; got != want {
			t.Errorf("%v: %q, want %q", roles, got, want)
		}
	}
}

func TestParseScope(t *testing.T) {
	for in, want := range map[string]authz.Scope{
		"": nation, "network=N-1": at(authz.Network, "N-1"), "project=P=1": at(authz.Project, "P=1"), "site=S-1": at(authz.Site, "S-1"),
	} {
		if got, err := account.ParseScope(in); err != nil || got != want {
			t.Errorf("%q: %v %v", in, got, err)
		}
	}
	for _, in := range []string{"nation", "nation=1", "site", "site=", "land=BY", "S-1"} {
		if got, err := account.ParseScope(in); err == nil || !strings.Contains(err.Error(), "site=ID") {
			t.Errorf("%q: %v %v", in, got, err)
		}
	}
}
