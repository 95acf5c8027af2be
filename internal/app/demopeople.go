package app

import (
	"fmt"
	"io"
	"text/tabwriter"

	"openiq/internal/account"
	"openiq/internal/demo"
	"openiq/internal/platform/authz"
	"openiq/internal/translation"
)

// DemoPassword opens every account of the demo. It protects nothing: the network is invented, and the demo listens on
// this machine only unless told otherwise.
const DemoPassword = "Beratung-ist-kostenlos"

// demoPerson is an account of the demo.
type demoPerson struct {
	email string
	role  account.Role
	scope authz.Scope
}

// demoPeople are an account for each role, at places where something is going on, and two colleagues of the counsellor.
func demoPeople() []demoPerson {
	at := demo.Examples()
	site, project := authz.Scope{Kind: authz.Site, ID: at.Site}, authz.Scope{Kind: authz.Project, ID: at.Project}
	network, nation := authz.Scope{Kind: authz.Network, ID: at.Network}, authz.Scope{Kind: authz.Nation}
	return []demoPerson{
		{"counsellor@demo.example", account.Counsellor, site},
		{"colleague@demo.example", account.Counsellor, site},
		{"neighbour@demo.example", account.Counsellor, authz.Scope{Kind: authz.Site, ID: at.OtherSite}},
		{"centre-lead@demo.example", account.CentreLead, site},
		{"project-lead@demo.example", account.ProjectLead, project},
		{"coordinator@demo.example", account.NetworkCoordinator, network},
		{"analyst@demo.example", account.CompetenceCentreAnalyst, nation},
		{"editor@demo.example", account.DisseminationEditor, nation},
		{"finance@demo.example", account.Finance, nation},
		{"admin@demo.example", account.CentralAdministrator, nation},
		{"auditor@demo.example", account.Auditor, nation},
		{"data-protection@demo.example", account.DataProtectionOfficer, nation},
		{"translator@demo.example", account.Translator, nation},
	}
}

// demoLanguages are those of the translator.
var demoLanguages = []string{"ar", "uk"}

// signUp makes the accounts.
func signUp(e *environment, accounts *account.Service, texts *translation.Service) error {
	for _, p := range demoPeople() {
		link, err := accounts.Add(e.ctx, p.email, account.Assignment{Role: p.role, Scope: p.scope})
		if err != nil {
			return err
		}
		if _, err := accounts.UseLink(e.ctx, link.Token, DemoPassword); err != nil {
			return err
		}
		if p.role != account.Translator {
			continue
		}
		if err := texts.Give(e.ctx, link.Account, demoLanguages, "demo-languages"); err != nil {
			return err
		}
	}
	return nil
}

// printSignIns says how to sign in for each role.
func printSignIns(out io.Writer, listen string) {
	fmt.Fprintf(out, "\nSign in at http://%s with the password %s as\n\n", listen, DemoPassword)
	t := tabwriter.NewWriter(out, 2, 2, 2, ' ', 0)
	for _, p := range demoPeople() {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", p.email, p.role, p.scope.ID)
	}
	_ = t.Flush()
	fmt.Fprintln(out)
}
