package centre

import (
	"context"
	"encoding/json"
	"fmt"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

var (
	selectNumber = db.SQL(`SELECT n FROM centre_change WHERE what = $1`)
	raiseNumber  = db.SQL(`UPDATE centre_change SET n = n + 1 WHERE what = $1`)

	selectNewest = db.SQL(`SELECT e.site_id, e.version, e.body, e.stored_at FROM centre_edit e
		WHERE e.version = (SELECT MAX(n.version) FROM centre_edit n WHERE n.site_id = e.site_id)`)
	selectVersion = db.SQL(`SELECT COALESCE(MAX(version), 0) FROM centre_edit WHERE site_id = $1`)
	selectBody    = db.SQL(`SELECT body FROM centre_edit WHERE site_id = $1 AND version = $2`)
	selectHistory = db.SQL(`SELECT version, body, stored_at, actor FROM centre_edit WHERE site_id = $1 ORDER BY version DESC`)
	insertEdit    = db.SQL(`INSERT INTO centre_edit (site_id, version, body, stored_at, actor) VALUES ($1, $2, $3, $4, $5)`)
)

// centresNumber is the key of centre_change.
const centresNumber = "centres"

var editColumns = []string{"site_id", "version", "body", "stored_at", "actor"}

func readNumber(ctx context.Context, r db.Reader) (n int64, err error) {
	err = r.Row(ctx, selectNumber, centresNumber).Scan(&n)
	return n, err
}

// stored is the newest state of what is told about a centre.
type stored struct {
	Told
	version int64
	at      clock.Instant
}

func readNewest(ctx context.Context, r db.Reader) (map[string]stored, error) {
	all := map[string]stored{}
	var site, body string
	rows, err := r.Query(ctx, selectNewest)
	err = db.Each(rows, err, func() error {
		var s stored
		if err := rows.Scan(&site, &s.version, &body, &s.at); err != nil {
			return err
		}
		s.Told, err = readTold(site, body)
		all[site] = s
		return err
	})
	return all, err
}

// readOne is the newest state of one centre; version 0 where nothing was told yet.
func readOne(ctx context.Context, r db.Reader, site string) (s stored, err error) {
	if err := r.Row(ctx, selectVersion, site).Scan(&s.version); err != nil || s.version == 0 {
		return s, err
	}
	var body string
	if err := r.Row(ctx, selectBody, site, s.version).Scan(&body); err != nil {
		return s, err
	}
	s.Told, err = readTold(site, body)
	return s, err
}

func readTold(site, body string) (t Told, err error) {
	if err := json.Unmarshal([]byte(body), &t); err != nil {
		return t, fmt.Errorf("centre_edit %s: %w", site, err)
	}
	return t, nil
}

func readHistory(ctx context.Context, r db.Reader, site string) ([]Edit, error) {
	var all []Edit
	var body string
	rows, err := r.Query(ctx, selectHistory, site)
	err = db.Each(rows, err, func() error {
		var e Edit
		if err := rows.Scan(&e.Version, &body, &e.At, &e.Actor); err != nil {
			return err
		}
		e.Told, err = readTold(site, body)
		all = append(all, e)
		return err
	})
	return all, err
}
