package person

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"

	"openiq/internal/platform/db"
)

// Forget destroys a person's key and everything that was sealed with it, and ends the consents, which stay as evidence
// without their recipients. The facts of the case stay. Call it as the last step of a transaction: it notes the person's
// random id in the register of erasures, which no rollback takes back. What has no person is forgotten already.
func (s *Service) Forget(ctx context.Context, tx *db.Tx, subject Subject) error {
	id, err := erase(ctx, tx, subject)
	if err != nil || id == "" {
		return err
	}
	return s.register.add(id)
}

// erase is Forget without the register; it returns the person's random id, empty when the vault has nobody.
func erase(ctx context.Context, tx *db.Tx, subject Subject) (string, error) {
	locked, err := tx.Exec(lockPerson, subject.ID, subject.Tenant, int64(tx.Now()))
	if err != nil {
		return "", err
	}
	ended, err := tx.Exec(endConsents, subject.ID, subject.Tenant, int64(tx.Now()), tx.Actor())
	if err != nil {
		return "", err
	}
	if locked+ended > 0 {
		tx.Audit(db.Entry{Kind: "person", ID: subject.ID, Detail: "forgotten"})
	}
	row, err := readPerson(ctx, tx, subject)
	if err != nil || row == nil {
		return "", err
	}
	return row.id, forget(tx, row)
}

// ReplayErasures forgets again whom the register names: a backup that was restored brings them back. It returns how many
// there were. Call it before anybody is served.
func (s *Service) ReplayErasures(ctx context.Context) (int, error) {
	ids, err := s.register.ids()
	if err != nil {
		return 0, err
	}
	again := 0
	for _, id := range ids {
		subject, found, err := subjectOf(ctx, s.db, id)
		if err != nil {
			return again, err
		}
		if !found {
			continue
		}
		_, err = s.db.Write(ctx, db.Command{Name: "person.replay", Tenant: subject.Tenant}, func(tx *db.Tx) (string, error) {
			return erase(ctx, tx, subject)
		})
		if err != nil {
			return again, err
		}
		again++
	}
	return again, nil
}

// register is the list of erasures: a file of random ids beside the key file, outside the database and its backups.
type register struct {
	path string
	mu   sync.Mutex
}

// add appends an id and returns when it is on the disk.
func (r *register) add(id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	f, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("the register of erasures: %w", err)
	}
	_, err = f.WriteString("\n" + id + "\n") // the last line may have been cut off by a crash
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("the register of erasures: %w", err)
	}
	return nil
}

// ids are all ids of the register. A line that was cut off by a crash belongs to an erasure that was not committed.
func (r *register) ids() ([]string, error) {
	f, err := os.Open(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the register of erasures: %w", err)
	}
	defer func() { _ = f.Close() }()
	var ids []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if id := strings.TrimSpace(lines.Text()); id != "" {
			ids = append(ids, id)
		}
	}
	return ids, lines.Err()
}
