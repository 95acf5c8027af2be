package counselling

import (
	"context"
	"strconv"
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

	// The newest contact first. An empty filter lets everything through; 'none' keeps what is not filled in. The limit is
	// a literal: SQLite would prepare the statement anew for each one bound.
	filters = ` AND ($2 = '' OR country = $2 OR ($2 = 'none' AND country IS NULL))
		AND ($3 = '' OR reference_occupation = $3 OR ($3 = 'none' AND reference_occupation IS NULL))
		AND ($4 = '' OR sex = $4 OR ($4 = 'none' AND sex IS NULL))`
	selectPage = db.SQL(`SELECT case_id, first_contact, last_contact, contacts, qualifications, COALESCE(sex, ''), COALESCE(age, -1),
		COALESCE(nationality, ''), COALESCE(country, ''), COALESCE(reference_occupation, '')
		FROM case_summary WHERE site_id = $1` + filters + `
		AND (last_contact, case_id) < ($5, $6) ORDER BY last_contact DESC, case_id DESC LIMIT ` + strconv.Itoa(PageSize+1))
	countSite = db.SQL(`SELECT COUNT(*) FROM case_summary WHERE site_id = $1` + filters)

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

// pageOf reads a page of a centre and one case more, if there is one.
func pageOf(ctx context.Context, r db.Reader, site string, f Filter, after Cursor) ([]Summary, error) {
	out := make([]Summary, 0, PageSize+1)
	rows, err := r.Query(ctx, selectPage, site, f.Country, f.Occupation, f.Sex, int64(after.LastContact), after.CaseID)
	s := Summary{Site: site}
	var first, last int64
	targets := []any{&s.CaseID, &first, &last, &s.Contacts, &s.Qualifications, &s.Sex, &s.Age, &s.Nationality, &s.Country, &s.Occupation}
	err = db.Each(rows, err, func() error {
		err := rows.Scan(targets...)
		s.FirstContact, s.LastContact = clock.Day(first), clock.Day(last)
		out = append(out, s)
		return err
	})
	return out, err
}

func lengthOf(ctx context.Context, r db.Reader, site string, f Filter) (n int, err error) {
	err = r.Row(ctx, countSite, site, f.Country, f.Occupation, f.Sex).Scan(&n)
	return n, err
}

// changesOf is a number that rises with every commit.
func changesOf(ctx context.Context, r db.Reader) (n int64, err error) {
	err = r.Row(ctx, selectChanged).Scan(&n)
	return n, err
}

// The work in numbers.

var (
	selectLoads = db.SQL(`SELECT COALESCE(counsellor_id, ''), ` + countOf(isOpen) + `, ` + countOf(isWaiting) + `, ` + countOf(isDue) + `,
		` + countOf(isDue+` AND due_on < $4`) + `, ` + countOf(isIncomplete) + `, ` + countOf(isFollowUp) + `, ` + countOf(isClosed) + `,
		` + countOf(isAdvised) + `, ` + countOf(isAdvised+` AND light = 0`) + `, ` + countOf(isAdvised+` AND light = 1`) + `,
		` + countOf(isAdvised+` AND light = 2`) + `, ` + sumOf("contacts", isAdvised) + `, ` + sumOf("mobile", isAdvised) + `
		FROM case_summary WHERE site_id = $1 GROUP BY counsellor_id ORDER BY 1`)
	selectWaits = db.SQL(`SELECT COALESCE(counsellor_id, ''), registered_at, first_contact FROM case_summary
		WHERE site_id = $1 AND ` + isAdvised + ` AND registered_at IS NOT NULL`)
)

// isAdvised are the cases whose first contact lies in the period from $2 to $3.
const isAdvised = `contacts > 0 AND first_contact >= $2 AND first_contact <= $3`

func countOf(condition string) string { return sumOf("1", condition) }

func sumOf(what, condition string) string {
	return `SUM(CASE WHEN ` + condition + ` THEN ` + what + ` ELSE 0 END)`
}

// loadsOf are the loads of a centre by counsellor, without the waits.
func loadsOf(ctx context.Context, r db.Reader, site string, from, to, today clock.Day) ([]Load, error) {
	var loads []Load
	rows, err := r.Query(ctx, selectLoads, site, int64(from), int64(to), int64(today))
	err = db.Each(rows, err, func() error {
		l := Load{Site: site}
		err := rows.Scan(&l.Counsellor, &l.Open, &l.Waiting, &l.Due, &l.Overdue, &l.Incomplete, &l.FollowUp, &l.Closed,
			&l.Advised, &l.Lights[Red], &l.Lights[Yellow], &l.Lights[Green], &l.Contacts, &l.Mobile)
		loads = append(loads, l)
		return err
	})
	return loads, err
}

// waitsOf calls fn for each case of a centre whose first contact lies in a period.
func waitsOf(ctx context.Context, r db.Reader, site string, from, to clock.Day, fn func(counsellor string, registered clock.Instant, first clock.Day)) error {
	var counsellor string
	var registered, first int64
	rows, err := r.Query(ctx, selectWaits, site, int64(from), int64(to))
	return db.Each(rows, err, func() error {
		err := rows.Scan(&counsellor, &registered, &first)
		fn(counsellor, clock.Instant(registered), clock.Day(first))
		return err
	})
}
