package account

import (
	"context"

	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// refused is the one answer to whoever cannot sign in, whatever the reason.
func refused() error { return errs.New(errs.Invalid, "account.error.refused") }

// SignIn tells which account has this address and password. address is where the request comes from. The error for an
// unknown address, a wrong password, a deactivated account and too many tries is the same; the work as well, but for
// too many tries, which depend on what was typed and not on what exists.
func (s *Service) SignIn(ctx context.Context, email, password, address string) (string, error) {
	email = normalEmail(email)
	keys := s.throttleKeys(email, address)
	locked, err := s.try(ctx, keys)
	if err != nil {
		return "", err
	}
	if locked {
		return "", refused()
	}
	found, err := readAccount(ctx, s.db, selectByEmail, s.keys.Hash(forEmail, email))
	if err != nil {
		return "", err
	}
	var id, hash string
	if found != nil {
		id = found.id
		if found.active {
			hash = found.passwordHash
		}
	}
	matches, err := s.hasher.matches(ctx, password, hash)
	if err != nil {
		return "", err
	}
	if !matches || hash == "" {
		return "", s.refuse(ctx, id)
	}
	_, err = s.db.Write(db.WithActor(ctx, id), command("account.signin"), func(tx *db.Tx) (string, error) {
		audit(tx, id, "")
		return id, keys.forgive(tx)
	})
	return id, err
}

// refuse leaves an entry without the address; id is empty when there is no such account.
func (s *Service) refuse(ctx context.Context, id string) error {
	_, err := s.db.Write(ctx, command("account.signin_refused"), func(tx *db.Tx) (string, error) {
		audit(tx, id, "")
		return "", nil
	})
	if err != nil {
		return err
	}
	return refused()
}

// throttleKeys are under what tries are counted. The address comes second in every command, so that few wait for each
// other; where several in one commit do, PostgreSQL ends one and db.Write repeats it.
type throttleKeys struct{ account, address string }

func (s *Service) throttleKeys(email, address string) throttleKeys {
	k := throttleKeys{account: s.keys.Hash(forAccount, email)}
	if address != "" {
		k.address = s.keys.Hash(forAddress, network(address))
	}
	return k
}

// try counts a try as failed before anything is compared, so that many at once are not one. It says whether there were
// too many; then it is not counted and nothing must be compared.
func (s *Service) try(ctx context.Context, k throttleKeys) (locked bool, err error) {
	err = s.db.Housekeep(ctx, "signin.throttle", func(tx *db.Tx) error {
		locked = false
		ofAccount, err := lockFailures(tx, k.account)
		if err != nil {
			return err
		}
		var fromAddress failures
		if k.address != "" {
			if fromAddress, err = lockFailures(tx, k.address); err != nil {
				return err
			}
		}
		ofAccount, fromAddress = ofAccount.at(tx.Now()), fromAddress.at(tx.Now())
		if perAccount.locked(ofAccount, tx.Now()) || perAddress.locked(fromAddress, tx.Now()) {
			locked = true
			return nil
		}
		if _, err := tx.Exec(updateThrottle, k.account, ofAccount.n+1, int64(tx.Now())); err != nil || k.address == "" {
			return err
		}
		_, err = tx.Exec(updateThrottle, k.address, fromAddress.n+1, int64(tx.Now()))
		return err
	})
	return locked, err
}

// forgive takes a try back that was none: the account's counter starts anew, the address keeps what others did.
func (k throttleKeys) forgive(tx *db.Tx) error {
	if _, err := tx.Exec(deleteThrottle, k.account); err != nil || k.address == "" {
		return err
	}
	_, err := tx.Exec(lowerThrottle, k.address)
	return err
}

// LinkOpen says whether a link can still be used; the error is NotFound otherwise.
func (s *Service) LinkOpen(ctx context.Context, token string) error {
	found, err := readLink(ctx, s.db, s.keys.Hash(forLink, token), s.now())
	if err == nil && found == nil {
		return noLink()
	}
	return err
}

func noLink() error { return errs.New(errs.NotFound, "account.error.link") }

// UseLink sets the password of a link's account and tells which that is. The link works once, also when it is used
// twice at the same time. The errors are NotFound for a link that cannot be used, Invalid with the field "password".
func (s *Service) UseLink(ctx context.Context, token, password string) (string, error) {
	tokenHash := s.keys.Hash(forLink, token)
	found, err := readLink(ctx, s.db, tokenHash, s.now())
	if err != nil {
		return "", err
	}
	if found == nil {
		return "", noLink()
	}
	hash, err := s.newPassword(ctx, found.id, found.emailSealed, password)
	if err != nil {
		return "", err
	}
	return s.db.Write(db.WithActor(ctx, found.id), command("account.password"), func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(useLink, tokenHash, int64(tx.Now()))
		if err == nil && n == 0 {
			return "", noLink()
		}
		if err != nil {
			return "", err
		}
		audit(tx, found.id, "by link")
		return found.id, setPassword(tx, found.id, hash)
	})
}

// newPassword checks a password and hashes it, outside any transaction because that takes long.
func (s *Service) newPassword(ctx context.Context, id, emailSealed, password string) (string, error) {
	email, err := s.openEmail(id, emailSealed)
	if err != nil {
		return "", err
	}
	var wrong errs.Fields
	if checkPassword(password, email, &wrong); wrong.Err() != nil {
		return "", wrong.Err()
	}
	return s.hasher.hash(ctx, password)
}

// setPassword stores a password's hash, closes the account's links and signs it out everywhere.
func setPassword(tx *db.Tx, id, hash string) error {
	if err := changed(tx.Exec(updatePassword, id, hash)); err != nil {
		return err
	}
	if _, err := tx.Exec(closeLinks, id, int64(tx.Now())); err != nil {
		return err
	}
	_, err := tx.Exec(deleteSessions, id)
	return err
}

// ChangePassword sets the password of the account that asks and signs it out everywhere, here as well. The error is
// Invalid with the fields "old" and "password"; wrong old passwords count as failed sign-ins.
func (s *Service) ChangePassword(ctx context.Context, old, password string) error {
	id, err := signedIn(ctx)
	if err != nil {
		return err
	}
	found, err := readAccount(ctx, s.db, selectAccount, id)
	if err != nil {
		return err
	}
	if found == nil {
		return errs.Missing()
	}
	email, err := s.openEmail(id, found.emailSealed)
	if err != nil {
		return err
	}
	keys := s.throttleKeys(email, "")
	locked, err := s.try(ctx, keys)
	if err != nil {
		return err
	}
	matches := false
	if !locked {
		if matches, err = s.hasher.matches(ctx, old, found.passwordHash); err != nil {
			return err
		}
	}
	if !matches {
		return errs.Fields{{Name: "old", Key: "account.error.old_password"}}.Err()
	}
	hash, err := s.newPassword(ctx, id, found.emailSealed, password)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, command("account.password"), func(tx *db.Tx) (string, error) {
		audit(tx, id, "")
		if err := keys.forgive(tx); err != nil {
			return "", err
		}
		return id, setPassword(tx, id, hash)
	})
	return err
}
