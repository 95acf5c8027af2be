package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// Account is somebody of the staff.
type Account struct {
	ID      string
	Email   string
	Active  bool
	Ready   bool // has chosen a password
	Created clock.Instant
	Version int64
	Roles   []Assignment
}

// Link lets its bearer choose the password of an account, once.
type Link struct {
	Account string
	Token   string // only its hash is stored: this is the one time it can be shown
	Expires clock.Instant
}

// linkLife is how long a link can be used.
const linkLife = 7 * 24 * time.Hour

// Place is something for which a role can be given.
type Place struct {
	Scope authz.Scope
	Name  string
}

// everywhere is where an account lies: in no network, so that only the nation's administration reaches it.
var everywhere = authz.Target{}

// Add makes an account with its roles and a link to choose its password. The error is Invalid with the fields "email",
// "role" and "place".
func (s *Service) Add(ctx context.Context, email string, roles ...Assignment) (Link, error) {
	if err := authz.Require(ctx, AccountManage, everywhere); err != nil {
		return Link{}, err
	}
	email = normalEmail(email)
	var wrong errs.Fields
	checkEmail(email, &wrong)
	if err := s.checkRoles(ctx, roles, &wrong); err != nil {
		return Link{}, err
	}
	id := ident.New(s.now())
	sealed, err := s.sealEmail(id, email)
	if err != nil {
		return Link{}, err
	}
	link, hash := s.newLink(id)
	_, err = s.db.Write(ctx, command("account.add"), func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(insertAccount, id, s.keys.Hash(forEmail, email), sealed, int64(tx.Now()))
		if err == nil && n == 0 {
			return "", errs.Fields{{Name: "email", Key: "account.error.email_taken"}}.Err()
		}
		if err != nil {
			return "", err
		}
		audit(tx, id, "%s", listed(roles))
		if err := storeRoles(tx, id, roles); err != nil {
			return "", err
		}
		_, err = tx.Exec(insertLink, hash, id, int64(link.Expires))
		return id, err
	})
	return link, err
}

func (s *Service) newLink(id string) (Link, string) {
	link := Link{Account: id, Token: ident.Token(), Expires: clock.InstantOf(s.now().Time().Add(linkLife))}
	return link, s.keys.Hash(forLink, link.Token)
}

// checkRoles adds to wrong what is wrong with the roles and answers with all of it. The places must exist.
func (s *Service) checkRoles(ctx context.Context, roles []Assignment, wrong *errs.Fields) error {
	if len(roles) == 0 {
		wrong.Add("role", "error.required")
	}
	for i, a := range roles {
		before := len(*wrong)
		a.check(wrong)
		if len(*wrong) > before {
			continue
		}
		if slices.Contains(roles[:i], a) {
			wrong.Add("role", "account.error.role_twice")
		}
		_, exists, err := place(ctx, s.db, a.Scope)
		if err != nil {
			return err
		}
		if !exists {
			wrong.Add("place", "error.unknown_id")
		}
	}
	return wrong.Err()
}

func listed(roles []Assignment) string {
	words := make([]string, len(roles))
	for i, a := range roles {
		words[i] = a.String()
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// ChangeRoles gives an account exactly these roles and signs it out. version is that of the account as it was read.
// Nobody changes the own roles, so an administrator always remains.
func (s *Service) ChangeRoles(ctx context.Context, id string, version int64, roles []Assignment) error {
	var wrong errs.Fields
	if err := s.mayChange(ctx, id); err != nil {
		return err
	}
	if err := s.checkRoles(ctx, roles, &wrong); err != nil {
		return err
	}
	_, err := s.db.Write(ctx, command("account.roles"), func(tx *db.Tx) (string, error) {
		if err := changed(tx.Exec(raiseVersion, id, version)); err != nil {
			return "", err
		}
		audit(tx, id, "%s", listed(roles))
		if err := storeRoles(tx, id, roles); err != nil {
			return "", err
		}
		_, err := tx.Exec(deleteSessions, id)
		return id, err
	})
	return err
}

// SetActive lets an account sign in again, or no more; then it is signed out and its links are closed.
func (s *Service) SetActive(ctx context.Context, id string, version int64, active bool) error {
	if err := s.mayChange(ctx, id); err != nil {
		return err
	}
	name, flag := "account.deactivate", 0
	if active {
		name, flag = "account.activate", 1
	}
	_, err := s.db.Write(ctx, command(name), func(tx *db.Tx) (string, error) {
		if err := changed(tx.Exec(updateActive, id, version, flag)); err != nil {
			return "", err
		}
		audit(tx, id, "")
		if _, err := tx.Exec(closeLinks, id, int64(tx.Now())); err != nil {
			return "", err
		}
		_, err := tx.Exec(deleteSessions, id)
		return id, err
	})
	return err
}

// NewLink makes a link to choose a password, for somebody who has lost the first one or the password. Older links of
// the account are closed.
func (s *Service) NewLink(ctx context.Context, id string) (Link, error) {
	if err := s.mayChange(ctx, id); err != nil {
		return Link{}, err
	}
	link, hash := s.newLink(id)
	_, err := s.db.Write(ctx, command("account.link"), func(tx *db.Tx) (string, error) {
		audit(tx, id, "")
		if _, err := tx.Exec(closeLinks, id, int64(tx.Now())); err != nil {
			return "", err
		}
		_, err := tx.Exec(insertLink, hash, id, int64(link.Expires))
		return id, err
	})
	return link, err
}

// mayChange says whether the account exists, is another's, and may be changed by who asks.
func (s *Service) mayChange(ctx context.Context, id string) error {
	if err := authz.Require(ctx, AccountManage, everywhere); err != nil {
		return err
	}
	if authz.From(ctx).ID == id {
		return errs.New(errs.Forbidden, "account.error.own")
	}
	found, err := readAccount(ctx, s.db, selectAccount, id)
	if err == nil && found == nil {
		return errs.Missing()
	}
	return err
}

// Get is one account, for those who may read accounts.
func (s *Service) Get(ctx context.Context, id string) (Account, error) {
	if err := authz.Require(ctx, AccountRead, everywhere); err != nil {
		return Account{}, err
	}
	return s.read(ctx, id)
}

// Me is the account that asks.
func (s *Service) Me(ctx context.Context) (Account, error) {
	id, err := signedIn(ctx)
	if err != nil {
		return Account{}, err
	}
	return s.read(ctx, id)
}

func (s *Service) read(ctx context.Context, id string) (Account, error) {
	found, err := readAccount(ctx, s.db, selectAccount, id)
	if err != nil {
		return Account{}, err
	}
	if found == nil {
		return Account{}, errs.Missing()
	}
	roles, err := readRoles(ctx, s.db, id)
	if err != nil {
		return Account{}, err
	}
	return s.account(found, roles)
}

func (s *Service) account(f *stored, roles []Assignment) (Account, error) {
	email, err := s.openEmail(f.id, f.emailSealed)
	return Account{ID: f.id, Email: email, Active: f.active, Ready: f.passwordHash != "", Created: f.created,
		Version: f.version, Roles: roles}, err
}

// List are the accounts after an id, at most so many, in the order in which they were made.
func (s *Service) List(ctx context.Context, after string, most int) ([]Account, error) {
	if err := authz.Require(ctx, AccountRead, everywhere); err != nil {
		return nil, err
	}
	page, err := readAccounts(ctx, s.db, after, most)
	if err != nil || len(page) == 0 {
		return nil, err
	}
	roles, err := readRolesBetween(ctx, s.db, after, page[len(page)-1].id)
	if err != nil {
		return nil, err
	}
	accounts := make([]Account, len(page))
	for i := range page {
		if accounts[i], err = s.account(&page[i], roles[page[i].id]); err != nil {
			return nil, err
		}
	}
	return accounts, nil
}

// Places are all places for which a role can be given.
func (s *Service) Places(ctx context.Context) ([]Place, error) {
	var all []Place
	for _, kind := range []authz.ScopeKind{authz.Network, authz.Project, authz.Site} {
		some, err := places(ctx, s.db, kind)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// PlaceName is what the place of a scope is called; its id when it is gone, nothing for the nation.
func (s *Service) PlaceName(ctx context.Context, scope authz.Scope) (string, error) {
	name, exists, err := place(ctx, s.db, scope)
	if err == nil && !exists {
		return scope.ID, nil
	}
	return name, err
}
