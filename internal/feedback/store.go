package feedback

import (
	"context"

	"openiq/internal/platform/db"
)

var (
	insertOne  = db.SQL(`INSERT INTO feedback (id, page, lang, helpful, kind, text, email, state, at, done_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`)
	selectList = db.SQL(`SELECT id, page, lang, helpful, kind, text, email, state, at FROM feedback
		WHERE ($1 = '' OR state = $1) AND ($2 = '' OR kind = $2) AND ($3 = '' OR helpful = $3) AND ($4 = '' OR page = $4) AND ($5 = '' OR id < $5)
		ORDER BY id DESC LIMIT $6`)
	selectCounts = db.SQL(`SELECT page, SUM(CASE WHEN helpful = 'yes' THEN 1 ELSE 0 END), SUM(CASE WHEN helpful = 'no' THEN 1 ELSE 0 END),
		SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) FROM feedback GROUP BY page ORDER BY COUNT(*) DESC, page LIMIT 200`)
	setState     = db.SQL(`UPDATE feedback SET state = $2, done_by = $3 WHERE id = $1`)
	selectBefore = db.SQL(`SELECT COUNT(*) FROM feedback WHERE at < $1`)
	deleteBefore = db.SQL(`DELETE FROM feedback WHERE at < $1`)
)

func insert(tx *db.Tx, f Feedback) error {
	_, err := tx.Exec(insertOne, f.ID, f.Page, f.Lang, f.Helpful, f.Kind, f.Text, f.Email, f.State, int64(f.At))
	return err
}

func readList(ctx context.Context, r db.Reader, f Filter, limit int) ([]Feedback, error) {
	var all []Feedback
	rows, err := r.Query(ctx, selectList, f.State, f.Kind, f.Helpful, f.Page, f.Before, limit)
	err = db.Each(rows, err, func() error {
		var f Feedback
		err := rows.Scan(&f.ID, &f.Page, &f.Lang, &f.Helpful, &f.Kind, &f.Text, &f.Email, &f.State, &f.At)
		all = append(all, f)
		return err
	})
	return all, err
}

func readCounts(ctx context.Context, r db.Reader) ([]Count, error) {
	var all []Count
	rows, err := r.Query(ctx, selectCounts)
	err = db.Each(rows, err, func() error {
		var c Count
		err := rows.Scan(&c.Page, &c.Yes, &c.No, &c.Open)
		all = append(all, c)
		return err
	})
	return all, err
}

func countBefore(ctx context.Context, r db.Reader, at int64) (n int, err error) {
	err = r.Row(ctx, selectBefore, at).Scan(&n)
	return n, err
}
