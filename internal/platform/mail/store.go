package mail

import (
	"context"

	"openiq/internal/platform/db"
)

var (
	insertLetter = db.SQL(`INSERT INTO outbox (id, sealed, tries, due_at, expires_at) VALUES ($1, $2, 0, $3, $4)`)
	selectDue    = db.SQL(`SELECT id, sealed, tries, due_at FROM outbox WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2`)
	moveLetter   = db.SQL(`UPDATE outbox SET due_at = $3 WHERE id = $1 AND due_at = $2`)
	retryLetter  = db.SQL(`UPDATE outbox SET tries = $2, due_at = $3 WHERE id = $1`)
	deleteLetter = db.SQL(`DELETE FROM outbox WHERE id = $1`)
	deleteStale  = db.SQL(`DELETE FROM outbox WHERE expires_at <= $1`)
	selectStale  = db.SQL(`SELECT COUNT(*) FROM outbox WHERE expires_at <= $1`)
)

// waiting is a letter as it lies in the outbox.
type waiting struct {
	id, sealed string
	tries      int
	due        int64
}

// claim takes letters that are due; no other instance takes them before the lease ends.
func (o *Outbox) claim(ctx context.Context) ([]waiting, error) {
	due, err := o.due(ctx)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	var mine []waiting
	err = o.db.Housekeep(ctx, "mail.send", func(tx *db.Tx) error {
		mine = nil
		for _, w := range due {
			n, err := tx.Exec(moveLetter, w.id, w.due, int64(tx.Now().Add(lease)))
			if err != nil {
				return err
			}
			if n == 1 {
				mine = append(mine, w)
			}
		}
		return nil
	})
	return mine, err
}

func (o *Outbox) due(ctx context.Context) ([]waiting, error) {
	var all []waiting
	rows, err := o.db.Query(ctx, selectDue, o.db.Clock().Now().UnixMicro(), atOnce)
	err = db.Each(rows, err, func() error {
		var w waiting
		err := rows.Scan(&w.id, &w.sealed, &w.tries, &w.due)
		all = append(all, w)
		return err
	})
	return all, err
}

// later lets a letter be tried again.
func (o *Outbox) later(ctx context.Context, w waiting) error {
	return o.db.Housekeep(ctx, "mail.send", func(tx *db.Tx) error {
		_, err := tx.Exec(retryLetter, w.id, w.tries+1, int64(tx.Now().Add(backoff(w.tries+1))))
		return err
	})
}

func (o *Outbox) forget(ctx context.Context, id string) error {
	return o.db.Housekeep(ctx, "mail.send", func(tx *db.Tx) error {
		_, err := tx.Exec(deleteLetter, id)
		return err
	})
}

// drop deletes letters that are of no use any more, where there are any.
func (o *Outbox) drop(ctx context.Context) error {
	now, n := o.db.Clock().Now().UnixMicro(), 0
	if err := o.db.Row(ctx, selectStale, now).Scan(&n); err != nil || n == 0 {
		return err
	}
	return o.db.Housekeep(ctx, "mail.send", func(tx *db.Tx) error {
		_, err := tx.Exec(deleteStale, now)
		return err
	})
}
