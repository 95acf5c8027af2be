package occupation

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"openiq/internal/occupation/esco"
	"openiq/internal/platform/db"
)

var (
	selectNumbers = db.SQL(`SELECT what, n FROM occupation_change`)
	raiseNumber   = db.SQL(`UPDATE occupation_change SET n = n + 1 WHERE what = $1`)
	setNumber     = db.SQL(`UPDATE occupation_change SET n = $2 WHERE what = $1`)

	selectEdits = db.SQL(`SELECT e.code, e.version, e.body FROM occupation_edit e
		WHERE e.version = (SELECT MAX(n.version) FROM occupation_edit n WHERE n.code = e.code)`)
	selectHistory = db.SQL(`SELECT version, stored_at, actor FROM occupation_edit WHERE code = $1 ORDER BY version DESC`)
	selectVersion = db.SQL(`SELECT COALESCE(MAX(version), 0) FROM occupation_edit WHERE code = $1`)
	insertEdit    = db.SQL(`INSERT INTO occupation_edit (code, version, body, stored_at, actor) VALUES ($1, $2, $3, $4, $5)`)

	selectConcepts = db.SQL(`SELECT id, isco FROM esco_concept ORDER BY id`)
	upsertConcept  = db.SQL(`INSERT INTO esco_concept (id, isco) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET isco = excluded.isco`)
	selectLangs    = db.SQL(`SELECT lang, COUNT(*) FROM esco_label GROUP BY lang ORDER BY lang`)
	selectLabels   = db.SQL(`SELECT id, n, text FROM esco_label WHERE lang = $1 ORDER BY id, n`)
	deleteLabel    = db.SQL(`DELETE FROM esco_label WHERE lang = $1 AND id = $2 AND n = $3`)

	selectCrosswalk = db.SQL(`SELECT id, kldb, relation FROM esco_kldb ORDER BY id, kldb, relation`)
	deleteCrosswalk = db.SQL(`DELETE FROM esco_kldb WHERE id = $1 AND kldb = $2 AND relation = $3`)

	selectIndex     = db.SQL(`SELECT body FROM occupation_index ORDER BY part`)
	selectIndexSize = db.SQL(`SELECT COALESCE(SUM(LENGTH(body)), 0) FROM occupation_index`)
	deleteIndex     = db.SQL(`DELETE FROM occupation_index`)
)

// The keys of occupation_change.
const (
	catalogueNumber = "catalogue"
	escoNumber      = "esco"
	indexNumber     = "index"
)

func readNumbers(ctx context.Context, r db.Reader) (numbers, error) {
	all, err := allNumbers(ctx, r)
	return numbers{all[catalogueNumber], all[escoNumber]}, err
}

func allNumbers(ctx context.Context, r db.Reader) (map[string]int64, error) {
	all := map[string]int64{}
	var what string
	var n int64
	rows, err := r.Query(ctx, selectNumbers)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&what, &n)
		all[what] = n
		return err
	})
	return all, err
}

func readEdits(ctx context.Context, r db.Reader) (map[string]edited, error) {
	all := map[string]edited{}
	var code, body string
	var version int64
	rows, err := r.Query(ctx, selectEdits)
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(&code, &version, &body); err != nil {
			return err
		}
		o := &Occupation{}
		if err := json.Unmarshal([]byte(body), o); err != nil {
			return fmt.Errorf("occupation_edit %s: %w", code, err)
		}
		all[code] = edited{o, version}
		return nil
	})
	return all, err
}

func readConcepts(ctx context.Context, r db.Reader) ([]concept, error) {
	var all []concept
	var c concept
	rows, err := r.Query(ctx, selectConcepts)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&c.ID, &c.ISCO)
		all = append(all, c)
		return err
	})
	return all, err
}

// readLabels are the stored labels of a language, by id and n.
func readLabels(ctx context.Context, r db.Reader, lang string) ([]esco.Label, error) {
	var all []esco.Label
	var l esco.Label
	rows, err := r.Query(ctx, selectLabels, lang)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&l.ID, &l.N, &l.Text)
		all = append(all, l)
		return err
	})
	return all, err
}

// readLangs are the imported languages with how many labels each has.
func readLangs(ctx context.Context, r db.Reader) (tags []string, labels map[string]int, err error) {
	labels = map[string]int{}
	var tag string
	var n int
	rows, err := r.Query(ctx, selectLangs)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&tag, &n)
		tags, labels[tag] = append(tags, tag), n
		return err
	})
	return tags, labels, err
}

func readCrosswalk(ctx context.Context, r db.Reader) ([]esco.Mapping, error) {
	var all []esco.Mapping
	var m esco.Mapping
	rows, err := r.Query(ctx, selectCrosswalk)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&m.ID, &m.KldB, &m.Relation)
		all = append(all, m)
		return err
	})
	return all, err
}

// readIndex reads the stored index into memory of its size: a copy more of it would be felt at the start.
func readIndex(ctx context.Context, r db.Reader) ([]byte, error) {
	var size int
	if err := r.Row(ctx, selectIndexSize).Scan(&size); err != nil {
		return nil, err
	}
	body := make([]byte, 0, size)
	var part sql.RawBytes
	rows, err := r.Query(ctx, selectIndex)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&part)
		body = append(body, part...)
		return err
	})
	return body, err
}

func readHistory(ctx context.Context, r db.Reader, code string) ([]Edit, error) {
	var all []Edit
	var e Edit
	rows, err := r.Query(ctx, selectHistory, code)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&e.Version, &e.At, &e.Actor)
		all = append(all, e)
		return err
	})
	return all, err
}
