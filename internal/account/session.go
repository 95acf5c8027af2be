package account

import (
	"context"
	"time"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// SessionLife is how long one stays signed in, whatever one does: a working day.
const SessionLife = 12 * time.Hour

// session is a session with its account, as one query reads it.
type session struct {
	account, emailSealed string
	expires              clock.Instant
	roles                []Assignment
}

// Session is one sign-in that still holds.
type Session struct {
	ID      string // the token's hash
	Created clock.Instant
	Expires clock.Instant
}

// SessionID is the id of the session with this token.
func (s *Service) SessionID(token string) string { return s.keys.Hash(forSession, token) }

// StartSession stores a session under its token.
func (s *Service) StartSession(ctx context.Context, token, account string) error {
	return s.db.Housekeep(ctx, "session.store", func(tx *db.Tx) error {
		expires := clock.InstantOf(tx.Now().Time().Add(SessionLife))
		_, err := tx.Exec(insertSession, s.SessionID(token), account, int64(tx.Now()), int64(expires))
		return err
	})
}

// DropSession forgets a session, when its token is replaced. Who signs out does so by [Service.EndSession].
func (s *Service) DropSession(ctx context.Context, token string) error {
	return s.db.Housekeep(ctx, "session.store", func(tx *db.Tx) error {
		_, err := tx.Exec(deleteSession, s.SessionID(token))
		return err
	})
}

// Actor is who holds the session with this token, and when it ends; nil when there is no such session. It costs one
// query and is read anew for every request, so that revoking works at once on every instance.
func (s *Service) Actor(ctx context.Context, token string) (*authz.Actor, clock.Instant, error) {
	found, err := readSession(ctx, s.db, s.SessionID(token), s.now())
	if err != nil || found == nil {
		return nil, 0, err
	}
	actor := NewActor(found.account, found.roles)
	if actor.Name, err = s.openEmail(found.account, found.emailSealed); err != nil {
		return nil, 0, err
	}
	return actor, found.expires, nil
}

// Former is the account of a session that has ended by itself, empty when it is not known any more: a day later, or
// when the session was ended by somebody.
func (s *Service) Former(ctx context.Context, token string) (string, error) {
	return readFormer(ctx, s.db, s.SessionID(token))
}

// Sessions are the sessions of the account that asks.
func (s *Service) Sessions(ctx context.Context) ([]Session, error) {
	id, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	return readSessions(ctx, s.db, id, s.now())
}

// EndSession signs the account that asks out of one of its sessions; NotFound when it is not its own.
func (s *Service) EndSession(ctx context.Context, session string) error {
	id, err := signedIn(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, command("account.signout"), func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(deleteOwnSession, session, id)
		if err == nil && n == 0 {
			return "", errs.Missing()
		}
		audit(tx, id, "")
		return id, err
	})
	return err
}

// formerFor is how long after its end it is known whose a session was.
const formerFor = 24 * time.Hour

// Tidy removes sessions that have ended a day ago and tries that no longer count. Nothing depends on it but the tables'
// size.
func (s *Service) Tidy(ctx context.Context) error {
	err := s.db.Housekeep(ctx, "session.expire", func(tx *db.Tx) error {
		_, err := tx.Exec(deleteExpired, int64(clock.InstantOf(tx.Now().Time().Add(-formerFor))))
		return err
	})
	if err != nil {
		return err
	}
	return s.db.Housekeep(ctx, "signin.throttle", func(tx *db.Tx) error {
		_, err := tx.Exec(deleteForgotten, int64(clock.InstantOf(tx.Now().Time().Add(-forget))))
		return err
	})
}
