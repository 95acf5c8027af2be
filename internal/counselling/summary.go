package counselling

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"openiq/internal/platform/db"
)

// The table case_summary has what the case list shows of a case. It is computed from the newest versions of the case,
// its contacts and its qualifications, in the transaction that changes one of them; what is deleted does not count.
// Country and reference occupation are those of the first qualification by id.
const summarise = `INSERT INTO case_summary (tenant, case_id, site_id, first_contact, last_contact, contacts, qualifications,
		sex, age, nationality, country, reference_occupation, scope)
	SELECT c.tenant, c.id, c.site_id, COALESCE(k.first_on, 0), COALESCE(k.last_on, 0), COALESCE(k.n, 0), COALESCE(q.n, 0),
		c.sex, c.age, c.nationality, f.country, f.reference_occupation, c.scope
	FROM cases c
	LEFT JOIN (SELECT case_id, tenant, MIN(held_on) AS first_on, MAX(held_on) AS last_on, COUNT(*) AS n FROM contacts
		WHERE deleted = 0{case_id} GROUP BY case_id, tenant) k ON k.case_id = c.id AND k.tenant = c.tenant
	LEFT JOIN (SELECT case_id, tenant, MIN(id) AS first_id, COUNT(*) AS n FROM qualifications
		WHERE deleted = 0{case_id} GROUP BY case_id, tenant) q ON q.case_id = c.id AND q.tenant = c.tenant
	LEFT JOIN qualifications f ON f.id = q.first_id AND f.tenant = c.tenant
	WHERE c.deleted = 0{id}
	ON CONFLICT (case_id, tenant) DO UPDATE SET site_id = excluded.site_id, first_contact = excluded.first_contact,
		last_contact = excluded.last_contact, contacts = excluded.contacts, qualifications = excluded.qualifications,
		sex = excluded.sex, age = excluded.age, nationality = excluded.nationality, country = excluded.country,
		reference_occupation = excluded.reference_occupation, scope = excluded.scope`

func summariseOf(contactsAndQualifications, cases string) string {
	return db.SQL(strings.NewReplacer("{case_id}", contactsAndQualifications, "{id}", cases).Replace(summarise))
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
