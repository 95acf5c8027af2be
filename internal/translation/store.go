package translation

import (
	"context"
	"encoding/json"
	"fmt"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/locale"
)

var (
	selectNumber = db.SQL(`SELECT n FROM translation_change WHERE what = $1`)
	raiseNumber  = db.SQL(`UPDATE translation_change SET n = n + 1 WHERE what = $1`)

	selectNewest = db.SQL(`SELECT t.lang, t.text_key, t.version, t.body, t.source, t.target, t.reviewed, t.stored_at, t.actor FROM translation_text t
		WHERE t.version = (SELECT MAX(n.version) FROM translation_text n WHERE n.lang = t.lang AND n.text_key = t.text_key)`)
	selectHistory = db.SQL(`SELECT lang, text_key, version, body, source, target, reviewed, stored_at, actor FROM translation_text
		WHERE lang = $1 AND text_key = $2 ORDER BY version DESC`)
	selectVersion = db.SQL(`SELECT COALESCE(MAX(version), 0) FROM translation_text WHERE lang = $1 AND text_key = $2`)
	insertText    = db.SQL(`INSERT INTO translation_text (lang, text_key, version, body, source, target, reviewed, stored_at, actor)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)

	selectLanguages = db.SQL(`SELECT lang FROM translation_language WHERE account_id = $1 ORDER BY lang`)
	selectGiven     = db.SQL(`SELECT account_id, lang FROM translation_language ORDER BY account_id, lang`)
	deleteLanguages = db.SQL(`DELETE FROM translation_language WHERE account_id = $1`)
	insertLanguage  = db.SQL(`INSERT INTO translation_language (account_id, lang) VALUES ($1, $2)`)
)

// textsNumber is the key of translation_change.
const textsNumber = "texts"

func readNumber(ctx context.Context, r db.Reader) (n int64, err error) {
	err = r.Row(ctx, selectNumber, textsNumber).Scan(&n)
	return n, err
}

func readVersion(ctx context.Context, r db.Reader, lang, key string) (version int64, err error) {
	err = r.Row(ctx, selectVersion, lang, key).Scan(&version)
	return version, err
}

func readNewest(ctx context.Context, r db.Reader) ([]stored, error) {
	return readTexts(ctx, r, selectNewest)
}

func readTexts(ctx context.Context, r db.Reader, query string, args ...any) ([]stored, error) {
	var all []stored
	rows, err := r.Query(ctx, query, args...)
	err = db.Each(rows, err, func() error {
		var x stored
		var body string
		var isReviewed, at int64
		if err := rows.Scan(&x.lang, &x.key, &x.version, &body, &x.source, &x.target, &isReviewed, &at, &x.actor); err != nil {
			return err
		}
		x.reviewed, x.at = isReviewed == 1, clock.Instant(at)
		if body != "" {
			x.text = &locale.Text{}
			if err := json.Unmarshal([]byte(body), x.text); err != nil {
				return fmt.Errorf("translation_text %s %s: %w", x.lang, x.key, err)
			}
		}
		all = append(all, x)
		return nil
	})
	return all, err
}

// insert stores a state, after the version it was made from.
func (x stored) insert(tx *db.Tx) error {
	body, isReviewed := "", 0
	if x.text != nil {
		raw, err := json.Marshal(x.text)
		if err != nil {
			return err
		}
		body = string(raw)
	}
	if x.reviewed {
		isReviewed = 1
	}
	_, err := tx.Exec(insertText, x.lang, x.key, x.version+1, body, x.source, x.target, isReviewed, int64(tx.Now()), tx.Actor())
	return err
}

func readLanguages(ctx context.Context, r db.Reader, account string) ([]string, error) {
	var all []string
	var lang string
	rows, err := r.Query(ctx, selectLanguages, account)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&lang)
		all = append(all, lang)
		return err
	})
	return all, err
}

func readGiven(ctx context.Context, r db.Reader) (map[string][]string, error) {
	all := map[string][]string{}
	var account, lang string
	rows, err := r.Query(ctx, selectGiven)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&account, &lang)
		all[account] = append(all[account], lang)
		return err
	})
	return all, err
}
