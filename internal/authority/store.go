package authority

import (
	"context"
	"encoding/json"
	"fmt"

	"openiq/internal/platform/db"
)

var (
	selectNumber = db.SQL(`SELECT n FROM authority_change WHERE what = $1`)
	raiseNumber  = db.SQL(`UPDATE authority_change SET n = n + 1 WHERE what = $1`)

	selectEdits = db.SQL(`SELECT e.what, e.id, e.body FROM authority_edit e
		WHERE e.version = (SELECT MAX(n.version) FROM authority_edit n WHERE n.what = e.what AND n.id = e.id)`)
	selectVersion = db.SQL(`SELECT COALESCE(MAX(version), 0) FROM authority_edit WHERE what = $1 AND id = $2`)
	insertEdit    = db.SQL(`INSERT INTO authority_edit (what, id, version, body, stored_at, actor) VALUES ($1, $2, $3, $4, $5, $6)`)
)

// rulesNumber is the key of authority_change.
const rulesNumber = "rules"

func readNumber(ctx context.Context, r db.Reader) (n int64, err error) {
	err = r.Row(ctx, selectNumber, rulesNumber).Scan(&n)
	return n, err
}

func readVersion(ctx context.Context, r db.Reader, what, id string) (version int64, err error) {
	err = r.Row(ctx, selectVersion, what, id).Scan(&version)
	return version, err
}

func readEdits(ctx context.Context, r db.Reader) (edits, error) {
	e := edits{map[string]*Authority{}, map[string]*Rule{}}
	var what, id, body string
	rows, err := r.Query(ctx, selectEdits)
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(&what, &id, &body); err != nil {
			return err
		}
		var into any
		switch what {
		case anAuthority:
			e.authorities[id] = &Authority{}
			into = e.authorities[id]
		case aRule:
			e.rules[id] = &Rule{}
			into = e.rules[id]
		default:
			return fmt.Errorf("authority_edit: there is no kind %s", what)
		}
		if err := json.Unmarshal([]byte(body), into); err != nil {
			return fmt.Errorf("authority_edit %s: %w", id, err)
		}
		return nil
	})
	return e, err
}
