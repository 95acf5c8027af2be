package page

import (
	"context"
	"database/sql"
	"errors"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

const columns = `slug, lang, version, state, title, summary, body, day, source, stored_at, actor, submitter, approver, publish_at`

var (
	selectNumber = db.SQL(`SELECT n FROM page_change WHERE id = 1`)
	raiseNumber  = db.SQL(`UPDATE page_change SET n = n + 1 WHERE id = 1`)

	selectPublished = db.SQL(`SELECT ` + columns + ` FROM page_version v WHERE state = 'published' AND version =
		(SELECT MAX(p.version) FROM page_version p WHERE p.slug = v.slug AND p.lang = v.lang AND p.state = 'published')`)
	selectHeads = db.SQL(`SELECT ` + columns + ` FROM page_version v WHERE version =
		(SELECT MAX(p.version) FROM page_version p WHERE p.slug = v.slug AND p.lang = v.lang)`)
	selectChain   = db.SQL(`SELECT ` + columns + ` FROM page_version WHERE slug = $1 AND lang = $2 ORDER BY version DESC`)
	selectVersion = db.SQL(`SELECT ` + columns + ` FROM page_version WHERE slug = $1 AND lang = $2 AND version = $3`)
	selectDue     = db.SQL(`SELECT ` + columns + ` FROM page_version WHERE state = 'approved' AND publish_at <= $1 ORDER BY publish_at, slug, lang, version`)
	selectHead    = db.SQL(`SELECT COALESCE(MAX(version), 0) FROM page_version WHERE slug = $1 AND lang = $2`)
	selectSlug    = db.SQL(`SELECT COUNT(*) FROM page_version WHERE slug = $1`)

	setState = db.SQL(`UPDATE page_version SET state = $4, submitter = $5, approver = $6, publish_at = $7
		WHERE slug = $1 AND lang = $2 AND version = $3`)
	withdraw = db.SQL(`UPDATE page_version SET state = 'withdrawn' WHERE slug = $1 AND lang = $2 AND state IN ('published', 'approved')`)

	selectLinks = db.SQL(`SELECT slug, lang, url, result, status, checked_at FROM page_link ORDER BY slug, lang, n`)
	deleteLinks = db.SQL(`DELETE FROM page_link`)
)

func readNumber(ctx context.Context, r db.Reader) (n int64, err error) {
	err = r.Row(ctx, selectNumber).Scan(&n)
	return n, err
}

func (v *Version) targets() []any {
	return []any{&v.Slug, &v.Lang, &v.Number, &v.State, &v.Title, &v.Summary, &v.Body, &v.Day, &v.Source, &v.Stored, &v.Actor, &v.Submitter, &v.Approver, &v.PublishAt}
}

func (v *Version) values() []any {
	return []any{v.Slug, v.Lang, v.Number, string(v.State), v.Title, v.Summary, v.Body, int64(v.Day), v.Source, int64(v.Stored), v.Actor, v.Submitter, v.Approver, int64(v.PublishAt)}
}

func readVersions(ctx context.Context, r db.Reader, query string, args ...any) ([]*Version, error) {
	var all []*Version
	rows, err := r.Query(ctx, query, args...)
	err = db.Each(rows, err, func() error {
		v := &Version{}
		all = append(all, v)
		return rows.Scan(v.targets()...)
	})
	return all, err
}

// readVersion is NotFound when there is no such version.
func readVersion(ctx context.Context, r db.Reader, c Chain, number int64) (*Version, error) {
	v := &Version{}
	err := r.Row(ctx, selectVersion, c.Slug, c.Lang, number).Scan(v.targets()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.Missing()
	}
	return v, err
}

func readHead(ctx context.Context, r db.Reader, c Chain) (n int64, err error) {
	err = r.Row(ctx, selectHead, c.Slug, c.Lang).Scan(&n)
	return n, err
}

func insertVersion(tx *db.Tx, v *Version) error {
	return tx.Insert("page_version", []string{"slug", "lang", "version", "state", "title", "summary", "body", "day", "source", "stored_at", "actor", "submitter", "approver", "publish_at"},
		[][]any{v.values()})
}

func storeState(tx *db.Tx, v *Version) error {
	_, err := tx.Exec(setState, v.Slug, v.Lang, v.Number, string(v.State), v.Submitter, v.Approver, int64(v.PublishAt))
	return err
}

func readLinks(ctx context.Context, r db.Reader) ([]Link, error) {
	var all []Link
	rows, err := r.Query(ctx, selectLinks)
	err = db.Each(rows, err, func() error {
		var l Link
		err := rows.Scan(&l.Slug, &l.Lang, &l.URL, &l.Result, &l.Status, &l.Checked)
		all = append(all, l)
		return err
	})
	return all, err
}

func storeLinks(tx *db.Tx, links []Link, at clock.Instant) error {
	if _, err := tx.Exec(deleteLinks); err != nil {
		return err
	}
	rows := make([][]any, len(links))
	for i, l := range links {
		rows[i] = []any{l.Slug, l.Lang, i, l.URL, string(l.Result), l.Status, int64(at)}
	}
	return tx.Insert("page_link", []string{"slug", "lang", "n", "url", "result", "status", "checked_at"}, rows)
}
