package draft

import (
	"context"
	"database/sql"
	"errors"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

const columns = `key, path, name, saved_at, expires_at`

var (
	selectAll = db.SQL(`SELECT ` + columns + ` FROM draft WHERE account_id = $1 AND done = 0 AND expires_at > $2
		ORDER BY saved_at DESC, key`)
	selectAt = db.SQL(`SELECT ` + columns + ` FROM draft WHERE account_id = $1 AND path = $2 AND done = 0 AND expires_at > $3
		ORDER BY saved_at DESC, key`)
	selectOne  = db.SQL(`SELECT ` + columns + `, sealed FROM draft WHERE account_id = $1 AND key = $2 AND done = 0 AND expires_at > $3`)
	selectKept = db.SQL(`SELECT seq, saved_at, done FROM draft WHERE account_id = $1 AND key = $2`)
	upsert     = db.SQL(`INSERT INTO draft (account_id, key, path, name, seq, sealed, saved_at, expires_at, done)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
		ON CONFLICT (account_id, key) DO UPDATE SET path = $3, name = $4, seq = $5, sealed = $6, saved_at = $7, expires_at = $8
		WHERE draft.seq < $5 AND draft.done = 0`)
	finishDraft = db.SQL(`INSERT INTO draft (account_id, key, path, name, seq, sealed, saved_at, expires_at, done)
		VALUES ($1, $2, '', '', 0, '', $3, $4, 1)
		ON CONFLICT (account_id, key) DO UPDATE SET path = '', name = '', sealed = '', saved_at = $3, expires_at = $4, done = 1`)
	deleteDraft  = db.SQL(`DELETE FROM draft WHERE account_id = $1 AND key = $2 AND done = 0`)
	deleteOldest = db.SQL(`DELETE FROM draft WHERE account_id = $1 AND done = 0 AND key NOT IN
		(SELECT key FROM draft WHERE account_id = $1 AND done = 0 ORDER BY saved_at DESC, seq DESC LIMIT $2)`)
	deleteExpired = db.SQL(`DELETE FROM draft WHERE expires_at <= $1`)
	deleteBelow   = db.SQL(`DELETE FROM draft WHERE path = $1 OR path >= $2 AND path < $3`)
)

// stored is a draft as it lies in the database.
type stored struct {
	Draft
	sealed string
}

func (d *Draft) targets() []any {
	return []any{&d.Key, &d.Path, &d.Name, (*int64)(&d.Saved), (*int64)(&d.Expires)}
}

func readList(ctx context.Context, r db.Reader, account string, now clock.Instant) ([]Draft, error) {
	rows, err := r.Query(ctx, selectAll, account, int64(now))
	return scan(rows, err)
}

func readAt(ctx context.Context, r db.Reader, account, path string, now clock.Instant) ([]Draft, error) {
	rows, err := r.Query(ctx, selectAt, account, path, int64(now))
	return scan(rows, err)
}

func scan(rows *sql.Rows, err error) ([]Draft, error) {
	var all []Draft
	err = db.Each(rows, err, func() error {
		var d Draft
		err := rows.Scan(d.targets()...)
		all = append(all, d)
		return err
	})
	return all, err
}

// readOne is nil when the account has no such draft.
func readOne(ctx context.Context, r db.Reader, account, key string, now clock.Instant) (*stored, error) {
	var s stored
	err := r.Row(ctx, selectOne, account, key, int64(now)).Scan(append(s.targets(), &s.sealed)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &s, err
}

// kept is what a new version of a draft is compared with.
type kept struct {
	seq   int64
	saved clock.Instant
	done  bool
}

// readKept is nil when nothing is there.
func readKept(ctx context.Context, r db.Reader, account, key string) (*kept, error) {
	var k kept
	err := r.Row(ctx, selectKept, account, key).Scan(&k.seq, (*int64)(&k.saved), &k.done)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &k, err
}

// put stores a version; false when a later one is there, which only another instance can have stored meanwhile.
func put(tx *db.Tx, account string, d Draft, sealed string, seq int64) (bool, error) {
	n, err := tx.Exec(upsert, account, d.Key, d.Path, d.Name, seq, sealed, int64(tx.Now()), int64(tx.Now().Add(Life)))
	return n == 1, err
}
