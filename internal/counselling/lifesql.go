package counselling

import (
	"context"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/record"
)

// Handovers. An answer finds only the one that is still open: of two at the same time the second one finds nothing.
const handoverColumns = `tenant, id, case_id, from_site, to_site, state, agreed, asked_by, asked_at, COALESCE(answered_by, ''),
	COALESCE(answered_at, 0), COALESCE(returned_by, ''), COALESCE(returned_at, 0)`

var (
	insertHandover = db.SQL(`INSERT INTO handover (tenant, id, case_id, from_site, to_site, state, agreed, asked_by, asked_at)
		VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7, $8) ON CONFLICT DO NOTHING`)
	selectHandover      = db.SQL(`SELECT ` + handoverColumns + ` FROM handover WHERE id = $1`)
	selectHandoversOf   = db.SQL(`SELECT ` + handoverColumns + ` FROM handover WHERE case_id = $1 AND tenant = $2 ORDER BY asked_at DESC, id DESC`)
	selectHandoversTo   = db.SQL(`SELECT ` + handoverColumns + ` FROM handover WHERE to_site = $1 AND state = 'asked' ORDER BY asked_at, id`)
	selectHandoversFrom = db.SQL(`SELECT ` + handoverColumns + ` FROM handover WHERE from_site = $1 AND state = 'asked' ORDER BY asked_at, id`)
	selectHandoversDone = db.SQL(`SELECT ` + handoverColumns + ` FROM handover WHERE (to_site = $1 OR from_site = $1) AND state <> 'asked'
		AND asked_at >= $2 ORDER BY asked_at DESC, id DESC LIMIT 100`)
	countHandoversTo = db.SQL(`SELECT COUNT(*) FROM handover WHERE to_site = $1 AND state = 'asked'`)
	answerHandover   = db.SQL(`UPDATE handover SET state = $3, answered_by = $4, answered_at = $5
		WHERE id = $1 AND tenant = $2 AND state = 'asked'`)
	returnHandover = db.SQL(`UPDATE handover SET state = 'returned', returned_by = $3, returned_at = $4
		WHERE id = $1 AND tenant = $2 AND state = 'accepted'`)
	withdrawOpen = db.SQL(`UPDATE handover SET state = 'withdrawn', answered_by = $3, answered_at = $4
		WHERE case_id = $1 AND tenant = $2 AND state = 'asked'`)

	// Contacts of a day that count at the centre in charge then, without saying so.
	contactsHere = Contacts.Where(`case_id = $1 AND tenant = $2 AND site_id IS NULL AND held_on >= $3 AND deleted = 0`)
)

func handoversWhere(ctx context.Context, r db.Reader, query string, args ...any) ([]Handover, error) {
	var all []Handover
	rows, err := r.Query(ctx, query, args...)
	err = db.Each(rows, err, func() error {
		var o Handover
		err := rows.Scan(&o.Tenant, &o.ID, &o.CaseID, &o.From, &o.To, &o.State, &o.Agreed, &o.AskedBy, (*int64)(&o.AskedAt),
			&o.AnsweredBy, (*int64)(&o.AnsweredAt), &o.ReturnedBy, (*int64)(&o.ReturnedAt))
		all = append(all, o)
		return err
	})
	return all, err
}

// The bin.
var (
	insertBinned = db.SQL(`INSERT INTO case_bin (tenant, case_id, site_id, reported, binned_by, binned_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (case_id, tenant) DO UPDATE SET site_id = excluded.site_id, reported = excluded.reported, binned_by = excluded.binned_by,
		binned_at = excluded.binned_at, emptied_at = NULL WHERE case_bin.emptied_at IS NOT NULL`)
	deleteBinned = db.SQL(`DELETE FROM case_bin WHERE case_id = $1 AND tenant = $2 AND emptied_at IS NULL`)
	emptyBinned  = db.SQL(`UPDATE case_bin SET emptied_at = $3 WHERE case_id = $1 AND tenant = $2 AND emptied_at IS NULL AND binned_at <= $4`)
	selectBinned = db.SQL(`SELECT tenant, case_id, reported, binned_by, binned_at FROM case_bin
		WHERE site_id = $1 AND emptied_at IS NULL ORDER BY binned_at DESC, case_id LIMIT 500`)
	selectFull = db.SQL(`SELECT tenant, case_id, reported, binned_by, binned_at FROM case_bin
		WHERE emptied_at IS NULL AND binned_at <= $1 ORDER BY binned_at, case_id LIMIT 500`)
	countEmptied = db.SQL(`SELECT COUNT(*) FROM case_bin WHERE case_id = $1 AND tenant = $2 AND emptied_at IS NOT NULL`)

	contactsEver = Contacts.WhereEver(`case_id = $1 AND tenant = $2`)
)

func binnedWhere(ctx context.Context, r db.Reader, query string, arg any) ([]Binned, error) {
	var all []Binned
	rows, err := r.Query(ctx, query, arg)
	err = db.Each(rows, err, func() error {
		var b Binned
		err := rows.Scan(&b.Tenant, &b.CaseID, &b.Reported, &b.By, (*int64)(&b.At))
		all = append(all, b)
		return err
	})
	return all, err
}

// The history of a case.
var (
	caseEver           = Cases.WhereEver(`id = $1 AND tenant = $2`)
	qualificationsEver = Qualifications.WhereEver(`case_id = $1 AND tenant = $2`)
	referralsEver      = Referrals.WhereEver(`case_id = $1 AND tenant = $2`)

	selectTrail = db.SQL(`SELECT at, actor, kind, command, detail FROM audit_entry
		WHERE subject = $1 AND tenant = $2 AND kind IN ('case', 'person', 'read') AND kind <> 'read' ORDER BY n`)
	selectLooks = db.SQL(`SELECT at, actor FROM audit_entry
		WHERE subject = $1 AND tenant = $2 AND kind IN ('case', 'person', 'read') AND kind = 'read' ORDER BY n DESC LIMIT 1000`)
)

func trailOf(ctx context.Context, r db.Reader, c *record.Row) ([]trailEntry, error) {
	var trail []trailEntry
	rows, err := r.Query(ctx, selectTrail, c.ID, c.Tenant)
	err = db.Each(rows, err, func() error {
		var e trailEntry
		err := rows.Scan((*int64)(&e.at), &e.actor, &e.kind, &e.command, &e.detail)
		trail = append(trail, e)
		return err
	})
	return trail, err
}

func looksOf(ctx context.Context, r db.Reader, c *record.Row, fn func(at clock.Instant, by string)) error {
	var at int64
	var by string
	rows, err := r.Query(ctx, selectLooks, c.ID, c.Tenant)
	return db.Each(rows, err, func() error {
		err := rows.Scan(&at, &by)
		fn(clock.Instant(at), by)
		return err
	})
}

// Referrals.
var referralsHere = Referrals.Where(`case_id = $1 AND tenant = $2 AND deleted = 0 ORDER BY on_day, id`)

// flag is a boolean as the database has it.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
