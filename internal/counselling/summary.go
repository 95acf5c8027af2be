package counselling

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/db"
)

// The table case_summary has what the lists show of a case. It is computed from the newest versions of the case, its
// contacts and its qualifications, in the transaction that changes one of them; what is deleted does not count, and a case
// in the bin is in no list. Country and reference occupation are those of the first qualification by id.
var summarise = `INSERT INTO case_summary (tenant, case_id, site_id, counsellor_id, registered_at, first_contact, last_contact,
		contacts, mobile, qualifications, sex, age, nationality, country, reference_occupation, scope, follow_up_on, closed_on,
		due_on, light, missing, has_contents)
	SELECT tenant, id, site_id, counsellor_id, registered_at, first_on, last_on, contacts, mobile, qualifications, sex, age,
		nationality, country, reference_occupation, scope, follow_up_on, closed_on, due_on,
		CASE WHEN red > 0 THEN 0 WHEN yellow > 0 THEN 1 ELSE 2 END, red + yellow, has_contents
	FROM (SELECT c.tenant, c.id, c.site_id, c.counsellor_id, c.registered_at, COALESCE(k.first_on, 0) AS first_on,
		COALESCE(k.last_on, 0) AS last_on, COALESCE(k.n, 0) AS contacts, COALESCE(k.mobile, 0) AS mobile,
		COALESCE(q.n, 0) AS qualifications, c.sex, c.age, c.nationality, f.country, f.reference_occupation, c.scope,
		c.follow_up_on, c.closed_on, d.due_on, ` + gapSum(Red) + ` AS red, ` + gapSum(Yellow) + ` AS yellow,
		CASE WHEN COALESCE(k.with_contents, 0) > 0 THEN 1 ELSE 0 END AS has_contents
	FROM cases c
	LEFT JOIN (SELECT case_id, tenant, MIN(held_on) AS first_on, MAX(held_on) AS last_on, COUNT(*) AS n,
		COUNT(contents) AS with_contents, SUM(CASE WHEN form = 'mobile' THEN 1 ELSE 0 END) AS mobile FROM contacts
		WHERE deleted = 0{case_id} GROUP BY case_id, tenant) k ON k.case_id = c.id AND k.tenant = c.tenant
	LEFT JOIN (SELECT case_id, tenant, MIN(id) AS first_id, COUNT(*) AS n` + qualificationGaps() + ` FROM qualifications
		WHERE deleted = 0{case_id} GROUP BY case_id, tenant) q ON q.case_id = c.id AND q.tenant = c.tenant
	LEFT JOIN qualifications f ON f.id = q.first_id AND f.tenant = c.tenant
	LEFT JOIN (SELECT case_id, tenant, MIN(due_on) AS due_on FROM case_due
		WHERE 1 = 1{case_id} GROUP BY case_id, tenant) d ON d.case_id = c.id AND d.tenant = c.tenant
	WHERE c.deleted = 0 AND c.binned_at IS NULL{id}) s
	WHERE 1 = 1
	ON CONFLICT (case_id, tenant) DO UPDATE SET site_id = excluded.site_id, counsellor_id = excluded.counsellor_id,
		registered_at = excluded.registered_at, first_contact = excluded.first_contact, last_contact = excluded.last_contact,
		contacts = excluded.contacts, mobile = excluded.mobile, qualifications = excluded.qualifications, sex = excluded.sex,
		age = excluded.age, nationality = excluded.nationality, country = excluded.country,
		reference_occupation = excluded.reference_occupation, scope = excluded.scope, follow_up_on = excluded.follow_up_on,
		closed_on = excluded.closed_on, due_on = excluded.due_on, light = excluded.light, missing = excluded.missing,
		has_contents = excluded.has_contents`

func summariseOf(parts, cases string) string {
	return db.SQL(strings.NewReplacer("{case_id}", parts, "{id}", cases).Replace(summarise))
}

// atOnce is how many of many cases one statement takes.
const atOnce = 100

var (
	hundred = "($1" + func() string {
		var list strings.Builder
		for i := 2; i <= atOnce; i++ {
			list.WriteString(", $" + strconv.Itoa(i))
		}
		return list.String()
	}() + ")"

	forgetCase     = db.SQL(`DELETE FROM case_summary WHERE tenant = $1 AND case_id = $2`)
	summariseCase  = summariseOf(" AND tenant = $1 AND case_id = $2", " AND c.tenant = $1 AND c.id = $2")
	forgetCases    = db.SQL(`DELETE FROM case_summary WHERE case_id IN ` + hundred)
	summariseCases = summariseOf(" AND case_id IN "+hundred, " AND c.id IN "+hundred)
	forgetAll      = db.SQL(`DELETE FROM case_summary`)
	summariseAll   = summariseOf("", "")
)

// RefreshSummary makes the summary of one case anew, or removes it when the case is deleted. Removing comes first: on
// PostgreSQL it waits for whoever changes the same case, so that what follows sees their contact too.
func RefreshSummary(tx *db.Tx, tenant, caseID string) error {
	return refresh(tx, forgetCase, summariseCase, tenant, caseID)
}

func refresh(tx *db.Tx, forget, summarise string, which ...any) error {
	_, err := tx.Exec(forget, which...)
	if err == nil {
		_, err = tx.Exec(summarise, which...)
	}
	return err
}

// mostTouched is how many cases are kept by id; beyond that all cases there are get a new summary.
const mostTouched = 100_000

// Touched collects the cases whose summaries must be made anew, whatever their tenants.
type Touched struct {
	cases map[string]struct{}
	all   bool
}

// Add notes that a case, one of its contacts or one of its qualifications was stored.
func (t *Touched) Add(caseID string) {
	if _, known := t.cases[caseID]; known || t.all {
		return
	}
	if t.cases == nil {
		t.cases = map[string]struct{}{}
	}
	t.cases[strings.Clone(caseID)] = struct{}{}
	if len(t.cases) > mostTouched {
		t.cases, t.all = nil, true
	}
}

// RefreshSummaries makes the summaries of the touched cases anew.
func RefreshSummaries(tx *db.Tx, touched *Touched) error {
	if touched.all {
		return refresh(tx, forgetAll, summariseAll)
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(touched.cases)), atOnce) {
		args := make([]any, 0, atOnce)
		for _, id := range ids {
			args = append(args, id)
		}
		for len(args) < atOnce { // one text for every number of cases
			args = append(args, ids[0])
		}
		if err := refresh(tx, forgetCases, summariseCases, args...); err != nil {
			return err
		}
	}
	return nil
}

// Ready makes all summaries anew when the rules by which they are computed are not those of last time: after an upgrade.
func Ready(ctx context.Context, d *db.DB) error {
	digest := fmt.Sprintf("%x", sha256.Sum256([]byte(summarise)))
	var last string
	if err := d.Row(ctx, selectRules).Scan(&last); err != nil || last == digest {
		return err
	}
	return d.Housekeep(ctx, "summaries.renew", func(tx *db.Tx) error {
		if err := refresh(tx, forgetAll, summariseAll); err != nil {
			return err
		}
		_, err := tx.Exec(updateRules, digest)
		return err
	})
}
