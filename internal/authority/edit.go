package authority

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"openiq/internal/occupation"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// The kinds of entries that are stored.
const (
	anAuthority = "authority"
	aRule       = "rule"
)

// edits are the entries as the office has them, by id.
type edits struct {
	authorities map[string]*Authority
	rules       map[string]*Rule
}

// with lays what the office changed over what is known.
func (k *knowledge) with(e edits) *knowledge {
	return &knowledge{
		authorities: over(k.authorities, e.authorities, func(a *Authority) string { return a.ID }),
		rules:       over(k.rules, e.rules, func(r *Rule) string { return r.ID }),
		districts:   k.districts,
	}
}

// over are the shipped entries, with the office's in the place of those with the same id, by id.
func over[T any](shipped []*T, edited map[string]*T, id func(*T) string) []*T {
	all := make([]*T, 0, len(shipped)+len(edited))
	for _, x := range shipped {
		if edited[id(x)] == nil {
			all = append(all, x)
		}
	}
	for _, x := range edited {
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b *T) int { return strings.Compare(id(a), id(b)) })
	return all
}

// AuthorityVersion is the version of an authority that the office changed; 0 of one that is as it ships.
func (s *Service) AuthorityVersion(ctx context.Context, id string) (int64, error) {
	return readVersion(ctx, s.db, anAuthority, id)
}

// RuleVersion is the version of a rule that the office changed; 0 of one that is as it ships.
func (s *Service) RuleVersion(ctx context.Context, id string) (int64, error) {
	return readVersion(ctx, s.db, aRule, id)
}

// SaveAuthority stores an authority as the office has it now, and returns its id. One without an id is new. Version is the
// one that it was read in: a Conflict when somebody saved meanwhile. Invalid names what is wrong with which field; the
// command's key makes a repeat harmless.
func (s *Service) SaveAuthority(ctx context.Context, a Authority, version int64, key string) (string, error) {
	t, err := s.editable(ctx)
	switch {
	case err != nil:
		return "", err
	case a.ID == "":
		a.ID = s.newID()
	case t.Authority(a.ID) == nil:
		return "", errs.Missing()
	}
	if err := a.check(); err != nil {
		return "", err
	}
	return s.save(ctx, entry{anAuthority, a.ID, a}, version, key)
}

// SaveRule stores a rule in the same manner.
func (s *Service) SaveRule(ctx context.Context, r Rule, version int64, key string) (string, error) {
	t, err := s.editable(ctx)
	switch {
	case err != nil:
		return "", err
	case r.ID == "":
		r.ID = s.newID()
	case t.Rule(r.ID) == nil:
		return "", errs.Missing()
	}
	catalogue, err := s.occupations.Catalogue(ctx)
	if err != nil {
		return "", err
	}
	if err := r.check(t, func(code string) bool { return catalogue.Get(code) != nil }); err != nil {
		return "", err
	}
	return s.save(ctx, entry{aRule, r.ID, r}, version, key)
}

// newID is an id like those that ship, in small letters.
func (s *Service) newID() string {
	return strings.ToLower(ident.New(clock.InstantOf(s.db.Clock().Now())))
}

// editable is the table for those who may change it.
func (s *Service) editable(ctx context.Context) (*Table, error) {
	if err := authz.Require(ctx, occupation.ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	return s.Table(ctx)
}

// entry is what is stored.
type entry struct {
	what, id string
	body     any
}

func (s *Service) save(ctx context.Context, e entry, version int64, key string) (string, error) {
	body, err := json.Marshal(e.body)
	if err != nil {
		return "", err
	}
	return s.db.Write(ctx, db.Command{Name: "authority.save_" + e.what, Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		stored, err := readVersion(ctx, tx, e.what, e.id)
		if err != nil {
			return "", err
		}
		if stored != version {
			return "", errs.New(errs.Conflict, "error.conflict") // somebody else saved it meanwhile
		}
		if _, err := tx.Exec(insertEdit, e.what, e.id, version+1, string(body), int64(tx.Now()), tx.Actor()); err != nil {
			return "", err
		}
		tx.Audit(db.Entry{Kind: "authority", ID: e.id, Detail: "saved " + e.what})
		_, err = tx.Exec(raiseNumber, rulesNumber)
		return e.id, err
	})
}
