package authz

import (
	"context"
	"slices"
)

// ScopeKind is how wide a right reaches.
type ScopeKind string

// The kinds, widest first.
const (
	Nation  ScopeKind = "nation"
	Network ScopeKind = "network"
	Project ScopeKind = "project"
	Site    ScopeKind = "site"
)

// Scope is a part of the whole. A scope of kind [Nation] is all of it and has no id.
type Scope struct {
	Kind ScopeKind
	ID   string
}

// Action is something one may be allowed to do, as room and verb: "case.read".
type Action string

// What a route that needs no right of its own declares.
const (
	Public   Action = "public"    // for everybody
	SignedIn Action = "signed_in" // for everybody who is signed in
)

// Grant allows actions within a scope.
type Grant struct {
	Scope   Scope
	Actions []Action
}

// Allow is the grant of actions within a scope.
func Allow(scope Scope, actions ...Action) Grant { return Grant{Scope: scope, Actions: actions} }

// Target is the place where a record lies: all of it that is known.
type Target struct {
	Network, Project, Site string
}

func (s Scope) contains(t Target) bool {
	switch s.Kind {
	case Nation:
		return true
	case Network:
		return s.ID != "" && s.ID == t.Network
	case Project:
		return s.ID != "" && s.ID == t.Project
	case Site:
		return s.ID != "" && s.ID == t.Site
	}
	return false
}

// Actor is who asks.
type Actor struct {
	ID       string   // the account's id
	Name     string   // what pages call the actor; personal, so it stands in no log
	Roles    []string // codes of the roles, for display only: rights are in Grants
	HomeSite string   // the centre for which the actor works, when there is exactly one
	Grants   []Grant

	system bool
}

// May says whether the actor has the action anywhere; a nil actor has nothing but [Public].
func (a *Actor) May(action Action) bool {
	if action == Public {
		return true
	}
	if a == nil {
		return false
	}
	return action == SignedIn || a.system ||
		slices.ContainsFunc(a.Grants, func(g Grant) bool { return slices.Contains(g.Actions, action) })
}

// MayAt says whether the actor has the action at a place.
func (a *Actor) MayAt(action Action, t Target) bool {
	if a == nil {
		return false
	}
	return a.system || slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return g.Scope.contains(t) && slices.Contains(g.Actions, action)
	})
}

type actorKey struct{}

// With says who asks.
func With(ctx context.Context, a *Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// From is who asks; nil when nobody is signed in.
func From(ctx context.Context) *Actor {
	a, _ := ctx.Value(actorKey{}).(*Actor)
	return a
}

// AsSystem lets the machine itself act: the command line and jobs, which nobody reaches from outside. name stands in
// the audit entries, for example "cli".
func AsSystem(ctx context.Context, name string) context.Context {
	return With(ctx, &Actor{ID: name, system: true})
}
