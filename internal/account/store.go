package account

import (
	"context"
	"database/sql"
	"errors"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

const accountColumns = `id, email_sealed, password_hash, active, created_at, version`

var (
	selectAccount = db.SQL(`SELECT ` + accountColumns + ` FROM account WHERE id = $1`)
	selectByEmail = db.SQL(`SELECT ` + accountColumns + ` FROM account WHERE email_hash = $1`)
	selectAfter   = db.SQL(`SELECT ` + accountColumns + ` FROM account WHERE id > $1 ORDER BY id LIMIT $2`)
	insertAccount = db.SQL(`INSERT INTO account (id, email_hash, email_sealed, password_hash, active, created_at, version)
		VALUES ($1, $2, $3, '', 1, $4, 1) ON CONFLICT (email_hash) DO NOTHING`)
	raiseVersion     = db.SQL(`UPDATE account SET version = version + 1 WHERE id = $1 AND version = $2`)
	updateActive     = db.SQL(`UPDATE account SET active = $3, version = version + 1 WHERE id = $1 AND version = $2`)
	updatePassword   = db.SQL(`UPDATE account SET password_hash = $2, version = version + 1 WHERE id = $1 AND active = 1`)
	selectRoles      = db.SQL(`SELECT role, scope, scope_id FROM account_role WHERE account_id = $1 ORDER BY role, scope, scope_id`)
	selectRolesAfter = db.SQL(`SELECT account_id, role, scope, scope_id FROM account_role WHERE account_id > $1 AND account_id <= $2
		ORDER BY account_id, role, scope, scope_id`)
	selectStaff = db.SQL(`SELECT DISTINCT a.id, a.email_sealed FROM account_role r JOIN account a ON a.id = r.account_id AND a.active = 1
		WHERE r.scope = 'site' AND r.scope_id = $1`)
	selectWithRole = db.SQL(`SELECT DISTINCT a.id, a.email_sealed FROM account_role r JOIN account a ON a.id = r.account_id AND a.active = 1
		WHERE r.role = $1`)
	insertRole  = db.SQL(`INSERT INTO account_role (account_id, role, scope, scope_id) VALUES ($1, $2, $3, $4)`)
	deleteRoles = db.SQL(`DELETE FROM account_role WHERE account_id = $1`)

	insertLink = db.SQL(`INSERT INTO account_link (token_hash, account_id, expires_at, used_at) VALUES ($1, $2, $3, 0)`)
	selectLink = db.SQL(`SELECT a.id, a.email_sealed FROM account_link l JOIN account a ON a.id = l.account_id
		WHERE l.token_hash = $1 AND l.used_at = 0 AND l.expires_at > $2 AND a.active = 1`)
	useLink    = db.SQL(`UPDATE account_link SET used_at = $2 WHERE token_hash = $1 AND used_at = 0 AND expires_at > $2`)
	closeLinks = db.SQL(`UPDATE account_link SET used_at = $2 WHERE account_id = $1 AND used_at = 0`)

	// The one query of a request: the session with its account and roles, a row a role.
	selectSession = db.SQL(`SELECT a.id, a.email_sealed, s.expires_at, r.role, r.scope, r.scope_id FROM session s
		JOIN account a ON a.id = s.account_id AND a.active = 1
		LEFT JOIN account_role r ON r.account_id = a.id
		WHERE s.token_hash = $1 AND s.expires_at > $2`)
	selectFormer  = db.SQL(`SELECT account_id FROM session WHERE token_hash = $1`)
	insertSession = db.SQL(`INSERT INTO session (token_hash, account_id, data, created_at, expires_at) VALUES ($1, $2, '', $3, $4)
		ON CONFLICT (token_hash) DO NOTHING`)
	deleteSession    = db.SQL(`DELETE FROM session WHERE token_hash = $1`)
	deleteOwnSession = db.SQL(`DELETE FROM session WHERE token_hash = $1 AND account_id = $2`)
	deleteSessions   = db.SQL(`DELETE FROM session WHERE account_id = $1`)
	deleteExpired    = db.SQL(`DELETE FROM session WHERE expires_at <= $1`)
	selectSessions   = db.SQL(`SELECT token_hash, created_at, expires_at FROM session WHERE account_id = $1 AND expires_at > $2 ORDER BY created_at`)
	// Inserting or, when it is there, changing nothing locks the row on PostgreSQL until the commit.
	lockThrottle = db.SQL(`INSERT INTO signin_throttle (key, failures, last_at) VALUES ($1, 0, 0)
		ON CONFLICT (key) DO UPDATE SET failures = signin_throttle.failures RETURNING failures, last_at`)
	updateThrottle  = db.SQL(`UPDATE signin_throttle SET failures = $2, last_at = $3 WHERE key = $1`)
	lowerThrottle   = db.SQL(`UPDATE signin_throttle SET failures = failures - 1 WHERE key = $1 AND failures > 0`)
	deleteThrottle  = db.SQL(`DELETE FROM signin_throttle WHERE key = $1`)
	deleteForgotten = db.SQL(`DELETE FROM signin_throttle WHERE last_at < $1`)
)

// stored is an account as it lies in the database.
type stored struct {
	id, emailSealed, passwordHash string
	active                        bool
	created                       clock.Instant
	version                       int64
}

func (s *stored) targets() []any {
	return []any{&s.id, &s.emailSealed, &s.passwordHash, &s.active, (*int64)(&s.created), &s.version}
}

// readAccount is nil when there is no such account.
func readAccount(ctx context.Context, r db.Reader, query, key string) (*stored, error) {
	var s stored
	err := r.Row(ctx, query, key).Scan(s.targets()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &s, err
}

// readAccounts are the accounts after an id, by id.
func readAccounts(ctx context.Context, r db.Reader, after string, most int) ([]stored, error) {
	var page []stored
	rows, err := r.Query(ctx, selectAfter, after, most)
	err = db.Each(rows, err, func() error {
		var s stored
		err := rows.Scan(s.targets()...)
		page = append(page, s)
		return err
	})
	return page, err
}

func readRoles(ctx context.Context, r db.Reader, id string) ([]Assignment, error) {
	var roles []Assignment
	rows, err := r.Query(ctx, selectRoles, id)
	err = db.Each(rows, err, func() error {
		var a Assignment
		err := rows.Scan(&a.Role, &a.Scope.Kind, &a.Scope.ID)
		roles = append(roles, a)
		return err
	})
	return roles, err
}

// readStaff are the active accounts that a query finds by what it asks for: a centre or a role.
func readStaff(ctx context.Context, r db.Reader, query, of string) ([]stored, error) {
	var staff []stored
	rows, err := r.Query(ctx, query, of)
	err = db.Each(rows, err, func() error {
		var s stored
		err := rows.Scan(&s.id, &s.emailSealed)
		staff = append(staff, s)
		return err
	})
	return staff, err
}

// readRolesBetween are the roles of the accounts after one id up to another, by account.
func readRolesBetween(ctx context.Context, r db.Reader, after, to string) (map[string][]Assignment, error) {
	roles := map[string][]Assignment{}
	rows, err := r.Query(ctx, selectRolesAfter, after, to)
	err = db.Each(rows, err, func() error {
		var id string
		var a Assignment
		err := rows.Scan(&id, &a.Role, &a.Scope.Kind, &a.Scope.ID)
		roles[id] = append(roles[id], a)
		return err
	})
	return roles, err
}

func storeRoles(tx *db.Tx, id string, roles []Assignment) error {
	if _, err := tx.Exec(deleteRoles, id); err != nil {
		return err
	}
	for _, a := range roles {
		if _, err := tx.Exec(insertRole, id, string(a.Role), string(a.Scope.Kind), a.Scope.ID); err != nil {
			return err
		}
	}
	return nil
}

// linked is the account of an open link.
type linked struct{ id, emailSealed string }

// readLink is nil when the link does not exist, was used or is too old.
func readLink(ctx context.Context, r db.Reader, hash string, now clock.Instant) (*linked, error) {
	var l linked
	err := r.Row(ctx, selectLink, hash, int64(now)).Scan(&l.id, &l.emailSealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &l, err
}

// readSession is the session with its account; nil when there is none, or it has expired, or the account is not active.
func readSession(ctx context.Context, r db.Reader, hash string, now clock.Instant) (*session, error) {
	var s session
	var role, kind, id sql.NullString
	rows, err := r.Query(ctx, selectSession, hash, int64(now))
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&s.account, &s.emailSealed, (*int64)(&s.expires), &role, &kind, &id)
		if role.Valid {
			scope := authz.Scope{Kind: authz.ScopeKind(kind.String), ID: id.String}
			s.roles = append(s.roles, Assignment{Role: Role(role.String), Scope: scope})
		}
		return err
	})
	if err != nil || s.account == "" {
		return nil, err
	}
	return &s, nil
}

// readFormer is the account of a session that may have expired, empty when there is none.
func readFormer(ctx context.Context, r db.Reader, hash string) (string, error) {
	var account string
	err := r.Row(ctx, selectFormer, hash).Scan(&account)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return account, err
}

func readSessions(ctx context.Context, r db.Reader, account string, now clock.Instant) ([]Session, error) {
	var all []Session
	rows, err := r.Query(ctx, selectSessions, account, int64(now))
	err = db.Each(rows, err, func() error {
		var s Session
		err := rows.Scan(&s.ID, (*int64)(&s.Created), (*int64)(&s.Expires))
		all = append(all, s)
		return err
	})
	return all, err
}

// lockFailures reads the failures of a key and keeps others from changing them until the commit.
func lockFailures(tx *db.Tx, key string) (failures, error) {
	var f failures
	err := tx.Row(context.Background(), lockThrottle, key).Scan(&f.n, (*int64)(&f.last))
	return f, err
}

// place tells the name of what a scope is given for; false when there is no such place.
func place(ctx context.Context, r db.Reader, scope authz.Scope) (string, bool, error) {
	typ := placeTypes[scope.Kind]
	if typ == nil {
		return "", scope.Kind == authz.Nation && scope.ID == "", nil
	}
	row, err := typ.Get(ctx, r, scope.ID)
	if err != nil || row == nil || row.Deleted {
		return "", false, err
	}
	return typ.Str(row, "name"), true, nil
}

var placeTypes = map[authz.ScopeKind]*record.Type{
	authz.Network: programme.Networks, authz.Project: programme.Projects, authz.Site: programme.Sites,
}

// places are all places of a kind for which a role can be given.
func places(ctx context.Context, r db.Reader, kind authz.ScopeKind) ([]Place, error) {
	var all []Place
	typ := placeTypes[kind]
	err := typ.Scan(ctx, r, func(row record.Row) error {
		all = append(all, Place{Scope: authz.Scope{Kind: kind, ID: row.ID}, Name: typ.Str(&row, "name")})
		return nil
	})
	return all, err
}
