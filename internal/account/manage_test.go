package account_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

func asError(err error, target **errs.Error) bool { return errors.As(err, target) }

func TestAdd(t *testing.T) {
	each(t, func(o *office) {
		link := o.invite("  Jo.Muster@Example.org ", counsellor("S-1"), account.Assignment{Role: account.ProjectLead, Scope: at(authz.Project, "P-1")})
		if len(link.Token) < 26 || link.Expires.Time().Sub(o.watch.Now()) != 7*24*time.Hour {
			o.t.Errorf("%+v", link)
		}
		got, err := o.Get(o.admin, link.Account)
		if err != nil || got.Email != "jo.muster@example.org" || !got.Active || got.Ready || len(got.Roles) != 2 || got.Roles[0] != counsellor("S-1") {
			o.t.Errorf("%+v %v", got, err)
		}
	})
}

func TestAddRefuses(t *testing.T) {
	each(t, func(o *office) {
		o.invite("jo@example.org", counsellor("S-1"))
		fine := counsellor("S-1")
		for _, c := range []struct {
			name, email string
			roles       []account.Assignment
			want        []string
		}{
			{"taken", "JO@example.org", []account.Assignment{fine}, []string{"email", "account.error.email_taken"}},
			{"no address", "", []account.Assignment{fine}, []string{"email", "error.required"}},
			{"half an address", "jo@", []account.Assignment{fine}, []string{"email", "account.error.email"}},
			{"no domain", "jo@localhost", []account.Assignment{fine}, []string{"email", "account.error.email"}},
			{"with a name", "Jo <jo2@example.org>", []account.Assignment{fine}, []string{"email", "account.error.email"}},
			{"two", "a@example.org, b@example.org", []account.Assignment{fine}, []string{"email", "account.error.email"}},
			{"huge", strings.Repeat("a", 300) + "@example.org", []account.Assignment{fine}, []string{"email", "account.error.email"}},
			{"no role", "b@example.org", nil, []string{"role", "error.required"}},
			{"unknown role", "b@example.org", []account.Assignment{{Role: "king", Scope: nation}}, []string{"role", "account.error.role"}},
			{"counsellor for the nation", "b@example.org", []account.Assignment{{Role: account.Counsellor, Scope: nation}}, []string{"place", "account.error.place.site"}},
			{"coordinator for a site", "b@example.org", []account.Assignment{{Role: account.NetworkCoordinator, Scope: at(authz.Site, "S-1")}}, []string{"place", "account.error.place.network"}},
			{"finance for a network", "b@example.org", []account.Assignment{{Role: account.Finance, Scope: at(authz.Network, "N-1")}}, []string{"place", "account.error.place.nation"}},
			{"nowhere", "b@example.org", []account.Assignment{counsellor("S-9")}, []string{"place", "error.unknown_id"}},
			{"no id", "b@example.org", []account.Assignment{counsellor("")}, []string{"place", "account.error.place.site"}},
			{"twice", "b@example.org", []account.Assignment{fine, fine}, []string{"role", "account.error.role_twice"}},
			{"all wrong", "b", []account.Assignment{{Role: "king"}}, []string{"email", "account.error.email", "role", "account.error.role"}},
		} {
			_, err := o.Add(o.admin, c.email, c.roles...)
			wantFields(o.t, c.name, err, c.want...)
		}
		if n := o.count(`SELECT COUNT(*) FROM account`); n != 1 {
			o.t.Errorf("%d accounts", n)
		}
	})
}

// Only those whom the matrix allows may read or change accounts, and nobody the own roles.
func TestAccountsAreGuarded(t *testing.T) {
	each(t, func(o *office) {
		id := o.join("jo@example.org", counsellor("S-1"))
		calls := map[string]func(context.Context) error{
			"add": func(ctx context.Context) error {
				_, err := o.Add(ctx, "new@example.org", counsellor("S-1"))
				return err
			},
			"roles": func(ctx context.Context) error {
				return o.ChangeRoles(ctx, id, 1, []account.Assignment{counsellor("S-2")})
			},
			"off":  func(ctx context.Context) error { return o.SetActive(ctx, id, 1, false) },
			"link": func(ctx context.Context) error { _, err := o.NewLink(ctx, id); return err },
		}
		reads := map[string]func(context.Context) error{
			"get":  func(ctx context.Context) error { _, err := o.Get(ctx, id); return err },
			"list": func(ctx context.Context) error { _, err := o.List(ctx, "", 10); return err },
		}
		coordinator := as("c", account.Assignment{Role: account.NetworkCoordinator, Scope: at(authz.Network, "N-1")}, counsellor("S-1"))
		auditor := as("a", account.Assignment{Role: account.Auditor, Scope: nation})
		for name, call := range calls {
			for _, ctx := range []context.Context{context.Background(), coordinator, auditor} {
				wantKind(o.t, name, call(ctx), errs.Forbidden)
			}
		}
		for name, read := range reads {
			for _, ctx := range []context.Context{context.Background(), coordinator} {
				wantKind(o.t, name, read(ctx), errs.Forbidden)
			}
			for _, ctx := range []context.Context{auditor, o.admin} {
				if err := read(ctx); err != nil {
					o.t.Errorf("%s: %v", name, err)
				}
			}
		}
		own := as(id, account.Assignment{Role: account.CentralAdministrator, Scope: nation})
		for _, name := range []string{"roles", "off", "link"} {
			wantKind(o.t, "own "+name, calls[name](own), errs.Forbidden)
		}
		wantKind(o.t, "nobody's link", func() error { _, err := o.NewLink(o.admin, "nobody"); return err }(), errs.NotFound)
	})
}

func TestChangeRolesSignsOut(t *testing.T) {
	each(t, func(o *office) {
		id := o.join("jo@example.org", counsellor("S-1"))
		o.start(id, "token")
		before, err := o.Get(o.admin, id)
		if err != nil {
			o.t.Fatal(err)
		}
		wanted := []account.Assignment{counsellor("S-2")}
		if err := o.ChangeRoles(o.admin, id, before.Version, wanted); err != nil {
			o.t.Fatal(err)
		}
		after, err := o.Get(o.admin, id)
		if err != nil || !slices.Equal(after.Roles, wanted) {
			o.t.Errorf("%+v %v", after, err)
		}
		if o.holds("token") {
			o.t.Error("still signed in with the old roles")
		}
		wantKind(o.t, "with the version of before", o.ChangeRoles(o.admin, id, before.Version, wanted), errs.Conflict)
		wantFields(o.t, "a place that is not", o.ChangeRoles(o.admin, id, after.Version, []account.Assignment{counsellor("S-9")}), "place", "error.unknown_id")
	})
}

func TestDeactivate(t *testing.T) {
	each(t, func(o *office) {
		id := o.join("jo@example.org", counsellor("S-1"))
		o.start(id, "token")
		link, err := o.NewLink(o.admin, id)
		if err != nil {
			o.t.Fatal(err)
		}
		now, _ := o.Get(o.admin, id)
		if err := o.SetActive(o.admin, id, now.Version, false); err != nil {
			o.t.Fatal(err)
		}
		if o.holds("token") {
			o.t.Error("still signed in")
		}
		wantKind(o.t, "signing in", o.signIn("jo@example.org", password), errs.Invalid)
		_, err = o.UseLink(context.Background(), link.Token, password)
		wantKind(o.t, "an open link", err, errs.NotFound)
		// Whoever stores a session in the same moment has nothing of it either.
		o.start(id, "late")
		if o.holds("late") {
			o.t.Error("a session of a deactivated account holds")
		}
		now, _ = o.Get(o.admin, id)
		if now.Active {
			o.t.Error("shown as active")
		}
		if err := o.SetActive(o.admin, id, now.Version, true); err != nil {
			o.t.Fatal(err)
		}
		if err := o.signIn("jo@example.org", password); err != nil {
			o.t.Errorf("after activating: %v", err)
		}
	})
}

func TestListPages(t *testing.T) {
	each(t, func(o *office) {
		var made []string
		for _, email := range []string{"a@example.org", "b@example.org", "c@example.org"} {
			made = append(made, o.invite(email, counsellor("S-1"), counsellor("S-2")).Account)
			o.watch.pass(time.Second)
		}
		var got []string
		for after := ""; ; {
			page, err := o.List(o.admin, after, 2)
			if err != nil {
				o.t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, a := range page {
				got = append(got, a.ID)
				if len(a.Roles) != 2 || a.Email == "" {
					o.t.Errorf("%+v", a)
				}
			}
			after = page[len(page)-1].ID
		}
		if !slices.Equal(got, made) {
			o.t.Errorf("%v, want %v", got, made)
		}
	})
}

// Nothing that names a person or opens a door lies in the database in clear.
func TestNothingInClear(t *testing.T) {
	each(t, func(o *office) {
		link := o.invite("jo.geheim@example.org", counsellor("S-1"))
		if _, err := o.UseLink(context.Background(), link.Token, password); err != nil {
			o.t.Fatal(err)
		}
		_ = o.signIn("jo.geheim@example.org", "falsch")
		if err := o.signIn("jo.geheim@example.org", password); err != nil {
			o.t.Fatal(err)
		}
		o.start(link.Account, "session-token")
		for _, query := range []string{
			`SELECT id, email_hash, email_sealed, password_hash FROM account`,
			`SELECT token_hash, account_id, '', '' FROM account_link`,
			`SELECT token_hash, account_id, data, '' FROM session`,
			`SELECT key, '', '', '' FROM signin_throttle`,
			`SELECT actor, command, subject, detail FROM audit_entry`,
		} {
			rows, err := o.db.Query(context.Background(), query)
			var a, b, c, d string
			err = db.Each(rows, err, func() error {
				err := rows.Scan(&a, &b, &c, &d)
				for _, secret := range []string{"geheim", "example", link.Token, "session-token", "Katze", "192.0.2"} {
					if strings.Contains(a+" "+b+" "+c+" "+d, secret) {
						o.t.Errorf("%q stands in %s", secret, query)
					}
				}
				return err
			})
			if err != nil {
				o.t.Fatal(err)
			}
		}
	})
}

func TestPlaces(t *testing.T) {
	each(t, func(o *office) {
		all, err := o.Places(context.Background())
		if err != nil || len(all) != 4 || all[0] != (account.Place{Scope: at(authz.Network, "N-1"), Name: "Netzwerk Eins"}) {
			o.t.Errorf("%+v %v", all, err)
		}
		for scope, want := range map[authz.Scope]string{at(authz.Site, "S-2"): "Stelle Zwei", at(authz.Site, "S-9"): "S-9", nation: ""} {
			if got, err := o.PlaceName(context.Background(), scope); err != nil || got != want {
				o.t.Errorf("%v: %q %v", scope, got, err)
			}
		}
	})
}
