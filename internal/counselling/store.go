package counselling

import (
	"context"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
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
		recorded_at, version FROM contacts WHERE case_id = $1 AND tenant = $2 AND deleted = 0`)

	selectQualifications = db.SQL(`SELECT id FROM qualifications WHERE case_id = $1 AND tenant = $2 AND deleted = 0 ORDER BY id`)

	selectChanged = db.SQL(`SELECT COALESCE(SUM(n), 0) FROM change_number`)
)

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
		if err := rows.Scan(&k.ID, &held, &k.Form, &themes, &k.Site, &k.Minutes, &contents, &recorded, &k.Version); err != nil {
			return err
		}
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
