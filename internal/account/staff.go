package account

import (
	"cmp"
	"context"
	"slices"

	"openiq/internal/platform/authz"
)

// Colleague is an account that works at a centre.
type Colleague struct {
	ID   string
	Name string // its e-mail address: personal, so it stands in no log and no file
}

// Staff are the active accounts with a role at a centre, by name, for those who record there: they are colleagues.
func (s *Service) Staff(ctx context.Context, place authz.Target) ([]Colleague, error) {
	if err := authz.Require(ctx, CaseRecord, place); err != nil {
		return nil, err
	}
	return s.colleagues(ctx, selectStaff, place.Site)
}

// Translators are the active accounts of translators, by name, for those who give them their languages.
func (s *Service) Translators(ctx context.Context) ([]Colleague, error) {
	if err := authz.Require(ctx, PageEdit, everywhere); err != nil {
		return nil, err
	}
	return s.colleagues(ctx, selectWithRole, string(Translator))
}

// colleagues are the accounts that a query finds, by name.
func (s *Service) colleagues(ctx context.Context, query, of string) ([]Colleague, error) {
	found, err := readStaff(ctx, s.db, query, of)
	if err != nil {
		return nil, err
	}
	staff := make([]Colleague, len(found))
	for i, f := range found {
		staff[i].ID = f.id
		if staff[i].Name, err = s.openEmail(f.id, f.emailSealed); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(staff, func(a, b Colleague) int { return cmp.Compare(a.Name, b.Name) })
	return staff, nil
}

// ActorOf is an account with the rights it has now, for what it lets others do in its name, such as a calendar that asks
// without a session; nil when there is no such account or it is not active.
func (s *Service) ActorOf(ctx context.Context, id string) (*authz.Actor, error) {
	found, err := readAccount(ctx, s.db, selectAccount, id)
	if err != nil || found == nil || !found.active {
		return nil, err
	}
	roles, err := readRoles(ctx, s.db, id)
	return NewActor(id, roles), err
}
