package audit

import (
	"context"
	"database/sql"
	"errors"

	"openiq/internal/platform/db"
)

var (
	selectLast = db.SQL(`SELECT tenant, n FROM change_number ORDER BY tenant`)
	// All tenants that left a trace anywhere: one whose number was removed must not drop out of sight.
	selectTenants = db.SQL(`SELECT tenant FROM change_number UNION SELECT tenant FROM audit_seal UNION SELECT tenant FROM audit_entry
		ORDER BY tenant`)
	selectHead  = db.SQL(`SELECT first_n, last_n, sealed_at, hash FROM audit_seal WHERE tenant = $1 ORDER BY first_n DESC LIMIT 1`)
	selectLinks = db.SQL(`SELECT first_n, last_n, sealed_at, hash FROM audit_seal WHERE tenant = $1 AND first_n > $2
		ORDER BY first_n LIMIT $3`)
	selectEntries = db.SQL(`SELECT n, at, actor, command, kind, subject, detail FROM audit_entry
		WHERE tenant = $1 AND n > $2 AND n <= $3 ORDER BY n`)
	insertLink = db.SQL(`INSERT INTO audit_seal (tenant, first_n, last_n, sealed_at, hash) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant, first_n) DO NOTHING`)
)

// last is the number of the last entry that was ever made, by tenant.
func last(ctx context.Context, r db.Reader) (map[string]int64, error) {
	numbers := map[string]int64{}
	rows, err := r.Query(ctx, selectLast)
	var tenant string
	var n int64
	err = db.Each(rows, err, func() error {
		if err := rows.Scan(&tenant, &n); err != nil {
			return err
		}
		numbers[tenant] = n
		return nil
	})
	return numbers, err
}

func tenants(ctx context.Context, r db.Reader) ([]string, error) {
	var all []string
	rows, err := r.Query(ctx, selectTenants)
	err = db.Each(rows, err, func() error {
		var tenant string
		err := rows.Scan(&tenant)
		all = append(all, tenant)
		return err
	})
	return all, err
}

// head is a tenant's newest link; the zero link when there is none.
func head(ctx context.Context, r db.Reader, tenant string) (link, error) {
	var l link
	err := r.Row(ctx, selectHead, tenant).Scan(&l.first, &l.last, (*int64)(&l.sealed), &l.hash)
	if errors.Is(err, sql.ErrNoRows) {
		return link{}, nil
	}
	return l, err
}

// links are the next links of a tenant after the one that begins with entry first.
func links(ctx context.Context, r db.Reader, tenant string, first int64, most int) ([]link, error) {
	var page []link
	rows, err := r.Query(ctx, selectLinks, tenant, first, most)
	err = db.Each(rows, err, func() error {
		var l link
		err := rows.Scan(&l.first, &l.last, (*int64)(&l.sealed), &l.hash)
		page = append(page, l)
		return err
	})
	return page, err
}

// entries calls fn for a tenant's entries after number from up to number to. The entry is fn's only during the call.
func entries(ctx context.Context, r db.Reader, tenant string, from, to int64, fn func(*entry) error) error {
	rows, err := r.Query(ctx, selectEntries, tenant, from, to)
	var e entry
	return db.Each(rows, err, func() error {
		err := rows.Scan(&e.n, (*int64)(&e.at), &e.actor, &e.command, &e.kind, &e.subject, &e.details)
		if err != nil {
			return err
		}
		return fn(&e)
	})
}

// store adds a link; false when another instance has stored one in its place.
func store(ctx context.Context, d *db.DB, tenant string, l link) (bool, error) {
	var stored bool
	err := d.Housekeep(ctx, "audit.seal", func(tx *db.Tx) error {
		n, err := tx.Exec(insertLink, tenant, l.first, l.last, int64(l.sealed), l.hash)
		stored = n == 1
		return err
	})
	return stored, err
}
