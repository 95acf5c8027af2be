package finder

import (
	"context"
	"database/sql"
	"errors"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

var (
	selectTaken  = db.SQL(`SELECT COUNT(*) FROM finder_code WHERE code = $1`)
	selectCode   = db.SQL(`SELECT question, until FROM finder_code WHERE code = $1`)
	insertOne    = db.SQL(`INSERT INTO finder_code (code, question, until) VALUES ($1, $2, $3)`)
	deleteBefore = db.SQL(`DELETE FROM finder_code WHERE until < $1`)
)

func isTaken(ctx context.Context, tx *db.Tx, code string) (bool, error) {
	n := 0
	err := tx.Row(ctx, selectTaken, code).Scan(&n)
	return n > 0, err
}

func insertCode(tx *db.Tx, code, question string, until clock.Day) error {
	_, err := tx.Exec(insertOne, code, question, int32(until))
	return err
}

// readCode is the question of a code as JSON, with its last day; empty where there is none.
func readCode(ctx context.Context, r db.Reader, code string) (question string, until clock.Day, err error) {
	var day int32
	err = r.Row(ctx, selectCode, code).Scan(&question, &day)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, nil
	}
	return question, clock.Day(day), err
}

func deleteCodes(tx *db.Tx, before clock.Day) error {
	_, err := tx.Exec(deleteBefore, int32(before))
	return err
}
