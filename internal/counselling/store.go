package counselling

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
)

var (
	selectCaseSite = db.SQL(`SELECT site_id FROM cases WHERE id = $1 AND tenant = $2 AND deleted = 0 AND binned_at IS NULL`)

	// Where the contents of a counselling are known already, one contact more changes nothing else.
	addContact = db.SQL(`UPDATE case_summary SET contacts = contacts + 1, mobile = mobile + $2,
		last_contact = CASE WHEN last_contact < $1 THEN $1 ELSE last_contact END
		WHERE case_id = $3 AND tenant = $4 AND has_contents = 1 AND first_contact <= $1`)

	deleteDues = db.SQL(`DELETE FROM case_due WHERE tenant = $1 AND case_id = $2 AND source = $3`)
	insertDue  = db.SQL(`INSERT INTO case_due (tenant, case_id, source, rule, due_on) VALUES ($1, $2, $3, $4, $5)`)
	selectDues = db.SQL(`SELECT source, rule, due_on FROM case_due WHERE case_id = $1 AND tenant = $2 ORDER BY due_on, source, rule`)

	selectRules = db.SQL(`SELECT digest FROM summary_rules WHERE id = 1`)
	updateRules = db.SQL(`UPDATE summary_rules SET digest = $1 WHERE id = 1`)

	selectContacts = db.SQL(`SELECT id, held_on, form, themes, COALESCE(site_id, ''), COALESCE(minutes, 0), COALESCE(contents, ''),
		COALESCE(language, ''), interpreter, COALESCE(counsellor_id, ''), recorded_at, version FROM contacts WHERE case_id = $1 AND tenant = $2 AND deleted = 0`)

	selectQualifications = db.SQL(`SELECT id FROM qualifications WHERE case_id = $1 AND tenant = $2 AND deleted = 0 ORDER BY id`)

	selectChanged = db.SQL(`SELECT COALESCE(SUM(n), 0) FROM change_number`)
)

// siteNow is the centre in charge of a case; there is false once it was deleted.
func siteNow(tx *db.Tx, c *record.Row) (site string, there bool, err error) {
	err = tx.Row(context.Background(), selectCaseSite, c.ID, c.Tenant).Scan(&site)
	if err == sql.ErrNoRows {
		return "", false, nil
	}
	return site, err == nil, err
}

// addToSummary is RefreshSummary for the most frequent change of all.
func addToSummary(tx *db.Tx, c, contact *record.Row) error {
	held, _ := Contacts.Int(contact, "held_on")
	mobile := 0
	if Contacts.Str(contact, "form") == "mobile" {
		mobile = 1
	}
	n, err := tx.Exec(addContact, held, mobile, c.ID, c.Tenant)
	if err != nil || n == 1 {
		return err
	}
	return RefreshSummary(tx, c.Tenant, c.ID)
}

func contactsOf(ctx context.Context, r db.Reader, c *record.Row) ([]Contact, error) {
	var out []Contact
	rows, err := r.Query(ctx, selectContacts, c.ID, c.Tenant)
	err = db.Each(rows, err, func() error {
		var k Contact
		var held, recorded int64
		var themes, contents string
		var interpreter any
		err := rows.Scan(&k.ID, &held, &k.Form, &themes, &k.Site, &k.Minutes, &contents, &k.Language, &interpreter, &k.By, &recorded, &k.Version)
		if err != nil {
			return err
		}
		k.WithHelp = Contacts.Column("interpreter").Format(interpreter)
		k.HeldOn, k.Recorded = clock.Day(held), clock.Instant(recorded)
		k.Themes, k.Contents = strings.Fields(themes), strings.Fields(contents)
		out = append(out, k)
		return nil
	})
	return out, err
}

func qualificationsOf(ctx context.Context, r db.Reader, c *record.Row) ([]record.Row, error) {
	var ids []string
	var id string
	rows, err := r.Query(ctx, selectQualifications, c.ID, c.Tenant)
	err = db.Each(rows, err, func() error {
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	found, err := Qualifications.Find(ctx, r, ids)
	out := make([]record.Row, 0, len(ids))
	for _, id := range ids {
		if q := found[id]; q != nil {
			out = append(out, *q)
		}
	}
	return out, err
}

// changesOf is a number that rises with every commit.
func changesOf(ctx context.Context, r db.Reader) (n int64, err error) {
	err = r.Row(ctx, selectChanged).Scan(&n)
	return n, err
}

// Views and calendars: what an account keeps for itself.

var (
	selectViews = db.SQL(`SELECT id, name, query FROM saved_view WHERE account_id = $1 ORDER BY id`)
	upsertView  = db.SQL(`INSERT INTO saved_view (account_id, id, name, query) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, id) DO UPDATE SET query = excluded.query`)
	removeView = db.SQL(`DELETE FROM saved_view WHERE account_id = $1 AND id = $2`)

	selectFeed = db.SQL(`SELECT created_at FROM calendar_feed WHERE account_id = $1`)
	upsertFeed = db.SQL(`INSERT INTO calendar_feed (account_id, token_hash, created_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at`)
	removeFeed  = db.SQL(`DELETE FROM calendar_feed WHERE account_id = $1`)
	selectOwner = db.SQL(`SELECT account_id FROM calendar_feed WHERE token_hash = $1`)

	selectAppointments = db.SQL(`SELECT s.case_id, d.source, d.rule, d.due_on AS on_day FROM case_summary s
		JOIN case_due d ON d.case_id = s.case_id AND d.tenant = s.tenant
		WHERE s.site_id = $1 AND s.closed_on IS NULL AND s.due_on IS NOT NULL AND ($2 = '' OR s.counsellor_id = $2)
		UNION ALL SELECT case_id, '', '', follow_up_on FROM case_summary
		WHERE site_id = $1 AND closed_on IS NULL AND follow_up_on IS NOT NULL AND ($2 = '' OR counsellor_id = $2)
		ORDER BY 4 DESC, 1, 2, 3 LIMIT ` + strconv.Itoa(mostAppointments))
)

func viewsOf(ctx context.Context, r db.Reader, owner string) ([]View, error) {
	var views []View
	rows, err := r.Query(ctx, selectViews, owner)
	err = db.Each(rows, err, func() error {
		var v View
		err := rows.Scan(&v.ID, &v.Name, &v.Query)
		views = append(views, v)
		return err
	})
	return views, err
}

func storeView(tx *db.Tx, owner string, v View) error {
	_, err := tx.Exec(upsertView, owner, v.ID, v.Name, v.Query)
	return err
}

func deleteView(tx *db.Tx, owner, id string) error {
	n, err := tx.Exec(removeView, owner, id)
	if err == nil && n == 0 {
		err = errs.Missing()
	}
	return err
}

func feedOf(ctx context.Context, r db.Reader, owner string) (clock.Instant, error) {
	var at int64
	err := r.Row(ctx, selectFeed, owner).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return clock.Instant(at), err
}

func storeFeed(tx *db.Tx, owner, hash string) error {
	_, err := tx.Exec(upsertFeed, owner, hash, int64(tx.Now()))
	return err
}

func deleteFeed(tx *db.Tx, owner string) error {
	_, err := tx.Exec(removeFeed, owner)
	return err
}

// feedOwner is the account whose calendar has this hash; NotFound when there is none.
func feedOwner(ctx context.Context, r db.Reader, hash string) (string, error) {
	var owner string
	err := r.Row(ctx, selectOwner, hash).Scan(&owner)
	if errors.Is(err, sql.ErrNoRows) {
		err = errs.Missing()
	}
	return owner, err
}

// appointmentsOf are those of a centre's open cases, of all or of one account's; when there are too many, the last days.
func appointmentsOf(ctx context.Context, r db.Reader, site, counsellor string) ([]Appointment, error) {
	var days []Appointment
	rows, err := r.Query(ctx, selectAppointments, site, counsellor)
	err = db.Each(rows, err, func() error {
		var a Appointment
		var on int64
		err := rows.Scan(&a.CaseID, &a.Source, &a.Rule, &on)
		a.On = clock.Day(on)
		days = append(days, a)
		return err
	})
	return days, err
}
