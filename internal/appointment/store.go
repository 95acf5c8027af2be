package appointment

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

const (
	columns = `id, site_id, state, form, language, verified, mails, slot_id, starts_at, minutes, reason, other_site, asked_at, confirmed_at,
		answered_at, first_day, forget_at, version, sealed, contact`
	slotColumns = `id, site_id, starts_at, minutes, form, languages, interpreter, place, request_id, held_until`
	stillOpen   = `(state IN ('waiting', 'offered', 'booked') OR state = 'unconfirmed' AND asked_at > $2)`
)

var (
	insertRequest = db.SQL(`INSERT INTO appointment (id, site_id, state, form, language, contact, token, verified, tries, mails, slot_id, starts_at,
		minutes, reason, other_site, asked_at, confirmed_at, answered_at, first_day, forget_at, version, sealed)
		VALUES ($1, $2, 'unconfirmed', $3, $4, $5, $6, 0, 0, 1, $7, $8, $9, '', '', $10, 0, 0, 0, 0, 1, $11)`)
	updateRequest = db.SQL(`UPDATE appointment SET state = $3, form = $4, verified = $5, slot_id = $6, starts_at = $7, minutes = $8, reason = $9,
		other_site = $10, confirmed_at = $11, answered_at = $12, first_day = $13, forget_at = $14, sealed = $15, contact = $16, mails = $17,
		version = version + 1 WHERE id = $1 AND version = $2`)
	countTry      = db.SQL(`UPDATE appointment SET tries = tries + 1 WHERE id = $1 AND tries < $2`)
	selectByID    = db.SQL(`SELECT ` + columns + ` FROM appointment WHERE id = $1`)
	selectByToken = db.SQL(`SELECT ` + columns + ` FROM appointment WHERE token = $1`)
	selectSame    = db.SQL(`SELECT ` + columns + ` FROM appointment WHERE contact = $1 AND ` + stillOpen + ` ORDER BY asked_at DESC, id`)
	selectAtSite  = db.SQL(`SELECT ` + columns + ` FROM appointment WHERE site_id = $1 AND state IN ('waiting', 'offered', 'booked')
		ORDER BY confirmed_at, id`)
	selectEnded = db.SQL(`SELECT ` + columns + ` FROM appointment WHERE site_id = $1 AND state IN ('declined', 'withdrawn', 'done') AND confirmed_at > 0
		ORDER BY asked_at DESC, id LIMIT 200`)
	countWaiting = db.SQL(`SELECT COUNT(*) FROM appointment WHERE site_id = $1 AND state = 'waiting'`)
	selectWaited = db.SQL(`SELECT confirmed_at, first_day FROM appointment WHERE site_id = $1 AND answered_at >= $2`)

	deleteUnconfirmed = db.SQL(`DELETE FROM appointment WHERE state = 'unconfirmed' AND asked_at <= $1`)
	forgetDetails     = db.SQL(`UPDATE appointment SET sealed = '', contact = '', forget_at = 0,
		state = CASE WHEN state IN ('waiting', 'offered', 'booked') THEN 'done' ELSE state END, version = version + 1 WHERE forget_at > 0 AND forget_at <= $1`)
	deleteOld      = db.SQL(`DELETE FROM appointment WHERE sealed = '' AND asked_at <= $1`)
	deleteOldSlots = db.SQL(`DELETE FROM appointment_slot WHERE starts_at <= $1`)

	selectFree = db.SQL(`SELECT ` + slotColumns + ` FROM appointment_slot WHERE site_id = $1 AND starts_at > $2
		AND (request_id = '' OR held_until <= $3) ORDER BY starts_at, id LIMIT $4`)
	selectSlots = db.SQL(`SELECT ` + slotColumns + ` FROM appointment_slot WHERE site_id = $1 AND starts_at > $2 ORDER BY starts_at, id`)
	selectSlot  = db.SQL(`SELECT ` + slotColumns + ` FROM appointment_slot WHERE id = $1`)
	takeSlot    = db.SQL(`UPDATE appointment_slot SET request_id = $2, held_until = $3
		WHERE id = $1 AND (request_id = '' OR request_id = $2 OR held_until <= $4)`)
	keepSlot   = db.SQL(`UPDATE appointment_slot SET held_until = $3 WHERE id = $1 AND request_id = $2`)
	freeSlot   = db.SQL(`UPDATE appointment_slot SET request_id = '', held_until = 0 WHERE id = $1 AND request_id = $2`)
	deleteSlot = db.SQL(`DELETE FROM appointment_slot WHERE id = $1 AND (request_id = '' OR held_until <= $2)`)
)

// stored is a request as it lies in the database.
type stored struct {
	Request
	mails           int
	sealed, contact string
}

func scanRequest(row interface{ Scan(...any) error }) (*stored, error) {
	var r stored
	err := row.Scan(&r.ID, &r.Site, (*string)(&r.State), (*string)(&r.Form), &r.Language, &r.Verified, &r.mails, &r.Slot, (*int64)(&r.Starts),
		&r.Minutes, &r.Reason, &r.Other, (*int64)(&r.Asked), (*int64)(&r.Confirmed), (*int64)(&r.Answered), (*int32)(&r.First), (*int64)(&r.Forget),
		&r.Version, &r.sealed, &r.contact)
	return &r, err
}

// readOne reads a request by its id or token; nil when there is none.
func readOne(ctx context.Context, r db.Reader, query, key string) (*stored, error) {
	found, err := scanRequest(r.Row(ctx, query, key))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return found, err
}

func readRequests(ctx context.Context, r db.Reader, query string, args ...any) ([]*stored, error) {
	var all []*stored
	rows, err := r.Query(ctx, query, args...)
	err = db.Each(rows, err, func() error {
		one, err := scanRequest(rows)
		all = append(all, one)
		return err
	})
	return all, err
}

// put stores a request that was read in the same transaction or has the version that somebody saw; Conflict when it has
// changed since.
func put(tx *db.Tx, r *stored) error {
	n, err := tx.Exec(updateRequest, r.ID, r.Version, string(r.State), string(r.Form), number(r.Verified), r.Slot, int64(r.Starts), r.Minutes,
		r.Reason, r.Other, int64(r.Confirmed), int64(r.Answered), int32(r.First), int64(r.Forget), r.sealed, r.contact, r.mails)
	if err == nil && n == 0 {
		err = conflict()
	}
	return err
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func scanSlot(row interface{ Scan(...any) error }) (*Slot, error) {
	var s Slot
	var languages string
	err := row.Scan(&s.ID, &s.Site, (*int64)(&s.Starts), &s.Minutes, (*string)(&s.Form), &languages, &s.Interpreter, &s.Place, &s.Request,
		(*int64)(&s.held))
	s.Languages = strings.Fields(languages)
	return &s, err
}

// readSlot is NotFound when there is no slot of the id at the site.
func readSlot(ctx context.Context, r db.Reader, id, site string) (*Slot, error) {
	found, err := scanSlot(r.Row(ctx, selectSlot, id))
	if errors.Is(err, sql.ErrNoRows) || err == nil && found.Site != site {
		return nil, errs.Missing()
	}
	return found, err
}

func readSlots(ctx context.Context, r db.Reader, query string, args ...any) ([]*Slot, error) {
	var all []*Slot
	rows, err := r.Query(ctx, query, args...)
	err = db.Each(rows, err, func() error {
		one, err := scanSlot(rows)
		all = append(all, one)
		return err
	})
	return all, err
}

func insertSlots(tx *db.Tx, slots []Slot) error {
	rows := make([][]any, len(slots))
	for i, s := range slots {
		rows[i] = []any{s.ID, s.Site, int64(s.Starts), s.Minutes, string(s.Form), strings.Join(s.Languages, " "), number(s.Interpreter), s.Place, "", 0}
	}
	return tx.Insert("appointment_slot", strings.Split(slotColumns, ", "), rows)
}

// readWaited are the days that people waited at a site from confirming to the first day they were offered.
func readWaited(ctx context.Context, r db.Reader, site string, since clock.Instant) ([]int, error) {
	var all []int
	rows, err := r.Query(ctx, selectWaited, site, int64(since))
	err = db.Each(rows, err, func() error {
		var confirmed clock.Instant
		var first clock.Day
		err := rows.Scan((*int64)(&confirmed), (*int32)(&first))
		all = append(all, int(first-confirmed.Day()))
		return err
	})
	return all, err
}
