package person

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
)

// renewAfter is when the monthly renewal of the epoch key is overdue.
const renewAfter = 35 * 24 * time.Hour

// Start makes sure that everybody in the vault can be read with the key file and forgets again whom the register of erasures
// names. Call it before anybody is served. It warns where the epoch key should have been renewed.
func (s *Service) Start(ctx context.Context, log *slog.Logger) error {
	epochs, err := s.keys.Epochs()
	if err != nil {
		return err
	}
	used, err := epochsInUse(ctx, s.db)
	if err != nil {
		return err
	}
	for id := range used {
		if !slices.ContainsFunc(epochs, func(e crypt.Epoch) bool { return e.ID == id }) {
			return fmt.Errorf("the key file %s is not the newest one: %w %d, with which persons' keys are wrapped", s.keys.Path(), crypt.ErrNoEpoch, id)
		}
	}
	again, err := s.ReplayErasures(ctx)
	if err != nil {
		return err
	}
	if again > 0 {
		log.WarnContext(ctx, "forgot persons again whom a backup had brought back", "persons", again)
	}
	if age := s.db.Clock().Now().Sub(epochs[len(epochs)-1].Made); age > renewAfter {
		log.WarnContext(ctx, "the epoch key is old; run: openiq key renew", "days", int(age.Hours()/24))
	}
	return nil
}

// rewrapped is how many keys are wrapped anew in one go: few enough that others hardly wait.
const rewrapped = 2000

// Rewrap wraps the keys of all persons with the newest epoch key; progress, which may be nil, hears how many are done of
// how many. It may be broken off and run again, and others may work meanwhile.
func (s *Service) Rewrap(ctx context.Context, progress func(done, total int)) error {
	epochs, err := s.keys.Epochs()
	if err != nil {
		return err
	}
	newest := epochs[len(epochs)-1].ID
	total, err := countOthers(ctx, s.db, newest)
	if err != nil {
		return err
	}
	done := 0
	for _, e := range epochs[:len(epochs)-1] {
		for {
			batch, err := wrappedWith(ctx, s.db, e.ID, rewrapped)
			if err != nil {
				return err
			}
			if len(batch) == 0 {
				break
			}
			if err := s.rewrap(ctx, batch); err != nil {
				return err
			}
			if done += len(batch); progress != nil {
				progress(min(done, total), total)
			}
		}
	}
	return nil
}

// rewrap does one batch, one transaction for each tenant in it.
func (s *Service) rewrap(ctx context.Context, batch []wrappedKey) error {
	byTenant := map[string][]wrappedKey{}
	for _, old := range batch {
		w, err := s.keys.Rewrap(old.person, old.Key)
		if err != nil {
			return err
		}
		old.next = w
		byTenant[old.subject.Tenant] = append(byTenant[old.subject.Tenant], old)
	}
	for tenant, keys := range byTenant {
		_, err := s.db.Write(ctx, db.Command{Name: "person.rewrap", Tenant: tenant}, func(tx *db.Tx) (string, error) {
			tx.Audit(db.Entry{Kind: "person", Detail: fmt.Sprintf("%d keys wrapped with another epoch key", len(keys))})
			return "", storeWrapped(tx, keys)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// RenewKeys is the monthly renewal: a new epoch key in the key file, all persons' keys wrapped with it, and the epoch keys
// destroyed that only backups older than [crypt.EpochKept] could need. It returns how many were destroyed.
func (s *Service) RenewKeys(ctx context.Context, progress func(done, total int)) (int, error) {
	now := s.db.Clock().Now()
	if err := crypt.Renew(s.keys.Path(), now); err != nil {
		return 0, err
	}
	if err := s.Rewrap(ctx, progress); err != nil {
		return 0, errors.Join(err, errors.New("the new epoch key is in use; run the renewal again to finish it"))
	}
	used, err := epochsInUse(ctx, s.db)
	if err != nil {
		return 0, err
	}
	return crypt.Drop(s.keys.Path(), now, used)
}
