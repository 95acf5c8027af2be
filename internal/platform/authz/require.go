package authz

import (
	"context"
	"slices"

	"openiq/internal/platform/errs"
)

// Require guards a command on a record that lies at target. The error is Forbidden when the actor may not do this
// anywhere, and NotFound when it may, but elsewhere: then the record must not show that it exists.
func Require(ctx context.Context, action Action, target Target) error {
	a := From(ctx)
	switch {
	case a.MayAt(action, target):
		return nil
	case a.May(action):
		return errs.Missing()
	}
	return forbidden()
}

func forbidden() error { return errs.New(errs.Forbidden, "error.forbidden") }

// Filter is what an actor may read. Only this package makes one that lets anything through; the zero Filter lets
// nothing through.
type Filter struct {
	all                       bool
	networks, projects, sites []string
}

// Rows is what the actor may read by this action; Forbidden when that is nothing at all.
func Rows(ctx context.Context, action Action) (Filter, error) {
	a := From(ctx)
	if !a.May(action) {
		return Filter{}, forbidden()
	}
	if a.system {
		return System(), nil
	}
	var f Filter
	for _, g := range a.Grants {
		if slices.Contains(g.Actions, action) {
			f.add(g.Scope)
		}
	}
	return f, nil
}

// System lets everything through. It is for the command line and jobs; a face never calls it.
func System() Filter { return Filter{all: true} }

func (f *Filter) add(s Scope) {
	switch s.Kind {
	case Nation:
		f.all = true
	case Network:
		f.networks = appendNew(f.networks, s.ID)
	case Project:
		f.projects = appendNew(f.projects, s.ID)
	case Site:
		f.sites = appendNew(f.sites, s.ID)
	}
}

func appendNew(list []string, id string) []string {
	if id == "" || slices.Contains(list, id) {
		return list
	}
	return append(list, id)
}

// All says that everything may be read; the lists do not matter then.
func (f Filter) All() bool { return f.all }

// Networks are the ids of the networks that may be read as a whole.
func (f Filter) Networks() []string { return f.networks }

// Projects are the ids of the projects that may be read as a whole.
func (f Filter) Projects() []string { return f.projects }

// Sites are the ids of the sites that may be read.
func (f Filter) Sites() []string { return f.sites }

// Sees says whether a record that lies at t may be read.
func (f Filter) Sees(t Target) bool {
	return f.all || t.Network != "" && slices.Contains(f.networks, t.Network) ||
		t.Project != "" && slices.Contains(f.projects, t.Project) ||
		t.Site != "" && slices.Contains(f.sites, t.Site)
}
