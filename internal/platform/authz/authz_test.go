package authz_test

import (
	"context"
	"slices"
	"testing"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
)

const (
	read authz.Action = "thing.read"
	edit authz.Action = "thing.edit"
)

func as(grants ...authz.Grant) context.Context {
	return authz.With(context.Background(), &authz.Actor{ID: "a", Grants: grants})
}

func in(kind authz.ScopeKind, id string) authz.Scope { return authz.Scope{Kind: kind, ID: id} }

func TestRequire(t *testing.T) {
	here := authz.Target{Network: "n1", Project: "p1", Site: "s1"}
	elsewhere := authz.Target{Network: "n2", Project: "p2", Site: "s2"}
	for name, scope := range map[string]authz.Scope{
		"network": in(authz.Network, "n1"), "project": in(authz.Project, "p1"), "site": in(authz.Site, "s1"),
	} {
		ctx := as(authz.Allow(scope, read))
		if err := authz.Require(ctx, read, here); err != nil {
			t.Errorf("%s: refused at home: %v", name, err)
		}
		for _, target := range []authz.Target{elsewhere, {}} {
			if err := authz.Require(ctx, read, target); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: elsewhere must look as if it did not exist, got %v", name, err)
			}
		}
		if err := authz.Require(ctx, edit, here); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("%s: an action nobody granted: %v", name, err)
		}
	}
	if err := authz.Require(as(authz.Allow(in(authz.Nation, ""), read)), read, elsewhere); err != nil {
		t.Errorf("the nation is everywhere: %v", err)
	}
	if err := authz.Require(context.Background(), read, here); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("nobody: %v", err)
	}
	if err := authz.Require(authz.AsSystem(context.Background(), "cli"), edit, here); err != nil {
		t.Errorf("the command line: %v", err)
	}
}

// A scope that lost its id must not match a record whose place is unknown.
func TestEmptyIDsMatchNothing(t *testing.T) {
	for _, kind := range []authz.ScopeKind{authz.Network, authz.Project, authz.Site, "", "own"} {
		ctx := as(authz.Allow(in(kind, ""), read))
		if err := authz.Require(ctx, read, authz.Target{}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%q: %v", kind, err)
		}
		f, err := authz.Rows(ctx, read)
		if err != nil || f.All() || f.Sees(authz.Target{}) {
			t.Errorf("%q: the filter lets an unknown place through (%v)", kind, err)
		}
	}
}

func TestRowsJoinsTheScopes(t *testing.T) {
	ctx := as(authz.Allow(in(authz.Site, "s1"), read), authz.Allow(in(authz.Site, "s1"), read, edit),
		authz.Allow(in(authz.Site, "s2"), edit), authz.Allow(in(authz.Project, "p1"), read), authz.Allow(in(authz.Network, "n1"), read))
	f, err := authz.Rows(ctx, read)
	if err != nil {
		t.Fatal(err)
	}
	if f.All() || !slices.Equal(f.Sites(), []string{"s1"}) || !slices.Equal(f.Projects(), []string{"p1"}) || !slices.Equal(f.Networks(), []string{"n1"}) {
		t.Errorf("%+v", f)
	}
	for target, sees := range map[authz.Target]bool{
		{Site: "s1"}: true, {Site: "s2"}: false, {Project: "p1", Site: "s9"}: true, {Network: "n1"}: true, {Network: "n2", Project: "p2"}: false,
	} {
		if f.Sees(target) != sees {
			t.Errorf("sees %+v: %v", target, !sees)
		}
	}
}

func TestRowsOfTheWidest(t *testing.T) {
	f, err := authz.Rows(as(authz.Allow(in(authz.Site, "s1"), read), authz.Allow(in(authz.Nation, ""), read)), read)
	if err != nil || !f.All() {
		t.Errorf("%+v %v", f, err)
	}
	if f, err := authz.Rows(authz.AsSystem(context.Background(), "cli"), read); err != nil || !f.All() {
		t.Errorf("the command line: %+v %v", f, err)
	}
	for name, ctx := range map[string]context.Context{"nobody": context.Background(), "somebody else": as(authz.Allow(in(authz.Nation, ""), edit))} {
		f, err := authz.Rows(ctx, read)
		if errs.KindOf(err) != errs.Forbidden || f.All() || f.Sees(authz.Target{Site: "s1"}) {
			t.Errorf("%s: %+v %v", name, f, err)
		}
	}
}

func TestMay(t *testing.T) {
	var nobody *authz.Actor
	somebody := &authz.Actor{ID: "a"}
	for _, c := range []struct {
		actor  *authz.Actor
		action authz.Action
		want   bool
	}{
		{nobody, authz.Public, true}, {nobody, authz.SignedIn, false}, {nobody, read, false},
		{somebody, authz.Public, true}, {somebody, authz.SignedIn, true}, {somebody, read, false},
	} {
		if c.actor.May(c.action) != c.want {
			t.Errorf("%v may %s: %v", c.actor, c.action, !c.want)
		}
	}
}
