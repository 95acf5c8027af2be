package programme_test

import (
	"context"
	"slices"
	"testing"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/programme"
)

func TestDirectory(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		s := programme.New(d)
		if all := directory(t, s); len(all.Networks) != 0 || all.RoundOn(all.Today()) != nil {
			t.Error("an empty database has a structure")
		}
		found(t, d)
		store(t, d, programme.Transfers, "t1 project_id=p1 network_id=n2 valid_from=2018-01-01", "t0 project_id=p1 network_id=n1 valid_from=2018-06-01",
			"t2 project_id=p1 network_id=n2 valid_from=2018-06-01", "t3 project_id=p1 network_id=n2 valid_from=2019-01-01")
		all := directory(t, s)
		if all.Today() != day("2018-10-15") || all.RoundOn(all.Today()).ID != "r2" || all.RoundOn(day("2020-01-01")) != nil {
			t.Error("today's round")
		}
		for on, want := range map[string]string{"2017-12-31": "n1", "2018-01-01": "n2", "2018-05-31": "n2", "2018-06-01": "n1", "2019-06-01": "n2"} {
			if got := all.NetworkOfProject("p1", day(on)); got != want {
				t.Errorf("on %s the project belongs to %q, want %q", on, got, want)
			}
		}
		if all.NetworkOfProject("p4", all.Today()) != "" || all.NetworkOfProject("?", all.Today()) != "" {
			t.Error("a project of the federal level has a network")
		}
		if got := all.PlaceOfSite("s1"); got != (authz.Target{Network: "n1", Project: "p1", Site: "s1"}) {
			t.Errorf("place of s1: %+v", got)
		}
		if got := all.PlaceOfSite("?"); got != (authz.Target{Site: "?"}) {
			t.Errorf("place of an unknown site: %+v", got)
		}
		if p := all.Project("p2"); p.Span.From != day("2016-01-01") || !p.ForRefugees || !all.Project("p1").Span.Contains(day("2018-12-31")) {
			t.Errorf("p2 is %+v", p)
		}
		if names := all.Projects; names[0].Name != "Ärztin" || names[1].Name != "Eta" {
			t.Errorf("projects are not in German order: %s, %s", names[0].Name, names[1].Name)
		}
		if all.Name(programme.KindSite, "s3") != "München" || all.Name(programme.KindTransfer, "t1") != "t1" || all.Name("?", "x") != "x" {
			t.Error("names")
		}
		if c := all.Coordinator("n1", all.Today()); c.ID != "o1" || all.Coordinator("n1", day("2010-12-31")) != nil || all.Coordinator("", all.Today()) != nil {
			t.Error("coordinator")
		}
		if site := all.Site("s1"); !site.Located || !slices.Equal(site.Languages, []string{"de", "en"}) || all.Site("s2").Located {
			t.Errorf("s1 is %+v", site)
		}
	})
}

func TestSitesIn(t *testing.T) {
	d := filled(t)
	all := directory(t, programme.New(d))
	ids := func(ctx context.Context, on string) string {
		f, err := authz.Rows(ctx, programme.ActionRead)
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, s := range all.SitesIn(f, day(on)) {
			out += s.ID + " "
		}
		return out
	}
	for _, c := range []struct {
		scope    authz.Scope
		on, want string
	}{
		{everywhere, "2018-10-15", "s1 s3 "},
		{everywhere, "2017-12-31", "s1 s2 s3 "},
		{everywhere, "2019-01-01", ""}, // their projects have ended
		{authz.Scope{Kind: authz.Network, ID: "n1"}, "2017-12-31", "s1 s2 "},
		{authz.Scope{Kind: authz.Project, ID: "p3"}, "2017-12-31", "s3 "},
		{authz.Scope{Kind: authz.Site, ID: "s2"}, "2017-12-31", "s2 "},
		{authz.Scope{Kind: authz.Site, ID: "s2"}, "2018-01-01", ""},
	} {
		if got := ids(as(authz.Allow(c.scope, programme.ActionRead)), c.on); got != c.want {
			t.Errorf("%v on %s: %q, want %q", c.scope, c.on, got, c.want)
		}
	}
}

// Two instances: what one stores, the other shows with its next answer; what is no structure reads nothing anew.
func TestDirectoryFollowsEveryInstance(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		here, there := programme.New(d), programme.New(dbtest.Open(t, d.DSN(), now))
		before := directory(t, there)
		if directory(t, there) != before {
			t.Error("read anew although nothing changed")
		}
		_, err := d.Write(context.Background(), db.Command{Name: "test", Tenant: db.Federal}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "account", ID: "x"})
			return "", nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := directory(t, there); got.Site("s1") != before.Site("s1") {
			t.Error("read anew although no structure changed")
		}
		store(t, d, programme.Networks, "n3 name=Ostnetz states=SN")
		for _, s := range []*programme.Service{here, there} {
			if directory(t, s).Network("n3") == nil {
				t.Error("the new network is missing")
			}
		}
	})
}

func BenchmarkDirectory(b *testing.B) {
	d := filled(b)
	s := programme.New(d)
	for b.Loop() {
		all, err := s.Directory(context.Background())
		if err != nil || all.PlaceOfSite("s1").Network != "n1" {
			b.Fatal(err)
		}
	}
}
