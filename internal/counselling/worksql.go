package counselling

import (
	"context"
	"strings"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

var (
	selectLoads = db.SQL(`SELECT COALESCE(counsellor_id, ''), ` + countOf(isOpen) + `, ` + countOf(isWaiting) + `, ` + countOf(isDue) + `,
		` + countOf(isDue+` AND due_on < $4`) + `, ` + countOf(isIncomplete) + `, ` + countOf(isFollowUp) + `, ` + countOf(isClosed) + `,
		` + countOf(isAdvised) + `, ` + countOf(isAdvised+` AND light = 0`) + `, ` + countOf(isAdvised+` AND light = 1`) + `,
		` + countOf(isAdvised+` AND light = 2`) + `, ` + sumOf("contacts", isAdvised) + `, ` + sumOf("mobile", isAdvised) + `
		FROM case_summary WHERE site_id = $1 GROUP BY counsellor_id ORDER BY 1`)
	selectWaits = db.SQL(`SELECT COALESCE(counsellor_id, ''), registered_at, first_contact FROM case_summary
		WHERE site_id = $1 AND ` + isAdvised + ` AND registered_at IS NOT NULL`)
	selectWaiting = db.SQL(`SELECT COALESCE(counsellor_id, ''), registered_at FROM case_summary WHERE site_id = $1 AND ` + isWaiting)
)

// isAdvised are the cases whose first contact lies in the period from $2 to $3.
const isAdvised = `contacts > 0 AND first_contact >= $2 AND first_contact <= $3`

func countOf(condition string) string { return sumOf("1", condition) }

func sumOf(what, condition string) string {
	return `SUM(CASE WHEN ` + condition + ` THEN ` + what + ` ELSE 0 END)`
}

var selectLacks = func() string {
	var each []string
	for i := range rules {
		each = append(each, `COALESCE(`+countOf(rules[i].lacks())+`, 0)`) // NULL where there is no case
	}
	return db.SQL(`SELECT ` + strings.Join(each, ", ") + ` FROM case_summary WHERE site_id = $1 AND light < 2 AND ` + isAdvised)
}()

// lacksOf counts what the advised cases of a centre lack by each rule.
func lacksOf(ctx context.Context, r db.Reader, site string, from, to clock.Day) ([]int, error) {
	n, targets := make([]int, len(rules)), make([]any, len(rules))
	for i := range n {
		targets[i] = &n[i]
	}
	err := r.Row(ctx, selectLacks, site, int64(from), int64(to)).Scan(targets...)
	return n, err
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

// waitingOf calls fn for each case of a centre that is registered and not advised yet.
func waitingOf(ctx context.Context, r db.Reader, site string, fn func(counsellor string, registered clock.Instant)) error {
	var counsellor string
	var registered int64
	rows, err := r.Query(ctx, selectWaiting, site)
	return db.Each(rows, err, func() error {
		err := rows.Scan(&counsellor, &registered)
		fn(counsellor, clock.Instant(registered))
		return err
	})
}
